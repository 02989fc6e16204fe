"""Who may judge whom, in which cycle: asked alike for aspects and for overall judgements. Inside the school's transaction."""

from django.db.models import Exists, OuterRef, Value

from openpact.hub.accounts.models import Access, User
from openpact.hub.accounts.services import HOLDS
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.register.services import barred
from openpact.hub.roster.models import Membership, Person
from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import Cycle, LearningArea, School

from .errors import CycleNotOpen, NoAccess, NotAStudentNow, NotEnrolled, NotInCycle, NotYours, Problem


def enter(school: School, user: User, cycle: Cycle) -> Access:
    """The access with which this user judges in the cycle. Raises NoAccess, CycleNotOpen; ValueError for another school's cycle."""
    if cycle.school_id != school.id:
        raise ValueError("The reporting cycle is another school's.")
    access = Access.objects.filter(HOLDS, school=school, user=user).first()
    if access is None or not access.may.judges:
        raise NoAccess
    if not access.may.judges_for_others and not cycle_is_open(school, cycle):
        raise CycleNotOpen(cycle.name, cycle.opens_on, cycle.closes_on, closed_early=cycle.closed_at is not None)
    return access


def cycle_is_open(school: School, cycle: Cycle) -> bool:
    """Today, on the school's own calendar, and nobody has closed it."""
    return cycle.state(clock.today(school.time_zone)) == Cycle.State.OPEN


def forbidden(school: School, access: Access, people: list[int]) -> dict[int, Problem]:
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


def not_in_cycle(cycle: Cycle, area: str, people: list[int]) -> dict[int, Problem]:
    """Whom a first judgement in this learning area is not asked for in this cycle."""
    if area not in cycle.areas:
        covers = listed(LearningArea(each).label for each in cycle.areas)
        return {person: NotInCycle(person, cycle.name, covers) for person in people}
    levels = year_levels(people) if cycle.years and people else {}
    return {
        person: NotInCycle(person, cycle.name, cycle.years_in_words, level)
        for person, level in levels.items()
        if not cycle.covers_year(level)
    }


def not_enrolled(school: School, people: list[int]) -> dict[int, Problem]:
    """Who may get no level, since the school judges only students who are enrolled."""
    return {person: NotEnrolled(person) for person in barred(school.id, people)} if people else {}
