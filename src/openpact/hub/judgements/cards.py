"""What a teacher's home page says about judgements."""

from django.urls import reverse

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
        text = "Open the invitation that your school's SMS sent you by e-mail: it brings your classes here."
        return [Card("Your classes are not here yet", text, icon="mail", tone="wait", order=10)]
    cycle = queries.current_cycle(request.school, queries.cycles(request.school))
    if cycle is None or not cycle_is_open(request.school, cycle):
        return []
    groups = [g for g in queries.progress(groups_of(request.access.person_id), cycle) if g.students]
    waiting = [g.group.name for g in groups if not g.complete]
    if not groups:
        return []
    until = f"{cycle.name} is open until {cycle.closes_on:%-d %B}."
    if not waiting:
        return [Card("All judgements confirmed", f"{until} You can still change them.", url, "Look", icon="check")]
    named = waiting[0] if len(waiting) == 1 else f"{waiting[0]} and {len(waiting) - 1} more"
    return [Card("Judgements to confirm", f"{named}. {until}", url, "Judge", icon="judge", tone="wait", order=20)]
