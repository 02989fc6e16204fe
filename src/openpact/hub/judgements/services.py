"""Confirming overall judgements: one transaction that writes the decision, its version and its place in the feed.

Everything happens inside the school's transaction (a school page, or `at_school`). Call `confirm` once per
transaction: it ends by taking the lock on the school's feed, and locks are to be taken in one order.
"""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction

from openpact.hub.accounts.models import User
from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle, School

from . import basis, permits, sheets, statements, told
from .errors import NotConfirmed, Problem
from .models import Judgement, LearningArea, Sheet
from .permits import cycle_is_open
from .rules import Action, Entry, Standing, Step, decide

__all__ = ["Action", "Entry", "Outcome", "confirm", "cycle_is_open", "people_with_judgements"]


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one entry. `judgement_id` is None only where nothing was chosen and nothing stands."""

    person_id: int
    judgement_id: UUID | None
    version: int
    level: str
    action: Action


def confirm(
    school: School, user: User, entries: list[Entry], *, area: str, cycle: Cycle, reason: str = ""
) -> list[Outcome]:
    """Confirm what `user` chose for these students in one learning area and cycle: all of it, or nothing.

    `reason` serves entries without one of their own. A teacher may judge the active students of their own groups while
    the cycle is open (both days included, in the school's zone); a leader or an administrator any active student, at any
    time; a reader nobody. A first judgement is made only in a learning area of the cycle, and for no student who is known
    to be in a year level it does not cover; one that stands may always be changed or withdrawn. Where the school judges only
    students who are enrolled, the others' may be withdrawn, but they get no level.

    Raises NotConfirmed (with every student's problem: ReasonNeeded, Conflict, UnknownLevel, NotAStudentNow, NotYours,
    NotInCycle, NotEnrolled), CycleNotOpen, NoAccess; ValueError for what no page can send (another school's cycle, a student twice).
    """
    if area not in LearningArea.values:
        raise ValueError(f"No such learning area: {area!r}.")
    chosen = {e.person_id: replace(e, reason=e.reason or reason) for e in entries}
    if len(chosen) != len(entries):
        raise ValueError("A student stands twice among the entries.")
    with transaction.atomic():
        return _confirm(school, user, chosen, area, cycle)


def _confirm(school: School, user: User, chosen: dict[int, Entry], area: str, cycle: Cycle) -> list[Outcome]:
    access = permits.enter(school, user, cycle)
    problems = permits.forbidden(school, access, list(chosen))
    allowed = [person for person in chosen if person not in problems]
    works = sheets.locked_for_writing(school, cycle, area, allowed)
    bases = basis.of(school, works)
    standing = _standing(school, list(chosen), area, cycle)
    problems |= permits.not_in_cycle(cycle, area, [p for p in allowed if p not in standing])
    steps: list[Step] = []
    for entry in chosen.values():
        if entry.person_id not in problems:
            step = decide(entry, standing.get(entry.person_id), bases[entry.person_id].rule)
            if isinstance(step, Problem):
                problems[entry.person_id] = step
            else:
                steps.append(step)
    problems |= permits.not_enrolled(
        school, [s.entry.person_id for s in steps if s.action in (Action.CONFIRMED, Action.CHANGED)]
    )
    if problems:
        raise NotConfirmed([problems[p] for p in chosen if p in problems])
    decided = [s for s in steps if s.action is not Action.UNCHANGED]
    told.confirmed(school, user, decided, area, cycle)
    ids = _record(school, user, decided, area, cycle, bases)
    return [
        Outcome(
            s.entry.person_id,
            s.standing.judgement_id if s.standing else ids.get(s.entry.person_id),
            s.version,
            s.entry.level,
            s.action,
        )
        for s in steps
    ]


def people_with_judgements(school: School) -> set[int]:
    """Ids of the people (persons of the roster) about whom something was ever decided: they must never be deleted."""
    judged = Judgement.objects.filter(school=school).values_list("person_id", flat=True)
    begun = Sheet.objects.filter(school=school).values_list("person_id", flat=True)
    return {*judged.distinct(), *begun.distinct()}


def _standing(school: School, people: list[int], area: str, cycle: Cycle) -> dict[int, Standing]:
    rows = statements.run("standing", school=school.id, cycle=cycle.id, area=area, people=people)
    return {person_id: Standing(*rest) for person_id, *rest in rows}


def _record(
    school: School, user: User, steps: list[Step], area: str, cycle: Cycle, bases: dict[int, basis.OnSheet]
) -> dict[int, UUID]:
    """Write these steps, in this order in the feed: the same few statements for one student as for a school."""
    if not steps:
        return {}
    common = {"school": school.id, "user": user.id, "now": clock.now()}
    ids = {s.entry.person_id: s.standing.judgement_id if s.standing else uuid4() for s in steps}
    first, later = [s for s in steps if s.standing is None], [s for s in steps if s.standing]
    if first:
        people = [s.entry.person_id for s in first]
        statements.run(
            "start",
            ids=[ids[p] for p in people],
            people=people,
            levels=[s.entry.level for s in first],
            area=area,
            cycle=cycle.id,
            **common,
        )
    if later:
        statements.run("change", **_columns(later, ids), **common)
    statements.run(
        "close_sheets",
        sheets=[bases[s.entry.person_id].sheet for s in steps],
        locked=[bool(s.entry.level) for s in steps],
    )
    statements.run(
        "append",
        **_columns(steps, ids),
        **basis.columns([bases[s.entry.person_id] for s in steps]),
        reasons=[s.reason for s in steps],
        today=clock.today(school.time_zone),
        **common,
    )
    return ids


def _columns(steps: list[Step], ids: dict[int, UUID]) -> dict[str, list]:
    return {
        "ids": [ids[s.entry.person_id] for s in steps],
        "versions": [s.version for s in steps],
        "levels": [s.entry.level for s in steps],
    }
