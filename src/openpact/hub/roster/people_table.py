"""The list of people under Manage: who stands in it, how they are found, sorted and written to a file."""

from collections.abc import Callable
from functools import reduce
from operator import and_

from django.contrib.postgres.aggregates import StringAgg
from django.db.models import Exists, F, Func, OuterRef, Prefetch, Q, QuerySet, Subquery, TextField, Value
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import in_order, plain, plain_text
from openpact.hub.platform.told import listed

from .core.search import terms
from .core.year_level import year_level
from .models import Membership, Person
from .queries import BY_NAME, OTHERS, STAFF

#: The tabs: key, words, who.
TABS = {
    "students": (_("Students"), Q(active=True, role=Person.Role.STUDENT)),
    "staff": (_("Staff"), Q(active=True, role__in=STAFF)),
    "others": (_("Others"), Q(active=True, role__in=OTHERS)),
    "left": (_("Left"), Q(active=False)),
}
#: A part of an id is looked for from this length on.
PART_OF_ID = 3


def people(school, tab: str) -> QuerySet[Person]:
    """The people of a tab, each with their places in groups in use at hand."""
    at_home = Membership.objects.filter(
        Q(home=True) | Q(by_hand=True, group__is_home=True, person__role=Person.Role.STUDENT),
        person=OuterRef("pk"),
        group__active=True,
    )
    names = at_home.values("person").annotate(names=StringAgg("group__name", Value(", "), order_by="group__name"))
    places = Membership.objects.filter(group__active=True).select_related("group").order_by("group__name")
    found = Person.objects.filter(TABS[tab][1], school=school)
    return found.annotate(home_names=Subquery(names.values("names"))).prefetch_related(
        Prefetch("memberships", places, to_attr="places")
    )


def find(rows: QuerySet[Person], text: str) -> QuerySet[Person]:
    """Whoever every term of the text speaks of (core.search), or whose id in the SMS begins with it."""
    rows = rows.alias(names=plain(_texts("first_name", "preferred_name", "last_name")))
    in_group = Membership.objects.filter(person=OuterRef("pk"), group__active=True).alias(plain=plain("group__name"))
    wanted = [
        (Q(names__contains=term.name) if term.name else Q()) | Q(Exists(in_group.filter(plain__regex=term.group)))
        for term in terms(plain_text(text))
    ]
    by_id = Q(sms_id__istartswith=text) if len(text) >= PART_OF_ID else Q(sms_id__iexact=text)
    return rows.filter(reduce(and_, wanted, Q()) | by_id)


def _texts(*fields: str) -> Func:
    return Func(Value(" "), *fields, function="concat_ws", output_field=TextField())


def homes(person: Person) -> list[str]:
    return [place.group.name for place in person.places if place.at_home]


def others(person: Person) -> list[str]:
    return [place.group.name for place in person.places if not place.at_home]


def year(person: Person) -> int | None:
    """A student's year level, as their groups say it."""
    if person.role != Person.Role.STUDENT:
        return None
    return year_level((place.group.name, place.at_home) for place in person.places)


def _table(tab: str, what, *columns: Column, finds) -> Table:
    return Table(
        f"people-{tab}", what, columns, sort="name", rows="roster/people/rows.html", empty="roster/people/empty.html",
        find=find, finds=finds,
    )  # fmt: skip


def _joined(names: Callable[[Person], list[str]]) -> Callable[[Person], str]:
    return lambda person: listed(names(person))


NAME = Column("name", _("Name"), order=BY_NAME)
LAST = Column("last", _("Last name"), value=lambda person: person.last_name, shown=False)
FIRST = Column("first", _("First name"), value=lambda person: person.first_name, shown=False)
PREFERRED = Column("preferred", _("Preferred name"), value=lambda person: person.preferred_name, shown=False)
ROLE = Column("role", _("Role"), order=("role", *BY_NAME), value=lambda person: person.get_role_display())
YEAR = Column("year", _("Year"), value=year)
HOME = Column(
    "home", _("Home group"), order=(in_order(F("home_names")).asc(nulls_last=True), *BY_NAME), value=_joined(homes)
)
OTHER = Column("other", _("Other groups"), value=_joined(others))
EMAIL = Column("email", _("E-mail"), value=lambda person: person.email, shown=False)
ID = Column("id", _("Id in the SMS"), value=lambda person: person.sms_id, shown=False)
TABLES = {
    "students": _table(
        "students", _("students"), NAME, LAST, FIRST, PREFERRED, YEAR, HOME, OTHER, ID,
        finds=_("Search by name, class, year or id"),
    ),
    "staff": _table(
        "staff", _("members of staff"), NAME, LAST, FIRST, PREFERRED, ROLE, HOME, OTHER, EMAIL, ID,
        finds=_("Search by name, class or id"),
    ),
    "others": _table(
        "others", _("others"), NAME, LAST, FIRST, PREFERRED, ROLE, EMAIL, ID, finds=_("Search by name or id"),
    ),
    "left": _table(
        "left", _("people who have left"), NAME, LAST, FIRST, PREFERRED, ROLE, ID, finds=_("Search by name or id"),
    ),
}  # fmt: skip
