"""The list of groups under Manage: which stand in it, with how many students, and who teaches them."""

from collections.abc import Callable
from dataclasses import dataclass

from django.db.models import Count, Q
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import plain, plain_text
from openpact.hub.platform.told import listed

from .models import Group, Membership, Person
from .queries import STAFF, natural

#: The tabs: key, words, which groups.
TABS = {
    "home": (_("Home groups"), Q(active=True, is_home=True)),
    "other": (_("Other groups"), Q(active=True, is_home=False)),
    "hidden": (_("Hidden"), Q(listed=True, hidden=True)),
    "ended": (_("Ended"), Q(own=True, listed=False)),
}


@dataclass(frozen=True, slots=True)
class GroupLine:
    """A group in a list: how many students, and who teaches it."""

    group: Group
    students: int
    teachers: tuple[str, ...]


def lines(school, tab: str) -> list[GroupLine]:
    """The groups of a tab. Three queries."""
    groups = list(Group.objects.filter(TABS[tab][1], school=school))
    members = Membership.objects.filter(group__in=groups, person__active=True)
    students = members.filter(person__role=Person.Role.STUDENT).values("group_id").annotate(n=Count("id"))
    counts = dict(students.values_list("group_id", "n"))
    teachers: dict[int, list[str]] = {}
    staff = members.filter(person__role__in=STAFF).select_related("person")
    for membership in staff.order_by(plain("person__last_name"), "person_id"):
        teachers.setdefault(membership.group_id, []).append(membership.person.display_name)
    return [GroupLine(g, counts.get(g.id, 0), tuple(teachers.get(g.id, ()))) for g in groups]


def find(rows: list[GroupLine], text: str) -> list[GroupLine]:
    """Those with every word of the text in their name or their teachers' names."""
    words = plain_text(text).split()
    return [row for row in rows if all(word in plain_text(" ".join((row.group.name, *row.teachers))) for word in words)]


def origin(group: Group) -> str:
    return str(_("Your school")) if group.own else str(_("Uploads"))


def _by_name(first: Callable[[GroupLine], object]) -> Callable[[GroupLine], object]:
    return lambda row: (first(row), natural(row.group.name))


TABLE = Table(
    "groups",
    _("groups"),
    (
        Column("name", _("Group"), by=lambda row: natural(row.group.name), value=lambda row: row.group.name),
        Column("students", _("Students"), by=_by_name(lambda row: row.students), value=lambda row: row.students),
        Column(
            "teachers", _("Teachers"), by=_by_name(lambda row: plain_text(listed(row.teachers))),
            value=lambda row: listed(row.teachers),
        ),
        Column("from", _("Comes from"), by=_by_name(lambda row: row.group.own), value=lambda row: origin(row.group)),
    ),
    sort="name",
    rows="roster/groups/rows.html",
    empty="roster/groups/empty.html",
    find=find,
    finds=_("Search by group or teacher"),
)  # fmt: skip
