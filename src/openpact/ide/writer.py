"""People into an IDE file, version 1.71: UTF-8, CRLF, a comma between cells, quotes where needed, and the trailer.

What is written is read back, row by row, before it leaves: a value that the reader would refuse, mend, or understand in
another way raises ValueError here, so reading what was written gives the same people.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from . import trailer
from .cells import join
from .columns import ALL_COLUMNS, LISTS, REQUIRED_COLUMNS
from .findings import Findings
from .header import Header, picker
from .limits import LIMITS
from .model import Person, Selection, Severity
from .render import cells_of
from .rows import RowReader
from .selection import render
from .text import clean
from .values import parse_list


def write(
    people: Iterable[Person],
    *,
    school_number: int,
    exported_at: datetime,
    columns: Iterable[str] = ALL_COLUMNS,
    selection: Selection | None = None,
) -> bytes:
    """An IDE file of `people`, in their order.

    `school_number` is 0 to 9999. `exported_at` is naive, the school's local time; fractions of a second are dropped.
    `columns` are canonical names and say which columns the file has, in this order; what people have in other columns is
    left out. `selection` is what `people` were chosen by, if they are not everybody: the file then says so. White space around texts is dropped and texts are composed (NFC), as the reader does.
    Raises ValueError, naming the person, for what the format cannot hold: a line break or another control character in a
    text, a # in a group's name, an empty id, name or role, a name with a forbidden character, an NSN that is not ten
    digits, the same id twice, and whatever else the reader would not give back as it is.
    """
    stream = BytesIO()
    write_to(stream, people, school_number=school_number, exported_at=exported_at, columns=columns, selection=selection)
    return stream.getvalue()


def write_to(
    stream: BinaryIO,
    people: Iterable[Person],
    *,
    school_number: int,
    exported_at: datetime,
    columns: Iterable[str] = ALL_COLUMNS,
    selection: Selection | None = None,
) -> int:
    """Write an IDE file to a binary stream, a row at a time; the number of people written. See `write`."""
    names = tuple(columns)
    _check(names, school_number, exported_at)
    if selection is not None and not selection.is_everything:
        stream.write(render(selection) + b"\r\n")
    stream.write(f"{','.join(names)}\r\n".encode())
    written = 0
    for line in _lines(people, names):
        stream.write(line)
        written += 1
    stream.write(f"{trailer.render(school_number, exported_at)}\r\n".encode())
    return written


def _check(names: tuple[str, ...], school_number: int, exported_at: datetime) -> None:
    unknown = [name for name in names if name not in ALL_COLUMNS]
    missing = [name for name in REQUIRED_COLUMNS if name not in names]
    if unknown or missing or len(set(names)) != len(names):
        raise ValueError(f"columns must be known, include {', '.join(REQUIRED_COLUMNS)}, and be named once: {names}")
    if not 0 <= school_number <= 9999:
        raise ValueError(f"a school number has one to four digits: {school_number}")
    if exported_at.tzinfo is not None:
        raise ValueError("exported_at is the school's local time, without a time zone")


def _lines(people: Iterable[Person], names: tuple[str, ...]) -> Iterator[bytes]:
    """A line for each person, with its line end."""
    findings = Findings(LIMITS.issues)
    rows = RowReader(Header(names, ",", frozenset(names), picker(names), ()), findings)
    ids: set[str] = set()
    for person in people:
        _check_lists(person)
        cells = cells_of(person, names)
        line = join(cells)
        row = rows.read(0, line)
        if not isinstance(row, Person):
            raise _refusal(person, _why(findings))
        given_back = cells_of(row, names)
        if given_back != cells:
            if given_back != _tidy(cells, names):
                raise _refusal(person, _why(findings))
            line = join(given_back)
        data = line.encode()
        if len(data) > LIMITS.line_bytes:
            raise _refusal(person, f"the line would have more than {LIMITS.line_bytes:,} bytes")
        if row.sms_id in ids:
            raise _refusal(person, "the id is another person's too")
        ids.add(row.sms_id)
        findings.issues.clear()
        yield data + b"\r\n"


def _check_lists(person: Person) -> None:
    for values in (person.groups, person.home_groups, person.associated_nsns):
        for value in values:
            if "#" in value:
                raise _refusal(person, f"{value!r} has a # in it, which separates the values of a list")


def _tidy(cells: list[str], names: tuple[str, ...]) -> list[str]:
    """The cells as they are once white space, decomposed letters, and empty or repeated values of lists are gone."""
    return [
        "#".join(parse_list(clean(cell))) if name in LISTS else clean(cell)
        for cell, name in zip(cells, names, strict=True)
    ]


def _why(findings: Findings) -> str:
    found = min(findings.issues, key=lambda issue: issue.severity is not Severity.ERROR, default=None)
    return found.message if found else "the reader would take it for something else"


def _refusal(person: Person, why: str) -> ValueError:
    return ValueError(f"the person with the id {person.sms_id!r} cannot be written to an IDE file: {why}")
