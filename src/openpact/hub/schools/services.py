"""Making a school, changing it, and what every other room may ask about one."""

from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from django.db import connection, transaction
from django.utils.formats import date_format
from django.utils.translation import gettext as _

from openpact.hub.audit.services import Area, changes, record
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from . import levels, terms
from .models import Cycle, LearningArea, School, Term


class NumberTaken(Exception):
    """There is already a school with this Ministry number."""


def create_school(*, number: int, name: str, kind: str, time_zone: str = School.Zone.AUCKLAND) -> School:
    """A new school with its kind's year levels and this year's two reporting cycles."""
    first, last = levels.OF_KIND[kind]
    with transaction.atomic(), connection.cursor() as cursor:
        if school_of_number(number) is not None:
            raise NumberTaken(f"School {number} is already here.")
        cursor.execute("SELECT nextval(pg_get_serial_sequence('schools_school', 'id'))")
        (school_id,) = cursor.fetchone()
        with at_school(school_id):
            school = School.objects.create(
                id=school_id, number=number, name=name, kind=kind, first_year=first, last_year=last,
                time_zone=time_zone, created_at=clock.now(),
            )  # fmt: skip
            add_cycles(school, clock.now().astimezone(ZoneInfo(time_zone)).year)
    return school


def save_school(
    school: School, user, *, name: str, kind: str, first_year: int, last_year: int, time_zone: str,
    reports_standards: bool, needs_aspects: bool,
) -> str:  # fmt: skip
    """Save what an administrator changed; what differs, in words, or "" for nothing."""
    before = _told(school)
    school.name, school.kind, school.time_zone = name, kind, time_zone
    school.first_year, school.last_year = first_year, last_year
    school.reports_standards, school.needs_aspects = reports_standards, needs_aspects
    school.save(
        update_fields=["name", "kind", "first_year", "last_year", "time_zone", "reports_standards", "needs_aspects"]
    )
    changed = changes(before, _told(school))
    if changed:
        record(school, user, Area.SETTINGS, _("Changed the school. %(changes)s.") % {"changes": changed})
    return changed


def _told(school: School) -> dict[str, object]:
    return {
        _("Name"): school.name,
        _("Kind"): school.get_kind_display(),
        _("Year levels"): f"{school.first_year}-{school.last_year}",
        _("Time zone"): school.get_time_zone_display(),
        _("Report how judgements compare with what is expected of the year"): school.reports_standards,
        _("Confirm only once enough aspects are judged"): school.needs_aspects,
    }


@dataclass(frozen=True, slots=True)
class Year:
    """The terms of a school's year. `suggested`: by the rule of terms.py, until the school has saved its own."""

    year: int
    terms: tuple[terms.Days, ...]
    suggested: bool


def terms_of(school: School, year: int) -> Year:
    """Inside the school's transaction."""
    saved = tuple(terms.Days(t.first_day, t.last_day) for t in Term.objects.filter(school=school, year=year))
    return Year(year, saved or terms.suggested(year), suggested=not saved)


def save_terms(school: School, user, year: int, days: list[terms.Days]) -> None:
    """The four terms of a year, which the school has checked."""
    before = terms_of(school, year)
    for number, term in enumerate(days, start=1):
        Term.objects.update_or_create(
            school=school, year=year, number=number, defaults={"first_day": term.first, "last_day": term.last}
        )
    said = changes({} if before.suggested else _terms_told(before.terms), _terms_told(days))
    if said:
        words = _("Saved the terms of %(year)s. %(changes)s.") % {"year": year, "changes": said}
        record(school, user, Area.SETTINGS, words)


def _terms_told(days) -> dict[str, object]:
    return {
        _("Term %(number)s") % {"number": n}: f"{date_format(d.first, 'j F')} - {date_format(d.last, 'j F')}"
        for n, d in enumerate(days, start=1)
    }


def usual_days(school: School, kind: str, year: int) -> terms.Days:
    """When a cycle usually is: interim from the first day of school to the end of the winter holidays, so that teachers can
    finish in them; end of year from then to the last day of school."""
    first, _second, third, fourth = terms_of(school, year).terms
    if kind == Cycle.Kind.INTERIM:
        return terms.Days(first.first, third.first - timedelta(days=1))
    return terms.Days(third.first, fourth.last)


def usual_years(school: School) -> list[int]:
    """The school's year levels that PaCT is for; all of them where it is for none."""
    return [level for level in school.year_levels if level in levels.JUDGED] or list(school.year_levels)


def add_cycles(school: School, year: int) -> list[Cycle]:
    """The usual two of a year, as far as they are not there; those that were added."""
    there = set(Cycle.objects.filter(school=school, year=year).values_list("kind", flat=True))
    found = []
    for kind in (Cycle.Kind.INTERIM, Cycle.Kind.FINAL):
        if kind not in there:
            days = usual_days(school, kind, year)
            found.append(
                Cycle(
                    school=school, kind=kind, name=Cycle.name_of(kind, year), year=year, opens_on=days.first, closes_on=days.last,
                    areas=list(LearningArea.values), years=usual_years(school),
                )
            )  # fmt: skip
    return Cycle.objects.bulk_create(found)


def out_of_cycle(school: School) -> Cycle:
    """This year's cycle of judgements that are due in none: always there for whoever asks."""
    year = clock.today(school.time_zone).year
    cycle, _made = Cycle.objects.get_or_create(
        school=school,
        kind=Cycle.Kind.AD_HOC,
        year=year,
        defaults={
            "name": Cycle.name_of(Cycle.Kind.AD_HOC, year),
            "opens_on": date(year, 1, 1),
            "closes_on": date(year, 12, 31),
        },
    )
    return cycle


def school_of_number(number: int) -> int | None:
    """The key of the school with this Ministry number. To see more of it, enter it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT schools_of_number(%s)", [number])
        return cursor.fetchone()[0]


def all_school_ids() -> list[int]:
    """For the worker's rounds. Only keys: to see more of a school, enter it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM schools_all()")
        return [row[0] for row in cursor.fetchall()]
