"""The roster as the rest of the hub uses it. Every function runs inside the school's transaction.

A change of the roster locks the school's RosterState row first, so two uploads are applied one after the other.
"""

from collections.abc import Iterable
from datetime import datetime
from zoneinfo import ZoneInfo

from openpact.ide import Person as IdePerson
from openpact.ide import Role

from . import core
from .apply import apply_plan, undo
from .by_hand.record import people_touched
from .load import load_people
from .models import GuardLimits, RosterState


class RosterMoved(Exception):
    """The roster has changed since the plan was made: what a person looked at is no longer what would happen."""


class NotTheLast(Exception):
    """Only the exchange that was applied last can be reverted."""


def current(school, *, lock: bool = False) -> core.Roster:
    """The school's roster; with `lock`, nobody else changes it until this transaction ends."""
    state = state_of(school, lock=lock)
    people, groups = load_people(school.id)
    exported_at = state.exported_at and state.exported_at.astimezone(ZoneInfo(school.time_zone)).replace(tzinfo=None)
    return core.Roster(people=people, groups=groups, version=state.version, exported_at=exported_at)


def state_of(school, *, lock: bool = False) -> RosterState:
    RosterState.objects.bulk_create([RosterState(school=school)], ignore_conflicts=True)
    states = RosterState.objects.select_for_update() if lock else RosterState.objects
    return states.get(school=school)


def limits_of(school) -> core.Limits:
    """The school's own limits for the guard, or the usual ones."""
    row = GuardLimits.objects.filter(school=school).first()
    if row is None:
        return core.Limits()
    return core.Limits(
        students_leaving=row.students_leaving,
        staff_leaving=row.staff_leaving,
        handful=row.handful,
        identity_changes=row.identity_changes,
        refused_rows=row.refused_rows,
    )


def apply(school, exchange_id, plan: core.Plan, *, planned_version: int, exported_at: datetime | None) -> None:
    """Make the plan true and record every change under the exchange.

    `exported_at` is naive, the school's time. Raises RosterMoved if the roster is no longer at `planned_version`.
    """
    state = state_of(school, lock=True)
    if state.version != planned_version:
        raise RosterMoved
    apply_plan(school.id, plan, exchange_id=exchange_id)
    state.version += 1
    state.last_exchange_id = exchange_id
    state.previous_exported_at = state.exported_at
    if exported_at is not None:
        state.exported_at = exported_at.replace(tzinfo=ZoneInfo(school.time_zone))
    state.save()


def seen(school, exported_at: datetime | None) -> None:
    """The file said nothing new, but it is newer: a still older one would be old."""
    if exported_at is not None:
        state = state_of(school, lock=True)
        state.exported_at = exported_at.replace(tzinfo=ZoneInfo(school.time_zone))
        state.save(update_fields=["exported_at"])


def revert(school, exchange_id, *, keep: Iterable[int]) -> None:
    """Undo the exchange that was applied last, exactly; what was done by hand since stays.

    `keep` are people something hangs on (judgements, an account): those who joined are then not taken away but have left,
    and so are those whom somebody changed, or put into a group, by hand.
    Raises NotTheLast if another was applied since, or this one was undone already.
    """
    state = state_of(school, lock=True)
    if state.last_exchange_id != exchange_id:
        raise NotTheLast
    undo(school.id, exchange_id, {*keep, *people_touched(school, exchange_id)})
    state.version += 1
    state.last_exchange_id = None
    state.exported_at = state.previous_exported_at
    state.save()


def export(school) -> list[IdePerson]:
    """Everybody who is at the school now by an upload, as an IDE file would say it. Importing it again changes nothing."""
    people, _ = load_people(school.id)
    found = []
    for known in people.values():
        if known.active and not known.by_hand:
            values = dict(zip(core.FIELDS, known.values, strict=True))
            values["role"] = Role(values["role"])
            groups = tuple(name for name, home in known.memberships.items() if not home)
            homes = tuple(name for name, home in known.memberships.items() if home)
            found.append(IdePerson(sms_id=known.sms_id, groups=groups, home_groups=homes, **values))
    return sorted(found, key=lambda person: person.sms_id)
