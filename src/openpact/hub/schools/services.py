"""Making a school, and what every other room may ask about one."""

from datetime import date
from zoneinfo import ZoneInfo

from django.db import connection, transaction

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from .models import Cycle, School


class NumberTaken(Exception):
    """There is already a school with this Ministry number."""


def create_school(*, number: int, name: str, kind: str, time_zone: str = School.Zone.AUCKLAND) -> School:
    """A new school with this year's two reporting cycles."""
    with transaction.atomic(), connection.cursor() as cursor:
        cursor.execute("SELECT schools_of_number(%s)", [number])
        if cursor.fetchone()[0] is not None:
            raise NumberTaken(f"School {number} is already here.")
        cursor.execute("SELECT nextval(pg_get_serial_sequence('schools_school', 'id'))")
        (school_id,) = cursor.fetchone()
        with at_school(school_id):
            school = School.objects.create(
                id=school_id, number=number, name=name, kind=kind, time_zone=time_zone, created_at=clock.now()
            )
            add_cycles(school, clock.now().astimezone(ZoneInfo(time_zone)).year)
    return school


def add_cycles(school: School, year: int) -> None:
    """The usual two: interim over the first half of the year, end of year over the second."""
    Cycle.objects.bulk_create(
        [
            Cycle(
                school=school, kind=Cycle.Kind.INTERIM, name=f"Interim {year}", year=year,
                opens_on=date(year, 1, 20), closes_on=date(year, 7, 15),
            ),
            Cycle(
                school=school, kind=Cycle.Kind.FINAL, name=f"End of year {year}", year=year,
                opens_on=date(year, 7, 16), closes_on=date(year, 12, 20),
            ),
        ],
        ignore_conflicts=True,
    )  # fmt: skip


def all_school_ids() -> list[int]:
    """For the worker's rounds. Only keys: to see more of a school, enter it."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT * FROM schools_all()")
        return [row[0] for row in cursor.fetchall()]
