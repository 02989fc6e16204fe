"""What pages about signing in ask for."""

from django import template
from django.conf import settings

from openpact.hub.accounts import second_factor
from openpact.hub.accounts.models import User

register = template.Library()


@register.simple_tag
def sign_on_name() -> str:
    """What the operator calls the sign-on elsewhere; empty without one."""
    return settings.SIGN_ON_NAME


@register.filter
def takes_recovery_codes(user: User) -> bool:
    """Whether recovery codes stop working with the next passkey, or the app, that is removed."""
    return second_factor.takes_recovery_codes(user)
