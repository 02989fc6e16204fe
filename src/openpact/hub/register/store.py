"""A school's enrolments out of the database, and a plan into it: in a fixed number of statements (see sql/)."""

from datetime import date
from pathlib import Path

from django.db import connection

from openpact.hub.platform import sqlfile

from . import core
from .models import Entry

SQL = sqlfile.load(Path(__file__).parent / "sql/apply.sql")
COLUMNS = ("nsn", *core.FIELDS)


def known(school_id: int) -> dict[str, core.Known]:
    """Every enrolment of the school by NSN, with those that are not listed any more."""
    rows = Entry.objects.filter(school_id=school_id).values_list(*COLUMNS, "gone_on")
    return {nsn: core.Known(_entry(nsn, values), listed=gone_on is None) for nsn, *values, gone_on in rows}


def kept(school_id: int) -> list[core.Kept]:
    """The same, by our key of the national student."""
    rows = Entry.objects.filter(school_id=school_id).values_list("student_id", "gone_on", *COLUMNS)
    return [core.Kept(key, _entry(nsn, values), gone_on) for key, gone_on, nsn, *values in rows]


def kept_of(school_id: int, student_id) -> core.Kept | None:
    """One national student's."""
    rows = Entry.objects.filter(school_id=school_id, student=student_id).values_list("gone_on", *COLUMNS)
    return next((core.Kept(student_id, _entry(nsn, values), gone_on) for gone_on, nsn, *values in rows), None)


def apply_plan(school_id: int, plan: core.Plan, *, today: date) -> None:
    """Make the plan true. Nobody vouches for what it changes: see `vouch`."""
    going = [change.entry.nsn for change in plan.of(core.Action.GOES)]
    entries = [change.entry for change in plan.changes if change.action is not core.Action.GOES]
    values = {name: [getattr(entry, name) for entry in entries] for name in COLUMNS}
    with connection.cursor() as cursor:
        cursor.execute(SQL["write"], {**values, "school": school_id})
        cursor.execute(SQL["go"], {"school": school_id, "going": going, "today": today})


def vouch(school_id: int, entries: list[core.Entry], on: date) -> None:
    """A file that vouches, of that day, says all of these as they are kept."""
    Entry.objects.filter(school_id=school_id, nsn__in=[entry.nsn for entry in entries]).update(vouched_on=on)


def _entry(nsn: str, values: list) -> core.Entry:
    return core.Entry(nsn=nsn, **dict(zip(core.FIELDS, values, strict=True)))
