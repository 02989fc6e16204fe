"""What pages at the way in ask for."""

from django import template
from django.conf import settings

register = template.Library()


@register.simple_tag
def sign_on_name() -> str:
    """What the operator calls the sign-on elsewhere; empty without one."""
    return settings.SIGN_ON_NAME
