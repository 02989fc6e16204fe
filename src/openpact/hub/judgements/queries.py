"""What the judging pages show. Every function runs inside the school's transaction; reads only."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from django.db.models import Count, Q, QuerySet
from django.utils.translation import gettext as _

from openpact.hub.accounts.models import Access
from openpact.hub.platform import clock
from openpact.hub.register.services import barred
from openpact.hub.roster import queries as roster
from openpact.hub.roster.models import Group, Membership, Person
from openpact.hub.roster.years import outside
from openpact.hub.schools.models import Cycle, School
from openpact.scale import Aspect

from . import scales
from .models import AspectVersion, Judgement, JudgementVersion, LearningArea, Sheet


def cycles(school: School) -> list[Cycle]:
    """The school's reporting cycles, the latest first."""
    return list(Cycle.objects.filter(school=school).order_by("-opens_on"))


def cycle_for(found: Iterable[Cycle], today: date) -> Cycle | None:
    """The cycle to begin with: the one open today, else the last that was, else the next that will be; out of cycle never."""
    by_date = sorted((c for c in found if c.is_due), key=lambda c: c.opens_on)
    begun = [c for c in by_date if c.opens_on <= today]
    still_open = [c for c in begun if c.state(today) == Cycle.State.OPEN]
    return next(iter([*reversed(still_open), *reversed(begun), *by_date]), None)


def current_cycle(school: School, found: Iterable[Cycle]) -> Cycle | None:
    return cycle_for(found, clock.today(school.time_zone))


def may_see(access: Access) -> QuerySet[Group]:
    """The groups whose judgements somebody may see: a teacher's own, every group for everybody else."""
    if access.may.sees_all:
        return Group.objects.filter(school_id=access.school_id, active=True)
    return roster.groups_of(access.person_id)


def may_see_student(access: Access, student: Person) -> bool:
    """A teacher those who share a group with them; everybody else everybody."""
    if access.may.sees_all:
        return True
    shared = Membership.objects.filter(person=student, group__in=may_see(access))
    return shared.exists()


@dataclass(frozen=True, slots=True)
class Done:
    """How far a group is in one learning area of a cycle."""

    area: LearningArea
    confirmed: int
    students: int

    @property
    def complete(self) -> bool:
        return self.confirmed >= self.students


@dataclass(frozen=True, slots=True)
class GroupProgress:
    group: Group
    students: int
    own: bool
    areas: tuple[Done, ...]

    @property
    def complete(self) -> bool:
        return all(done.complete for done in self.areas)


def progress(
    groups: Iterable[Group],
    cycle: Cycle | None,
    *,
    own: set[int] | frozenset[int] = frozenset(),
    without: list[int] | None = None,
) -> list[GroupProgress]:
    """Every group with its students and its confirmed judgements by area: own groups first, then home groups, Room 2
    before Room 10. Only areas and students of the cycle count. Three queries at most, however many groups.

    `without` is what `not_asked` answers, for whoever has asked already.
    """
    found = list(groups)
    confirmed = Q(person__judgements__cycle=cycle) & ~Q(person__judgements__level="")
    areas = cycle.learning_areas if cycle else tuple(LearningArea)
    counts = {
        area.value: Count("person__judgements", filter=confirmed & Q(person__judgements__area=area)) for area in areas
    }
    rows = (
        Membership.objects.filter(group__in=found, person__active=True, person__role=Person.Role.STUDENT)
        .exclude(person__in=not_asked(cycle) if without is None else without)
        .values("group_id")
        .annotate(students=Count("person", distinct=True), **counts)
    )
    by_group = {row["group_id"]: row for row in rows}
    lines = []
    for group in found:
        row = by_group.get(group.id, {})
        students = row.get("students", 0)
        done = tuple(Done(area, row.get(area.value, 0), students) for area in areas)
        lines.append(GroupProgress(group, students, group.id in own, done))
    return sorted(lines, key=lambda p: (not p.own, not p.group.is_home, roster.natural(p.group.name)))


def not_asked(cycle: Cycle | None) -> list[int]:
    """The students who are known to be in a year level that the cycle does not cover, and, where the school judges only
    students who are enrolled, those who are not. Four queries at most."""
    if cycle is None:
        return []
    years = outside(cycle.school_id, cycle.years) if cycle.years else {}
    return [*{*years, *barred(cycle.school_id)}]


def judgements_of(people: Iterable[Person], *, cycle: Cycle, area: str) -> dict[int, Judgement]:
    """The judgements of these people in one cycle and area, by person, with who decided at hand."""
    found = Judgement.objects.filter(person__in=list(people), cycle=cycle, area=area).select_related("confirmed_by")
    return {judgement.person_id: judgement for judgement in found}


def versions_of(judgements: Iterable[Judgement]) -> dict[str, list[JudgementVersion]]:
    """Every version of these judgements, the newest first, by judgement."""
    found: dict[str, list[JudgementVersion]] = {}
    rows = JudgementVersion.objects.filter(judgement__in=list(judgements)).select_related("confirmed_by")
    for version in rows.order_by("-version"):
        found.setdefault(version.judgement_id, []).append(version)
    return found


def student_judgements(student: Person) -> list[tuple[Judgement, list[JudgementVersion]]]:
    """Every judgement of a student with its versions: the latest cycle first. Two queries."""
    found = list(
        Judgement.objects.filter(person=student)
        .select_related("cycle", "confirmed_by")
        .order_by("-cycle__opens_on", "area")
    )
    versions = versions_of(found)
    return [(judgement, versions.get(judgement.id, [])) for judgement in found]


@dataclass(frozen=True, slots=True)
class PlacedAspect:
    """An aspect of a student in one cycle: every placement there was, the newest first. `words` say where, or None."""

    aspect: Aspect
    placements: tuple[tuple[AspectVersion, str], ...]


def student_sheets(student: Person) -> list[tuple[Sheet, list[PlacedAspect]]]:
    """The sheets of a student on which something was placed, the latest cycle first, with who placed what. Two queries."""
    sheets = list(Sheet.objects.filter(person=student).select_related("cycle").order_by("-cycle__opens_on", "area"))
    versions: dict[tuple[int, str], list[AspectVersion]] = {}
    rows = AspectVersion.objects.filter(sheet__in=sheets).select_related("judged_by").order_by("-version")
    for version in rows if sheets else ():
        versions.setdefault((version.sheet_id, version.aspect), []).append(version)
    found = []
    for sheet in sheets:
        framework = scales.of_framework(sheet.framework, sheet.framework_version).framework
        placed = [
            PlacedAspect(aspect, tuple((each, _placed_at(aspect, each.set)) for each in versions[sheet.id, aspect.key]))
            for aspect in framework.aspects
            if (sheet.id, aspect.key) in versions
        ]
        if placed:
            found.append((sheet, placed))
    return found


def _placed_at(aspect: Aspect, number: int | None) -> str:
    if number is None:
        return _("Taken back")
    if number == 0:
        return _("Not yet enough evidence")
    return f"{number}. {aspect.sets[number - 1].label}"
