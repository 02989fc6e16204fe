"""Who changed what by hand, and when: a line of the audit, and under it the roster's changes."""

from uuid import UUID

from openpact.hub.audit.models import Line
from openpact.hub.audit.services import Area, record

from ..models import Membership, RosterChange


class Refused(Exception):
    """What was asked for cannot be, and nothing was changed. The words are for whoever asked."""


def tell(school, user, words: str) -> Line:
    """The line of one act."""
    return record(school, user, Area.PEOPLE, words)


def group_change(line: Line, action: str, group_id: int, before: dict | None, after: dict | None) -> RosterChange:
    return RosterChange(
        school_id=line.school_id, line=line, what="group", action=action, group_id=group_id, before=before, after=after
    )


def place_change(line: Line, action: str, person_id: int, group_id: int) -> RosterChange:
    """Somebody was put into a group by hand (starts), or is in it by hand no more (ends)."""
    said = {"home": False, "by_hand": True}
    return RosterChange(
        school_id=line.school_id, line=line, what="membership", action=action, person_id=person_id, group_id=group_id,
        before=said if action == "ends" else None, after=said if action == "starts" else None,
    )  # fmt: skip


def people_touched(school, exchange_id: UUID) -> set[int]:
    """Those who joined with an exchange, and whom somebody has changed or put into a group by hand since."""
    joined = RosterChange.objects.filter(exchange_id=exchange_id, undo=False, what="person", action="joins")
    ids = joined.values("person_id")
    changed = RosterChange.objects.filter(school=school, line__isnull=False, person_id__in=ids)
    placed = Membership.objects.filter(school=school, by_hand=True, person_id__in=ids)
    return {*changed.values_list("person_id", flat=True), *placed.values_list("person_id", flat=True)}
