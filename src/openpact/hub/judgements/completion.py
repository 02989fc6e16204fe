"""How far a school is in a reporting cycle, class by class, and who still has something to confirm.

Classes are the home groups; where no home groups are known (an older IDE file has none) every group is one. A class's
teachers are asked for its students. Everything runs inside the school's transaction, in a fixed number of queries.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace

from django.db.models import Count, Exists, FilteredRelation, OuterRef, Q, QuerySet

from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.services import HOLDS
from openpact.hub.platform.plain import plain, plain_text
from openpact.hub.roster.models import Group, Membership, Person
from openpact.hub.schools.models import Cycle, School

from .queries import Done, GroupProgress, not_asked, progress


@dataclass(frozen=True, slots=True)
class Teacher:
    """Somebody who teaches a class. `user_id` is None while they have no access to PaCT with which they may judge."""

    person_id: int
    name: str
    user_id: int | None


@dataclass(frozen=True, slots=True)
class ClassLine:
    """A class: its students, how far it is in each learning area, and its teachers."""

    progress: GroupProgress
    teachers: tuple[Teacher, ...]

    @property
    def group(self) -> Group:
        return self.progress.group

    @property
    def students(self) -> int:
        return self.progress.students

    @property
    def areas(self) -> tuple[Done, ...]:
        return self.progress.areas

    @property
    def missing(self) -> int:
        """Judgements still to confirm."""
        return sum(done.students - done.confirmed for done in self.areas)

    @property
    def still_to_confirm(self) -> tuple[Teacher, ...]:
        return self.teachers if self.missing else ()


@dataclass(frozen=True, slots=True)
class Asked:
    """A teacher with something left to confirm: in which classes, and how much."""

    teacher: Teacher
    classes: tuple[ClassLine, ...]

    @property
    def missing(self) -> int:
        return sum(line.missing for line in self.classes)


@dataclass(frozen=True, slots=True)
class Completion:
    """`students` and `areas` are of everybody, each student once; `classes` in the order in which they are listed."""

    cycle: Cycle
    students: int
    areas: tuple[Done, ...]
    classes: tuple[ClassLine, ...]

    @property
    def expected(self) -> int:
        return self.students * len(self.areas)

    @property
    def confirmed(self) -> int:
        return sum(done.confirmed for done in self.areas)

    @property
    def missing(self) -> int:
        return self.expected - self.confirmed

    @property
    def complete(self) -> bool:
        return not self.missing

    @property
    def percent(self) -> int:
        """Rounded down: 100 is said only when everything is confirmed."""
        return 100 * self.confirmed // self.expected if self.expected else 100

    @property
    def asked(self) -> list[Asked]:
        """Who still has something to confirm, by name."""
        found: dict[Teacher, list[ClassLine]] = {}
        for line in self.classes:
            for teacher in line.still_to_confirm:
                found.setdefault(teacher, []).append(line)
        by_name = sorted(found.items(), key=lambda asked: plain_text(asked[0].name))
        return [Asked(teacher, tuple(lines)) for teacher, lines in by_name]

    @property
    def without_teacher(self) -> list[ClassLine]:
        """Classes with something left, and nobody to ask."""
        return [line for line in self.classes if line.missing and not line.teachers]


def of_school(school: School, cycle: Cycle) -> Completion:
    """The whole school: every active student whom the cycle covers."""
    found, _none = with_groups(school, cycle, ())
    return _with_teachers(found)


def with_groups(school: School, cycle: Cycle, groups: Iterable[Group]) -> tuple[Completion, list[GroupProgress]]:
    """The whole school without its teachers, and some groups beside, one's own: all counted at once, for the home page."""
    without = not_asked(cycle)
    groups, classes = list(groups), _classes(school)
    lines = {line.group.id: line for line in progress({*classes, *groups}, cycle, without=without)}
    found = _completion(cycle, _students(without).filter(school=school), _lines(lines, classes))
    return found, _lines(lines, groups)


def _classes(school: School) -> list[Group]:
    groups = list(Group.objects.filter(school=school, active=True))
    return [group for group in groups if group.is_home] or groups


def _lines(lines: dict[int, GroupProgress], groups: list[Group]) -> list[GroupProgress]:
    """Those of the groups, in the order in which all of them are."""
    wanted = {group.id for group in groups}
    return [line for group_id, line in lines.items() if group_id in wanted]


def of_groups(cycle: Cycle, groups: Iterable[Group]) -> Completion:
    """Some groups, a teacher's own."""
    without = not_asked(cycle)
    lines = progress(groups, cycle, without=without)
    inside = Membership.objects.filter(person=OuterRef("pk"), group__in=[line.group for line in lines])
    return _with_teachers(_completion(cycle, _students(without).filter(Exists(inside)), lines))


def totals(school: School, cycle: Cycle) -> Completion:
    """The whole school without its classes: for a summary."""
    return _completion(cycle, _students(not_asked(cycle)).filter(school=school), [])


def unlisted(school: School, cycle: Cycle) -> int:
    """How many students stand in no class: nobody is asked for them."""
    homes = Membership.objects.filter(person=OuterRef("pk"), group__active=True, group__is_home=True)
    if not Group.objects.filter(school=school, active=True, is_home=True).exists():
        homes = Membership.objects.filter(person=OuterRef("pk"), group__active=True)
    return _students(not_asked(cycle)).filter(~Exists(homes), school=school).count()


def _students(without: list[int]) -> QuerySet[Person]:
    return Person.objects.filter(active=True, role=Person.Role.STUDENT).exclude(id__in=without)


def _completion(cycle: Cycle, students: QuerySet[Person], lines: list[GroupProgress]) -> Completion:
    confirmed = Q(judgements__cycle=cycle) & ~Q(judgements__level="")
    found = students.annotate(confirmed=FilteredRelation("judgements", condition=confirmed)).aggregate(
        students=Count("id", distinct=True),
        **{area.value: Count("confirmed", filter=Q(confirmed__area=area)) for area in cycle.learning_areas},
    )
    areas = tuple(Done(area, found[area.value], found["students"]) for area in cycle.learning_areas)
    return Completion(cycle, found["students"], areas, tuple(ClassLine(line, ()) for line in lines if line.students))


def _with_teachers(found: Completion) -> Completion:
    teachers = _teachers([line.group for line in found.classes]) if found.classes else {}
    classes = (replace(line, teachers=tuple(teachers.get(line.group.id, ()))) for line in found.classes)
    return replace(found, classes=tuple(classes))


def _teachers(groups: list[Group]) -> dict[int, list[Teacher]]:
    """The teaching staff of each group, by last name, each with the account with which they judge."""
    members = list(
        Membership.objects.filter(group__in=groups, person__active=True, person__role=Person.Role.TEACHING_STAFF)
        .select_related("person")
        .order_by(plain("person__last_name"), "person_id")
    )
    who = {member.person_id for member in members}
    judges = Access.objects.filter(HOLDS, person__in=who, user__is_active=True).exclude(role=Role.READER)
    users = dict(judges.values_list("person_id", "user_id"))
    found: dict[int, list[Teacher]] = {}
    for member in members:
        teacher = Teacher(member.person_id, member.person.display_name, users.get(member.person_id))
        found.setdefault(member.group_id, []).append(teacher)
    return found
