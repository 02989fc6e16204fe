"""Year levels of a school's students, as their groups say: see core/year_level.py. Inside the school's transaction."""

from collections.abc import Collection, Iterable

from django.db.models import QuerySet

from .core.year_level import named, year_level
from .models import Group, Membership, Person


def year_levels(people: Iterable[int]) -> dict[int, int]:
    """Of these people, the year level of everybody whose groups say one. One query."""
    members = Membership.objects.filter(person__in=list(people), group__active=True)
    return _levels(members.values_list("person_id", "group__name", "group__is_home"))


def outside(school_id: int, years: Collection[int]) -> dict[int, int]:
    """The students who are known to be in another year level than these, and in which.

    Two queries; one where no group of the school names another year level, as in most primary schools.
    """
    groups = Group.objects.filter(school=school_id, active=True).values_list("id", "name")
    says = {group: year for group, name in groups if (year := named(name, home=True)) is not None}
    if all(year in years for year in says.values()):
        return {}
    members = _of_students(school_id, list(says))
    levels = _levels(members.values_list("person_id", "group__name", "group__is_home"))
    return {person: level for person, level in levels.items() if level not in years}


def _levels(members: Iterable[tuple[int, str, bool]]) -> dict[int, int]:
    groups: dict[int, list[tuple[str, bool]]] = {}
    for person, group, home in members:
        groups.setdefault(person, []).append((group, home))
    return {person: level for person, theirs in groups.items() if (level := year_level(theirs)) is not None}


def known(school_id: int) -> tuple[int, int]:
    """Of how many active students the groups name a year level, and how many students there are. Three queries."""
    students = Person.objects.filter(school=school_id, active=True, role=Person.Role.STUDENT)
    groups = Group.objects.filter(school=school_id, active=True).values_list("id", "name")
    says = [group for group, name in groups if named(name, home=True) is not None]
    members = _of_students(school_id, says)
    levels = _levels(members.values_list("person_id", "group__name", "group__is_home"))
    return len(levels), students.count()


def _of_students(school_id: int, groups: list[int]) -> QuerySet[Membership]:
    """Who of the active students is in these groups. Plain joins, no query inside: before the database has counted what a
    first upload brought, it would go through that query for each row."""
    return Membership.objects.filter(
        person__school=school_id, person__active=True, person__role=Person.Role.STUDENT, group__in=groups
    )
