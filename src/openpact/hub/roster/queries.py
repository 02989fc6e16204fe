"""What pages ask about the roster. Every function runs inside the school's transaction."""

import re
from dataclasses import dataclass
from uuid import UUID

from django.apps import apps
from django.db.models import Count, Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, TextField, Value

from openpact.hub.platform.plain import plain, plain_text

from .models import Group, Membership, Person

STAFF = (Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF)
OTHERS = (Person.Role.PARENT_CAREGIVER, Person.Role.ALUMNI)

#: The tabs of the people page: key, words, who.
TABS = {
    "students": ("Students", Q(active=True, role=Person.Role.STUDENT)),
    "staff": ("Staff", Q(active=True, role__in=STAFF)),
    "others": ("Others", Q(active=True, role__in=OTHERS)),
    "left": ("Left", Q(active=False)),
}


def plain_names(path: str = "") -> Func:
    """Every name of a person, in one plain text."""
    names = (f"{path}{name}" for name in ("first_name", "preferred_name", "last_name"))
    return plain(Func(Value(" "), *names, function="concat_ws", output_field=TextField()))


BY_NAME = (plain("last_name"), plain("first_name"), "id")


def natural(name: str) -> list:
    """A key that sorts Room 2 before Room 10."""
    parts = re.split(r"(\d+)", plain_text(name))
    return [(0, int(p), "") if p.isdecimal() else (1, 0, p) for p in parts if p]


def people(school, tab: str, search: str = "") -> QuerySet[Person]:
    """The people of a tab, by last name; each with `memberships` and their groups at hand.

    Every word of `search` must be in a name or begin a group's name; capitals and macrons do not matter.
    """
    found = Person.objects.filter(TABS[tab][1], school=school)
    for word in plain_text(search).split():
        in_group = Membership.objects.filter(person=OuterRef("pk"), group__active=True).alias(
            plain=plain("group__name")
        )
        found = found.alias(names=plain_names())
        found = found.filter(Q(names__contains=word) | Exists(in_group.filter(plain__contains=word)))
    memberships = Membership.objects.select_related("group").order_by("-home", "group__name")
    return found.order_by(*BY_NAME).prefetch_related(Prefetch("memberships", memberships))


def tab_counts(school) -> dict[str, int]:
    """How many people stand in each tab."""
    counts = {key: Count("id", filter=who) for key, (_, who) in TABS.items()}
    return Person.objects.filter(school=school).aggregate(**counts)


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list: how many students, and who teaches it."""

    group: Group
    students: int
    teachers: tuple[str, ...]


def groups(school, *, home: bool, search: str = "") -> list[Group]:
    """The active groups of one kind whose name, or a teacher's name, has every word of `search`; Room 2 before Room 10."""
    found = Group.objects.filter(school=school, active=True, is_home=home).alias(plain_name=plain("name"))
    for word in plain_text(search).split():
        taught = (
            Membership.objects.filter(group=OuterRef("pk"), person__active=True, person__role__in=STAFF)
            .alias(names=plain_names("person__"))
            .filter(names__contains=word)
        )  # fmt: skip
        found = found.filter(Q(plain_name__contains=word) | Exists(taught))
    return sorted(found, key=lambda group: natural(group.name))


def group_counts(school) -> dict[bool, int]:
    """How many active groups are home groups (True) and others (False)."""
    rows = Group.objects.filter(school=school, active=True).order_by().values("is_home").annotate(n=Count("id"))
    found = {row["is_home"]: row["n"] for row in rows}
    return {True: found.get(True, 0), False: found.get(False, 0)}


def lines_of(shown: list[Group]) -> list[GroupLine]:
    """Counts and teachers of some groups, in two queries."""
    members = Membership.objects.filter(group__in=shown, person__active=True)
    students = dict(
        members.filter(person__role=Person.Role.STUDENT).values("group_id").annotate(n=Count("id"))
        .values_list("group_id", "n")
    )  # fmt: skip
    teachers: dict[int, list[str]] = {}
    staff = members.filter(person__role__in=STAFF).select_related("person")
    for membership in staff.order_by(plain("person__last_name"), "person_id"):
        teachers.setdefault(membership.group_id, []).append(membership.person.display_name)
    return [GroupLine(g, students.get(g.id, 0), tuple(teachers.get(g.id, ()))) for g in shown]


def members(group: Group) -> QuerySet[Person]:
    """Everybody active in a group, by last name; `home` says whether it is their home group."""
    mine = Q(memberships__group=group)
    found = Person.objects.filter(mine, active=True)
    return found.annotate(home=F("memberships__home")).order_by(*BY_NAME)


def students_of(group: Group) -> QuerySet[Person]:
    """The active students of a group, by last name."""
    return members(group).filter(role=Person.Role.STUDENT)


def groups_of(person_id: int | None) -> QuerySet[Group]:
    """The active groups somebody is in; none for nobody."""
    if person_id is None:
        return Group.objects.none()
    return Group.objects.filter(active=True, memberships__person_id=person_id)


def exchange_times(ids: set[UUID]) -> dict:
    """When these exchanges were applied. The roster knows an exchange only by its id, so it asks whichever room keeps
    them, by name as a foreign key would."""
    exchanges = apps.get_model("sms", "Exchange")
    return dict(exchanges.objects.filter(id__in=ids).values_list("id", "finished_at"))
