"""Confirming overall judgements: one transaction that writes the decision, its version and its place in the feed.

Everything happens inside the school's transaction (a school page, or `at_school`). Call `confirm` once per
transaction: it ends by taking the lock on the school's feed, and locks are to be taken in one order.
"""

from dataclasses import dataclass, replace
from uuid import UUID, uuid4

from django.db import transaction
from django.db.models import Exists, OuterRef, Value

from openpact.hub.accounts.models import Access, User
from openpact.hub.accounts.services import HOLDS
from openpact.hub.platform import clock
from openpact.hub.register.services import barred
from openpact.hub.roster.models import Membership, Person
from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import Cycle, School

from . import statements, told
from .errors import CycleNotOpen, NoAccess, NotAStudentNow, NotConfirmed, NotEnrolled, NotInCycle, NotYours, Problem
from .models import Judgement, LearningArea
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
    if cycle.school_id != school.id:
        raise ValueError("The reporting cycle is another school's.")
    chosen = {e.person_id: replace(e, reason=e.reason or reason) for e in entries}
    if len(chosen) != len(entries):
        raise ValueError("A student stands twice among the entries.")
    while True:
        try:
            with transaction.atomic():
                return _confirm(school, user, chosen, area, cycle)
        except _DecidedMeanwhile:
            # Somebody else's first decision was committed between our look and our insert. Look again: now it is there,
            # and every round finds at least one more, so this ends.
            continue


class _DecidedMeanwhile(Exception):
    """Rolls back to before we looked."""


def _confirm(school: School, user: User, chosen: dict[int, Entry], area: str, cycle: Cycle) -> list[Outcome]:
    access = _access(school, user)
    if not access.may.judges_for_others and not cycle_is_open(school, cycle):
        raise CycleNotOpen(cycle.name, cycle.opens_on, cycle.closes_on, closed_early=cycle.closed_at is not None)
    problems = _forbidden(school, access, list(chosen))
    standing = _standing(school, list(chosen), area, cycle)
    problems |= _not_in_cycle(cycle, area, [p for p in chosen if p not in problems and p not in standing])
    steps: list[Step] = []
    for entry in chosen.values():
        if entry.person_id not in problems:
            step = decide(entry, standing.get(entry.person_id))
            if isinstance(step, Problem):
                problems[entry.person_id] = step
            else:
                steps.append(step)
    problems |= _not_enrolled(
        school, [s.entry.person_id for s in steps if s.action in (Action.CONFIRMED, Action.CHANGED)]
    )
    if problems:
        raise NotConfirmed([problems[p] for p in chosen if p in problems])
    decided = [s for s in steps if s.action is not Action.UNCHANGED]
    told.confirmed(school, user, decided, area, cycle)
    ids = _record(school, user, decided, area, cycle)
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


def cycle_is_open(school: School, cycle: Cycle) -> bool:
    """Today, on the school's own calendar, and nobody has closed it."""
    return cycle.state(clock.today(school.time_zone)) == Cycle.State.OPEN


def people_with_judgements(school: School) -> set[int]:
    """Ids of the people (persons of the roster) about whom something was ever decided: they must never be deleted."""
    return set(Judgement.objects.filter(school=school).values_list("person_id", flat=True).distinct())


def _access(school: School, user: User) -> Access:
    access = Access.objects.filter(HOLDS, school=school, user=user).first()
    if access is None or not access.may.judges:
        raise NoAccess
    return access


def _forbidden(school: School, access: Access, people: list[int]) -> dict[int, Problem]:
    """Whom this user may not judge, and why."""
    shared = Membership.objects.filter(
        person=OuterRef("pk"), group__active=True, group__memberships__person_id=access.person_id
    )
    own = Value(True) if access.may.judges_for_others else Exists(shared)
    students = dict(
        Person.objects.filter(school=school, id__in=people, role=Person.Role.STUDENT, active=True)
        .annotate(own=own)
        .values_list("id", "own")
    )
    problems: dict[int, Problem] = {}
    for person_id in people:
        if person_id not in students:
            problems[person_id] = NotAStudentNow(person_id)
        elif not students[person_id]:
            problems[person_id] = NotYours(person_id)
    return problems


def _not_in_cycle(cycle: Cycle, area: str, people: list[int]) -> dict[int, Problem]:
    """Whom a first judgement in this learning area is not asked for in this cycle."""
    if area not in cycle.areas:
        covers = ", ".join(str(LearningArea(each).label) for each in cycle.areas)
        return {person: NotInCycle(person, cycle.name, covers) for person in people}
    levels = year_levels(people) if cycle.years and people else {}
    return {
        person: NotInCycle(person, cycle.name, cycle.years_in_words, level)
        for person, level in levels.items()
        if not cycle.covers_year(level)
    }


def _not_enrolled(school: School, people: list[int]) -> dict[int, Problem]:
    """Who may get no level, since the school judges only students who are enrolled."""
    return {person: NotEnrolled(person) for person in barred(school.id, people)} if people else {}


def _standing(school: School, people: list[int], area: str, cycle: Cycle) -> dict[int, Standing]:
    rows = statements.run("standing", school=school.id, cycle=cycle.id, area=area, people=people)
    return {person_id: Standing(*rest) for person_id, *rest in rows}


def _record(school: School, user: User, steps: list[Step], area: str, cycle: Cycle) -> dict[int, UUID]:
    """Write these steps, in this order in the feed: the same few statements for one student as for a school."""
    if not steps:
        return {}
    common = {"school": school.id, "user": user.id, "now": clock.now()}
    ids = {s.entry.person_id: s.standing.judgement_id if s.standing else uuid4() for s in steps}
    first, later = [s for s in steps if s.standing is None], [s for s in steps if s.standing]
    if first:
        people = [s.entry.person_id for s in first]
        started = statements.run(
            "start",
            ids=[ids[p] for p in people],
            people=people,
            levels=[s.entry.level for s in first],
            area=area,
            cycle=cycle.id,
            **common,
        )
        if len(started) < len(first):
            raise _DecidedMeanwhile
    if later:
        statements.run("change", **_columns(later, ids), **common)
    statements.run(
        "append",
        **_columns(steps, ids),
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
