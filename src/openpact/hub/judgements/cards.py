"""What a teacher's home page says about judgements."""

from django.urls import reverse
from django.utils.translation import gettext as _

from openpact.hub.accounts.home import Card
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest
from openpact.hub.roster.queries import groups_of

from . import queries
from .services import cycle_is_open


def cards(request: SchoolRequest) -> list[Card]:
    """Which of a teacher's classes wait for judgements, while a cycle is open; how to get classes at all."""
    url = reverse("judge", args=[request.school.number])
    if request.access.person_id is None:
        if request.access.role != Role.TEACHER:
            return []
        text = _("Open the invitation that your school's SMS sent you by e-mail: it brings your classes here.")
        return [Card(_("Your classes are not here yet"), text, icon="mail", tone="wait", order=10)]
    cycle = queries.current_cycle(request.school, queries.cycles(request.school))
    if cycle is None or not cycle_is_open(request.school, cycle):
        return []
    groups = [g for g in queries.progress(groups_of(request.access.person_id), cycle) if g.students]
    waiting = [g.group.name for g in groups if not g.complete]
    if not groups:
        return []
    until = _("%(cycle)s is open until %(day)s.") % {"cycle": cycle.name, "day": f"{cycle.closes_on:%-d %B}"}
    if not waiting:
        text = f"{until} " + _("You can still change them.")
        return [Card(_("All judgements confirmed"), text, url, _("Look"), icon="check")]
    named = waiting[0]
    if len(waiting) > 1:
        named = _("%(name)s and %(number)s more") % {"name": waiting[0], "number": len(waiting) - 1}
    text = f"{named}. {until}"
    return [Card(_("Judgements to confirm"), text, url, _("Judge"), icon="judge", tone="wait", order=20)]
