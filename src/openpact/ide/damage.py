"""Damage a good file in each way that the reader knows, for tests and demonstrations.

The kinds are named after the codes they bring about; a few more change a file as things outside the format do.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from random import Random

from .columns import (
    DOB,
    EMAIL,
    FIRST_ATTENDING,
    FIRST_NAME,
    GENDER,
    LAST_NAME,
    NSN,
    ROLE,
    SMS_ID,
)
from .limits import LIMITS, MAX_TEXT
from .model import Role
from .table import Table
from .text import CP1252_READING

_MACRONS = str.maketrans("aeiouAEIOU", "āēīōūĀĒĪŌŪ")


@dataclass(frozen=True, slots=True)
class Damage:
    """One way to damage a file: what happens to it, the issue code that it brings about, and how it is done.

    `code` is empty where the format has no rule against the outcome (the roster's guard may).
    """

    about: str
    code: str
    apply: Callable[[Table], bytes]


def damage(data: bytes, kind: str, seed: int = 0) -> bytes:
    """`data`, a good IDE file (as `write` makes them, in UTF-8), damaged in the way `kind`, one of DAMAGES.

    `seed` decides which row it happens to. Raises ValueError for an unknown kind, for a file that is not good any more, and
    for one that has nobody to whom this damage could happen.
    """
    if kind not in DAMAGES:
        raise ValueError(f"no damage is called {kind!r}; there are {', '.join(DAMAGES)}")
    return DAMAGES[kind].apply(Table(data, Random(f"{seed}/{kind}")))  # noqa: S311 (chance, not secrecy)


def _cell(
    column: str, change: Callable[[str], str], *, role: Role | None = None, blank: bool = False
) -> Callable[[Table], bytes]:
    def apply(table: Table) -> bytes:
        table.change(column, change, role=role, blank=blank)
        return table.render()

    return apply


def _excel_date(text: str) -> str:
    year, month, day = text.split("-")
    return f"{int(day)}/{month}/{year}"


def _with_macron(name: str) -> str:
    """`name`, made to have a letter beyond ASCII."""
    if not name.isascii():
        return name
    marked = re.sub("[aeiouAEIOU]", lambda match: match[0].translate(_MACRONS), name, count=1)
    return marked if marked != name else name + "ā"


def misread(text: str) -> str:
    """`text` as it looks when its UTF-8 is read as Windows-1252."""
    return "".join(CP1252_READING[byte] for byte in text.encode())


def _lost(name: str) -> str:
    return name.encode("ascii", "replace").decode()


def _everywhere(change: Callable[[str], str]) -> Callable[[Table], bytes]:
    """Change every line; before that, see to it that at least one name has a letter beyond ASCII."""

    def apply(table: Table) -> bytes:
        table.change(FIRST_NAME, _with_macron)
        table.lines[1:] = [line if line.isascii() else change(line) for line in table.lines[1:]]
        return table.render()

    return apply


def _wrong_cell_count(table: Table) -> bytes:
    row = table.some()[0]
    table.lines[row] += f"{table.delimiter}Room 9"
    return table.render()


def _bad_quoting(table: Table) -> bytes:
    row = table.some()[0]
    cells = table.cells(row)
    table.lines[row] = table.delimiter.join(['"' + cells[0], *cells[1:]])
    return table.render()


def _line_too_long(table: Table) -> bytes:
    table.lines[table.some()[0]] += "x" * LIMITS.line_bytes
    return table.render()


def _duplicate_id(table: Table) -> bytes:
    one, other = table.some(2)
    place = table.column(SMS_ID)
    cells = table.cells(other)
    cells[place] = table.cells(one)[place]
    table.put(other, cells)
    return table.render()


def _duplicate_nsn(table: Table) -> bytes:
    place = table.column(NSN)
    one, other = table.some(2, lambda cells: bool(cells[NSN]))
    cells = table.cells(other)
    cells[place] = table.cells(one)[place]
    table.put(other, cells)
    return table.render()


def _repeated_row(table: Table) -> bytes:
    row = table.some()[0]
    table.lines.insert(row + 1, table.lines[row])
    return table.render()


def _truncated(table: Table) -> bytes:
    rows = max(1, len(table.lines) // 2)
    table.some()
    whole = "".join(f"{line}\r\n" for line in table.lines[:rows])
    return (whole + table.lines[rows][: len(table.cells(rows)[0]) + 2]).encode()


def _no_header(table: Table) -> bytes:
    del table.lines[0]
    return table.render()


def _missing_column(table: Table) -> bytes:
    place = table.column(ROLE)
    for row in range(len(table.lines)):
        cells = table.cells(row)
        table.put(row, cells[:place] + cells[place + 1 :])
    return table.render()


def _repeated_column(table: Table) -> bytes:
    table.lines = [
        f"{line}{table.delimiter}{ROLE if row == 0 else Role.ALUMNI}" for row, line in enumerate(table.lines)
    ]
    return table.render()


def _unknown_column(table: Table) -> bytes:
    extra = [f"{table.delimiter}mlepYearLevel", *[table.delimiter] * (len(table.lines) - 1)]
    table.lines = [line + more for line, more in zip(table.lines, extra, strict=True)]
    return table.render()


def _trailer(change: Callable[[str], str]) -> Callable[[Table], bytes]:
    def apply(table: Table) -> bytes:
        table.trailer = change(table.trailer or "0001#1.71#2026-02-16 02:15:00")
        return table.render()

    return apply


def _foreign_school(trailer: str) -> str:
    number, _, rest = trailer.partition("#")
    return f"{(int(number) + 1) % 10000 if number.isdecimal() else 1:04d}#{rest or '1.71#' + trailer}"


def _version(trailer: str) -> str:
    return re.sub("#.*#", "#1.8#", trailer) if "#" in trailer else f"0001#1.8#{trailer}"


def _trailer_not_last(table: Table) -> bytes:
    row = table.some()[0]
    table.lines.insert(row, table.trailer or "0001#1.71#2026-02-16 02:15:00")
    table.trailer = ""
    return table.render()


def _no_line_end(table: Table) -> bytes:
    table.some()
    table.trailer = ""
    return table.render().removesuffix(b"\r\n")


def _not_utf8(table: Table) -> bytes:
    table.change(LAST_NAME, lambda name: name[:-1] + "é")
    bare = unicodedata.normalize("NFD", table.render().decode()).replace("\N{COMBINING MACRON}", "")
    return unicodedata.normalize("NFC", bare).replace("ʻ", "'").encode("cp1252", "replace")


def _too_large(table: Table) -> bytes:
    padding = b"#" * 1023 + b"\n"
    return table.render() + padding * (LIMITS.file_bytes // len(padding) + 1)


def _too_many_issues(table: Table) -> bytes:
    table.lines += ["?"] * (LIMITS.issues + 1)
    return table.render()


def _half(table: Table) -> bytes:
    del table.lines[(len(table.lines) + 1) // 2 :]
    return table.render()


def _only_header(table: Table) -> bytes:
    del table.lines[1:]
    return table.render()


def _no_students(table: Table) -> bytes:
    students = table.some(0, lambda cells: cells[ROLE] == Role.STUDENT)
    for row in reversed(students):
        del table.lines[row]
    return table.render()


_not_a_date = _cell(DOB, lambda text: "in June", role=Role.TEACHING_STAFF, blank=True)
_STUDENT, _TEACHER = Role.STUDENT, Role.TEACHING_STAFF

DAMAGES: dict[str, Damage] = {
    kind: Damage(about, code, apply)
    for kind, about, code, apply in (
        ("empty", "nothing is left", "empty", lambda table: b""),
        ("binary", "it is a workbook", "not-text", lambda table: b"PK\x03\x04" + table.render()[::-1]),
        ("utf-16", "it is in UTF-16", "not-text", lambda table: table.render().decode().encode("utf-16")),
        ("no-header", "the header is gone", "no-header", _no_header),
        ("missing-column", "the column of roles is gone", "missing-column", _missing_column),
        ("repeated-column", "there are two columns of roles", "repeated-column", _repeated_column),
        (
            "unreadable-selection",
            "a line before the header says a selection that makes no sense",
            "unreadable-selection",
            lambda table: b'#openpact:selection {"roles": "Student"}\r\n' + table.render(),
        ),
        ("foreign-school", "the last line has the next school's number", "foreign-school", _trailer(_foreign_school)),
        ("too-large", "it is over 64 MiB", "too-large", _too_large),
        ("too-many-issues", "it has a hundred thousand useless lines", "too-many-issues", _too_many_issues),
        ("wrong-cell-count", "a row has one cell too many", "wrong-cell-count", _wrong_cell_count),
        ("truncated", "it breaks off in the middle of a row, halfway", "truncated", _truncated),
        ("bad-quoting", "a quote does not close", "bad-quoting", _bad_quoting),
        ("line-too-long", "a line has more than 64 KiB", "line-too-long", _line_too_long),
        ("value-too-long", "a name is endless", "value-too-long", _cell(LAST_NAME, lambda name: name * MAX_TEXT)),
        ("control-character", "a name has a bell in it", "control-character", _cell(FIRST_NAME, "{}\x07n".format)),
        ("garbled-text", "a name is garbled", "garbled-text", _cell(FIRST_NAME, lambda n: misread(_with_macron(n)))),
        ("mojibake", "every name with a macron is garbled", "garbled-text", _everywhere(misread)),
        ("lost-macrons", "every macron is a question mark", "garbled-text", _everywhere(_lost)),
        ("missing-value", "a last name is blank", "missing-value", _cell(LAST_NAME, lambda name: "")),
        ("bad-id", "an id is two dashes", "bad-id", _cell(SMS_ID, lambda sms_id: "--")),
        ("duplicate-id", "two people have one id", "duplicate-id", _duplicate_id),
        ("bad-name", "a name has an asterisk", "bad-name", _cell(FIRST_NAME, "{}*".format)),
        ("bad-role", "a student is a Pupil", "bad-role", _cell(ROLE, lambda role: "Pupil", role=_STUDENT)),
        ("bad-date", "a birthday is on 30 February", "bad-date", _cell(DOB, lambda d: d[:4] + "-02-30", role=_STUDENT)),
        ("excel-date", "a birthday is as in Excel", "excel-date", _cell(DOB, _excel_date, role=_STUDENT)),
        ("repeated-row", "a row is there twice", "repeated-row", _repeated_row),
        ("short-nsn", "an NSN has lost a digit", "short-nsn", _cell(NSN, lambda nsn: nsn[1:])),
        ("bad-nsn", "an NSN has five digits", "bad-nsn", _cell(NSN, lambda nsn: nsn[:5])),
        ("duplicate-nsn", "two people have one NSN", "duplicate-nsn", _duplicate_nsn),
        ("case-mended", "a role is in small letters", "case-mended", _cell(ROLE, str.lower)),
        ("missing-date", "a first day is blank", "missing-date", _cell(FIRST_ATTENDING, lambda d: "", role=_STUDENT)),
        ("date-ignored", "a teacher's birthday is not a date", "date-ignored", _not_a_date),
        ("bad-gender", "a gender is X", "bad-gender", _cell(GENDER, lambda gender: "X")),
        ("bad-email", "a teacher's address has no dot", "bad-email", _cell(EMAIL, lambda e: "x@y", role=_TEACHER)),
        ("not-utf8", "it is in Windows-1252, without macrons", "not-utf8", _not_utf8),
        ("unknown-column", "it has a column that looks like the format's", "unknown-column", _unknown_column),
        ("bad-trailer", "the last line's time is as in Excel", "bad-trailer", _trailer(lambda t: t[:-3] + " am")),
        ("unknown-version", "the last line says version 1.8", "unknown-version", _trailer(_version)),
        ("trailer-not-last", "the last line is among the rows", "trailer-not-last", _trailer_not_last),
        ("no-line-end", "the last line and the last line end are gone", "no-line-end", _no_line_end),
        ("half", "half of the people are gone", "", _half),
        ("header-only", "all the people are gone", "", _only_header),
        ("no-students", "all the students are gone", "", _no_students),
    )
}
"""Every kind of damage there is."""
