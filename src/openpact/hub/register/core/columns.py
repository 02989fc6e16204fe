"""The eight columns of a register file, and its last line. docs/reference/register-format.md says them to people."""

from __future__ import annotations

NSN = "NSN"
FIRST_NAME = "FirstName"
LAST_NAME = "LastName"
PREFERRED_NAME = "PreferredName"
DOB = "DateOfBirth"
YEAR_LEVEL = "YearLevel"
START_DATE = "StartDate"
LEAVE_DATE = "LeaveDate"

#: All are needed in the header, in any order; the last of a row may be blank in some (see MAY_BE_BLANK).
COLUMNS: tuple[str, ...] = (NSN, FIRST_NAME, LAST_NAME, PREFERRED_NAME, DOB, YEAR_LEVEL, START_DATE, LEAVE_DATE)
MAY_BE_BLANK = frozenset({PREFERRED_NAME, YEAR_LEVEL, LEAVE_DATE})
#: The first cell of the last line: END,<school number>,<day>,<number of rows>.
END = "END"


def canonical(cell: str) -> str | None:
    """The column that a cell of the header names ("first name", "Date_of_birth"), or None for one that is not ours."""
    return _CANONICAL.get("".join(char for char in cell.casefold() if char.isalnum()))


_CANONICAL = {name.casefold(): name for name in COLUMNS}
