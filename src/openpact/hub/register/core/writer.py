"""Enrolments into a register file: for whoever feeds PaCT, and for the demo and the tests."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date

from openpact.ide.cells import join

from .columns import COLUMNS, END
from .values import Entry


def write(entries: Iterable[Entry], *, school_number: int, as_of: date) -> bytes:
    """The file that says these enrolments: UTF-8, commas, CRLF. Reading it gives them back."""
    rows = [_cells(entry) for entry in entries]
    end = [END, str(school_number), as_of.isoformat(), str(len(rows))]
    return "".join(f"{join(cells)}\r\n" for cells in ([*COLUMNS], *rows, end)).encode()


def _cells(entry: Entry) -> list[str]:
    return [
        entry.nsn,
        entry.first_name,
        entry.last_name,
        entry.preferred_name,
        entry.dob.isoformat(),
        "" if entry.year_level is None else str(entry.year_level),
        entry.start_date.isoformat(),
        entry.leave_date.isoformat() if entry.leave_date else "",
    ]
