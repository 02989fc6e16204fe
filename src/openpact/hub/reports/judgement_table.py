"""Judgements as a list: whose, in which class and year level they are now, what was decided and on what grounds, by whom and when."""

from dataclasses import replace
from datetime import date
from zoneinfo import ZoneInfo

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import Exists, F, FilteredRelation, Func, OuterRef, Q, QuerySet, TextField, Value
from django.utils.translation import gettext as _now
from django.utils.translation import gettext_lazy as _

from openpact.hub.accounts.models import Access
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.queries import may_see
from openpact.hub.platform.lists import Column, Table, Words
from openpact.hub.platform.plain import having, in_order, plain
from openpact.hub.platform.told import listed
from openpact.hub.roster.core.year_level import year_level
from openpact.hub.roster.models import Membership
from openpact.hub.schools.models import School

#: What a search looks in.
NAMES = ("person__first_name", "person__preferred_name", "person__last_name", "confirmed_by__name")


def rows(access: Access) -> QuerySet[Judgement]:
    """The judgements somebody may see, each with the names of the groups its student is in now (`home_groups` and
    `other_groups`), and with what its current version rests on: `score`, `low`, `high`, `recommended`, `standard`, `reason`."""
    found = Judgement.objects.filter(school_id=access.school_id).select_related(
        "school", "person", "cycle", "confirmed_by"
    )
    if not access.may.sees_all:
        mine = Membership.objects.filter(person=OuterRef("person"), group__in=may_see(access))
        found = found.filter(Exists(mine), person__active=True)
    groups = Membership.objects.filter(person=OuterRef("person"), group__active=True).order_by("group__name")
    now = FilteredRelation("versions", condition=Q(versions__version=F("version")))
    return found.annotate(now=now).annotate(
        score=F("now__score"),
        low=F("now__score_low"),
        high=F("now__score_high"),
        recommended=F("now__recommended"),
        standard=F("now__standard"),
        reason=F("now__reason"),
        home_groups=ArraySubquery(groups.filter(group__is_home=True).values("group__name")),
        other_groups=ArraySubquery(groups.filter(group__is_home=False).values("group__name")),
    )


def year_of(judgement: Judgement) -> int | None:
    """The year level the student is in now, if their groups say one."""
    homes = [(name, True) for name in judgement.home_groups]
    return year_level([*homes, *((name, False) for name in judgement.other_groups)])


def day_of(judgement: Judgement) -> date:
    """When what stands was decided, by the school's calendar."""
    return judgement.confirmed_at.astimezone(ZoneInfo(judgement.school.time_zone)).date()


def standard_of(judgement: Judgement) -> Words:
    return STANDARDS.get(judgement.standard, judgement.standard)


#: What openpact.scale.Standard says, for people.
STANDARDS: dict[str, Words] = {
    "well below": _("Well below"),
    "below": _("Below"),
    "at": _("At"),
    "above": _("Above"),
}


def table(school: School) -> Table:
    """Standards are a column where the school reports them."""
    return TABLE if school.reports_standards else WITHOUT_STANDARDS


TABLE = Table(
    "judgements",
    _("judgements"),
    (
        Column(
            "student",
            _("Student"),
            order=(plain("person__last_name"), plain("person__first_name"), "person_id"),
            value=lambda row: row.person.display_name,
        ),
        Column(
            "class",
            _("Class"),
            order=(
                in_order(Func(F("home_groups"), Value(", "), function="array_to_string", output_field=TextField())),
            ),
            value=lambda row: listed(row.home_groups),
        ),
        Column("year", _("Year"), value=year_of),
        Column("area", _("Learning area"), order=("area",), value=lambda row: row.get_area_display()),
        Column("cycle", _("Cycle"), order=("cycle__opens_on", "cycle_id"), value=lambda row: row.cycle.name),
        Column("level", _("Level"), order=("level",), value=lambda row: row.level or _now("withdrawn")),
        Column("score", _("Score"), order=(F("now__score").asc(nulls_first=True),), value=lambda row: row.score),
        # A range that people read on one line; in the file two columns that a spreadsheet can reckon with.
        Column("from", _("From"), value=lambda row: row.low, shown=False),
        Column("to", _("To"), value=lambda row: row.high, shown=False),
        Column("recommended", _("Recommended"), order=("now__recommended",), value=lambda row: row.recommended),
        Column("standard", _("Standard"), value=standard_of),
        Column("reason", _("Reason"), value=lambda row: row.reason, shown=False),
        Column("judge", _("Judge"), order=(plain("confirmed_by__name"),), value=lambda row: row.confirmed_by.name),
        Column("date", _("Date"), order=("confirmed_at",), value=day_of),
    ),
    sort="-date",
    rows="reports/judgement_rows.html",
    empty="reports/no_judgements.html",
    find=lambda found, words: having(found, words, *NAMES),
    finds=_("Search a student or a judge"),
)
WITHOUT_STANDARDS = replace(TABLE, columns=tuple(column for column in TABLE.columns if column.key != "standard"))
