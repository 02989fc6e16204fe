"""What a register file says: enrolments at one school, and what is wrong with the file they came in."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date

from openpact.ide import Issue, Severity

#: The fields of an enrolment besides the NSN, in the order in which they are kept and shown.
FIELDS = ("first_name", "last_name", "preferred_name", "dob", "year_level", "start_date", "leave_date")


@dataclass(frozen=True, slots=True)
class Entry:
    """One student's enrolment at one school.

    `nsn` is ten digits and unique in a file. `start_date` and `leave_date` are the first and the last day of the enrolment,
    both included; `leave_date` is None while no end is known. Texts are stripped and in Unicode's composed form (NFC).
    `line` is the row's line in the file, from 1, or 0; it plays no part in comparing.
    """

    nsn: str
    first_name: str
    last_name: str
    dob: date
    start_date: date
    preferred_name: str = ""
    year_level: int | None = None
    leave_date: date | None = None
    line: int = field(default=0, compare=False)

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}"

    def holds_on(self, day: date) -> bool:
        """Whether the student is enrolled on that day of the school's calendar."""
        return self.start_date <= day and (self.leave_date is None or day <= self.leave_date)


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not used. It is not an absent row: whoever it describes keeps what they had.

    `nsn` is empty when it cannot be made out whose row it is.
    """

    line: int
    nsn: str


@dataclass(frozen=True)
class RegisterFile:
    """A file read to its end. `as_of` is the day whose enrolments it tells, as its last line says; `rows` counts the rows of
    students, refused ones included. `issues` are in the order of their lines."""

    entries: list[Entry]
    refused: list[RefusedRow]
    issues: list[Issue]
    as_of: date
    rows: int

    @property
    def warnings(self) -> int:
        """How many findings cost nothing."""
        return sum(issue.severity is Severity.WARNING for issue in self.issues)
