"""The bar that leads through the set-up, over whichever page the step is done on: {% setup_bar %} in base.html."""

from django import template

from openpact.hub.accounts.models import Role

from .. import steps
from ..views import LED_TO, UNDER_WAY

register = template.Library()


@register.simple_tag(takes_context=True)
def setting_up(context) -> bool:
    """Whether this page is seen within the set-up of its school."""
    request = context.get("request")
    access = getattr(request, "access", None)
    if access is None or access.role != Role.ADMINISTRATOR:
        return False
    return request.session.get(UNDER_WAY) == request.school.number


@register.inclusion_tag("setup/bar.html", takes_context=True)
def setup_bar(context) -> dict:
    """Which step this is, what it is about, and the way on."""
    request = context["request"]
    number, page = request.school.number, request.resolver_match.url_name
    standing = steps.standing(request.school)
    # A page may serve two steps: then it is the one that one was led to.
    here = [at for at in standing if page in at.step.pages]
    led_to = request.session.get(LED_TO)
    current = next((at for at in here if at.step.key == led_to), here[0] if here else None)
    after = standing[current.number] if current and current.number < len(standing) else None
    return {
        "request": request,
        "number": number,
        "steps": standing,
        "current": current,
        "after": after,
        "at_the_end": page == "setup-done",
    }
