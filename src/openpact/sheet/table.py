"""Text into rows of cells: pasted from a spreadsheet (tabs), or a CSV file (commas or semicolons)."""

from __future__ import annotations

import csv
import io
from contextlib import suppress
from dataclasses import dataclass
from typing import Literal

from .columns import Meaning, meaning_of
from .text import tidy

MAX_ROWS = 5_000
MAX_COLUMNS = 60
MAX_CELL = 500
#: Beyond it lines lose their numbers: a workbook may have its last row anywhere.
MOST_LINES = 4 * MAX_ROWS


class Unreadable(Exception):
    """It is no table that can be used. `code` says why: empty, too-long, too-wide, not-text, one-column."""

    def __init__(self, code: str) -> None:
        super().__init__(code)
        self.code = code


@dataclass(frozen=True, slots=True)
class Table:
    """Rows of equally many cells, tidy, none empty as a whole; `lines` says in which line of the text each began."""

    rows: tuple[tuple[str, ...], ...]
    lines: tuple[int, ...]

    @property
    def width(self) -> int:
        return len(self.rows[0]) if self.rows else 0


def decoded(data: bytes) -> str:
    """A file's text: UTF-8 (with or without a mark), UTF-16 with one ("Unicode text" of Excel), else Windows-1252.

    Raises Unreadable.
    """
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        try:
            return data.decode("utf-16")
        except UnicodeDecodeError:
            raise Unreadable("not-text") from None
    if b"\0" in data:
        raise Unreadable("not-text")
    try:
        return data.decode("utf-8-sig")
    except UnicodeDecodeError:
        return data.decode("cp1252", "replace")


def parse(text: str) -> Table:
    """The rows of a text. Raises Unreadable."""
    text = text.lstrip("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    if not text.strip():
        raise Unreadable("empty")
    rows: list[list[str]] = []
    lines: list[int] = []
    reader = csv.reader(io.StringIO(text), delimiter=_delimiter(text), skipinitialspace=True)
    line = 1
    try:
        for cells in reader:
            tidied = [tidy(cell)[:MAX_CELL] for cell in cells]
            if any(tidied):
                rows.append(tidied)
                lines.append(line)
            line = reader.line_num + 1
            if len(rows) > MAX_ROWS + 1:
                raise Unreadable("too-long")
    except csv.Error:
        raise Unreadable("not-text") from None
    if not rows:
        raise Unreadable("empty")
    return _even(rows, lines)


def written(table: Table) -> str:
    """The table as text with tabs, which `parse` reads as the same table, its lines included: empty ones stand between."""
    plain = _lines(table, csv.QUOTE_MINIMAL)
    with suppress(Unreadable):
        if parse(plain).rows == table.rows:
            return plain
    return _lines(table, csv.QUOTE_ALL)


def _lines(table: Table, quoting: Literal[0, 1]) -> str:
    out = io.StringIO()
    writer = csv.writer(out, delimiter="\t", lineterminator="\n", quoting=quoting)
    at = 1
    for line, row in zip(table.lines, table.rows, strict=True):
        if line <= MOST_LINES:
            out.write("\n" * (line - at))
            at = line + 1
        writer.writerow(row)
    return out.getvalue()


def of_cells(rows: list[list[str]]) -> Table:
    """The table of a workbook's sheet. Raises Unreadable."""
    tidied = [[tidy(cell)[:MAX_CELL] for cell in row] for row in rows]
    kept = [(number, row) for number, row in enumerate(tidied, 1) if any(row)]
    if not kept:
        raise Unreadable("empty")
    if len(kept) > MAX_ROWS + 1:
        raise Unreadable("too-long")
    return _even([row for _, row in kept], [number for number, _ in kept])


def _even(rows: list[list[str]], lines: list[int]) -> Table:
    """Every row as wide as the widest, without columns that are empty throughout."""
    width = max((len(row) for row in rows), default=0)
    padded = [row + [""] * (width - len(row)) for row in rows]
    used = [place for place in range(width) if any(row[place] for row in padded)]
    if len(used) > MAX_COLUMNS:
        raise Unreadable("too-wide")
    return Table(tuple(tuple(row[place] for place in used) for row in padded), tuple(lines))


def _delimiter(text: str) -> str:
    """A tab wherever there is one: no name has one, and spreadsheets paste them. Else what there is more of; but in a column
    of names alone a comma stands within a name: `Ngata, Aroha`."""
    head = text[:20_000]
    first = head.lstrip().partition("\n")[0]
    if "\t" in head or ("," not in first and meaning_of(first) is Meaning.FULL_NAME):
        return "\t"
    return ";" if head.count(";") > head.count(",") else ","
