"""One line into one enrolment, with every rule applied and everything that is found reported."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from itertools import pairwise

from openpact.ide import counts
from openpact.ide.cells import BadQuoting, split
from openpact.ide.limits import MAX_TEXT
from openpact.ide.text import clean, has_lost_letters, is_plain, is_ruined, perhaps
from openpact.ide.values import (
    FORBIDDEN_IN_NAMES,
    is_name,
    is_nsn,
    is_short_enough,
    is_spreadsheet_date,
    mended_nsn,
    parse_date,
)
from openpact.said import Value

from .columns import (
    COLUMNS,
    DOB,
    END,
    FIRST_NAME,
    LAST_NAME,
    LEAVE_DATE,
    MAY_BE_BLANK,
    NSN,
    PREFERRED_NAME,
    START_DATE,
    YEAR_LEVEL,
)
from .values import Entry, RefusedRow

_NAMES = (FIRST_NAME, LAST_NAME, PREFERRED_NAME)
#: New entrants are in year 0.
YEAR_LEVELS = range(16)

Report = Callable[..., None]
"""Called with a code, and by name with `line`, `column`, `value` and what the code's message needs besides."""


@dataclass(frozen=True, slots=True)
class End:
    """The last line."""

    line: int
    school_number: int
    as_of: date
    rows: int


@dataclass(frozen=True, slots=True)
class Unclear:
    """A last line that cannot be understood."""

    line: int
    text: str


def read_row(
    places: dict[str, int], width: int, delimiter: str, line: int, text: str, report: Report
) -> Entry | RefusedRow | End | Unclear | None:
    """What the line is; None for a row of blanks. `places` says at which cell each column is, `width` how many there are."""
    try:
        cells = [cell.strip() for cell in split(text, delimiter, width)]
    except BadQuoting:
        report("bad-quoting", line=line)
        return RefusedRow(line, "")
    if not any(cells):
        return None
    if cells[0].upper() == END:
        return _end(line, [cell for cell in cells if cell], text)
    if len(cells) != width:
        report("wrong-cell-count", line=line, found=counts.of_cells(len(cells)), expected=width)
        return RefusedRow(line, "")
    return _Row(line, {column: cells[place] for column, place in places.items()}, report).entry()


def _end(line: int, cells: list[str], text: str) -> End | Unclear:
    """A spreadsheet may have added empty cells."""
    if len(cells) == 4 and all(cell.isascii() and cell.isdigit() and len(cell) < 10 for cell in (cells[1], cells[3])):
        as_of = parse_date(cells[2])
        if as_of is not None:
            return End(line, int(cells[1]), as_of, int(cells[3]))
    return Unclear(line, text)


class _Row:
    """One row with the right number of cells."""

    def __init__(self, line: int, cells: dict[str, str], report: Report) -> None:
        self._line = line
        # Composing takes time that grows with the square of a run of combining marks, so it is for short values only.
        self._values = {column: clean(text) if is_short_enough(text) else text for column, text in cells.items()}
        self._report = report
        self._refused = False

    def entry(self) -> Entry | RefusedRow:
        for column in COLUMNS:
            self._look(column)
        nsn = self._nsn()
        for column in _NAMES:
            self._name(column)
        dob, start_date, leave_date = (self._date(column) for column in (DOB, START_DATE, LEAVE_DATE))
        year_level = self._year_level()
        self._order(((DOB, dob), (START_DATE, start_date), (LEAVE_DATE, leave_date)))
        if self._refused or dob is None or start_date is None:
            return RefusedRow(self._line, nsn)
        return Entry(
            nsn=nsn,
            first_name=self._values[FIRST_NAME],
            last_name=self._values[LAST_NAME],
            preferred_name=self._values[PREFERRED_NAME],
            dob=dob,
            year_level=year_level,
            start_date=start_date,
            leave_date=leave_date,
            line=self._line,
        )

    def _error(self, code: str, column: str | None, value: str, **details: Value) -> None:
        self._refused = True
        self._report(code, line=self._line, column=column, value=value, **details)

    def _look(self, column: str) -> None:
        """Whether there is a value, and it can be read; one that cannot counts as blank from here on."""
        value = self._values[column]
        if not value:
            if column not in MAY_BE_BLANK:
                self._error("missing-value", column, "")
        elif column == NSN:
            return
        elif is_ruined(value) or (column in _NAMES and has_lost_letters(value, name=True)):
            self._error("garbled-text", column, value, guess=perhaps(value))
            self._values[column] = ""
        elif not is_plain(value):
            self._error("control-character", column, value)
            self._values[column] = ""
        elif not is_short_enough(value):
            self._error("value-too-long", column, value, limit=counts.of_characters(MAX_TEXT))
            self._values[column] = ""

    def _nsn(self) -> str:
        """No NSN is among what is reported: findings are kept, and shown."""
        text = self._values[NSN]
        if not text or is_nsn(text):
            return text
        mended = mended_nsn(text)
        if mended:
            self._report("short-nsn", line=self._line, column=NSN)
        else:
            self._error("bad-nsn", NSN, "")
        return mended

    def _name(self, column: str) -> None:
        name = self._values[column]
        if not is_name(name):
            characters = " ".join(sorted(FORBIDDEN_IN_NAMES.intersection(name)))
            self._error("bad-name", column, name, characters=characters)

    def _date(self, column: str) -> date | None:
        text = self._values[column]
        if not text:
            return None
        day = parse_date(text)
        if day is None:
            self._error("excel-date" if is_spreadsheet_date(text) else "bad-date", column, text)
        return day

    def _year_level(self) -> int | None:
        text = self._values[YEAR_LEVEL]
        if not text:
            return None
        if text.isascii() and text.isdigit() and len(text) <= 2 and int(text) in YEAR_LEVELS:
            return int(text)
        self._report("bad-year-level", line=self._line, column=YEAR_LEVEL, value=text)
        return None

    def _order(self, days: tuple[tuple[str, date | None], ...]) -> None:
        known = [(column, day) for column, day in days if day is not None]
        for (before, earlier), (after, later) in pairwise(known):
            if earlier > later:
                days_said = {"earlier": earlier.isoformat(), "later": later.isoformat()}
                self._error("dates-out-of-order", None, "", before=before, after=after, **days_said)
