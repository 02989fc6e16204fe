"""What asks for somebody, on their home page."""

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.accounts.home import Card, Home
from openpact.hub.accounts.models import Role

from .services import asking

#: The others are on the page of notices.
AT_MOST = 6


def notice_cards(home: Home) -> list[Card]:
    request = home.request
    if request.access.role not in (Role.ADMINISTRATOR, Role.LEADER):
        return []
    standing = asking(request.school, request.access.role)
    found = [
        Card(str(c.title), str(c.text), c.url, str(c.action), icon=c.icon, tone="wait", order=c.order)
        for c in (one.cause for one in standing[:AT_MOST])
    ]
    if more := len(standing) - AT_MOST if len(standing) > AT_MOST else 0:
        text = ngettext("%(number)s more thing needs you.", "%(number)s more things need you.", more)
        found.append(
            Card(
                _("And more"), text % {"number": more}, reverse("notices", args=[request.school.number]),
                _("See all notices"), icon="info", tone="wait", order=99,
            )
        )  # fmt: skip
    return found
