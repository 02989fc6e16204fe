"""A person as the cells of a row."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date

from . import columns
from .model import Person


def _day(day: date | None) -> str:
    return day.isoformat() if day else ""


_CELLS: dict[str | None, Callable[[Person], str]] = {
    columns.SMS_ID: lambda person: person.sms_id,
    columns.NSN: lambda person: person.nsn,
    columns.USERNAME: lambda person: person.username,
    columns.FIRST_ATTENDING: lambda person: _day(person.first_attending),
    columns.LAST_ATTENDANCE: lambda person: _day(person.last_attendance),
    columns.FIRST_NAME: lambda person: person.first_name,
    columns.LAST_NAME: lambda person: person.last_name,
    columns.PREFERRED_NAME: lambda person: person.preferred_name,
    columns.DOB: lambda person: _day(person.dob),
    columns.GENDER: lambda person: person.gender,
    columns.ROLE: lambda person: str(person.role),
    columns.ASSOCIATED_NSN: lambda person: "#".join(person.associated_nsns),
    columns.EMAIL: lambda person: person.email,
    columns.ORGANISATION: lambda person: person.organisation,
    columns.GROUPS: lambda person: "#".join(person.groups),
    columns.HOME_GROUPS: lambda person: "#".join(person.home_groups),
}


def cells_of(person: Person, names: Iterable[str | None]) -> list[str]:
    """The cells of the columns `names`, canonical; None, a column that is not the format's, gives an empty cell."""
    return [_CELLS[name](person) if name else "" for name in names]
