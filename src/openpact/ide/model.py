"""What an IDE file says: people, and what is wrong with the file they came in."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime
from enum import StrEnum
from functools import cached_property

from openpact.said import Said


class Role(StrEnum):
    """What a person is at the school: exactly the five values of `mlepRole`."""

    STUDENT = "Student"
    TEACHING_STAFF = "TeachingStaff"
    NON_TEACHING_STAFF = "NonTeachingStaff"
    PARENT_CAREGIVER = "ParentCaregiver"
    ALUMNI = "Alumni"


class Severity(StrEnum):
    """What a finding costs.

    error    the row (or the whole file) is not used
    warning  the row is used, as it is or mended; the message says which
    """

    ERROR = "error"
    WARNING = "warning"


@dataclass(frozen=True, slots=True)
class Person:
    """One person of one school, as the school's SMS describes them.

    `sms_id` is unique within one school's SMS only. `nsn` is ten digits or empty. Dates are None where the cell was
    blank. Texts are stripped and in Unicode's composed form (NFC). `groups` and `home_groups` are in the file's order,
    without repeats. `line` is the row's line in the file, from 1, or 0; it plays no part in comparing people.
    """

    sms_id: str
    role: Role
    first_name: str
    last_name: str
    preferred_name: str = ""
    nsn: str = ""
    username: str = ""
    first_attending: date | None = None
    last_attendance: date | None = None
    dob: date | None = None
    gender: str = ""
    associated_nsns: tuple[str, ...] = ()
    email: str = ""
    organisation: str = ""
    groups: tuple[str, ...] = ()
    home_groups: tuple[str, ...] = ()
    line: int = field(default=0, compare=False)


@dataclass(frozen=True, slots=True)
class Issue:
    """One finding. `line` counts from 1, `column` is the canonical name; each is None where there is none to name.

    `value` is the offending cell or text, cut at 200 characters. `code` never changes its meaning: see `codes.CODES`.
    """

    line: int | None
    column: str | None
    code: str
    severity: Severity
    message: Said
    value: str
    remedy: str


@dataclass(frozen=True, slots=True)
class RefusedRow:
    """A row that is not used. It is not an absent row: whoever it describes keeps what they had.

    `sms_id` is None when the id cell cannot be trusted (wrong number of cells, broken quoting, or an unusable id).
    """

    line: int
    sms_id: str | None
    cells: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Selection:
    """What a file was meant to hold: people of these roles (None: of all), and all groups but some that are nobody's home
    group."""

    roles: frozenset[Role] | None = None
    without_groups: frozenset[str] = frozenset()

    @property
    def is_everything(self) -> bool:
        return self.roles is None and not self.without_groups

    def includes_role(self, role: str) -> bool:
        return self.roles is None or role in self.roles

    def as_dict(self) -> dict[str, list[str]]:
        """As it stands in the file: sorted, without what says nothing."""
        said = {} if self.roles is None else {"roles": sorted(map(str, self.roles))}
        return said | ({"without_groups": sorted(self.without_groups)} if self.without_groups else {})


@dataclass(frozen=True)
class IdeFile:
    """A file read to its end.

    `columns` holds the canonical names of the known columns that are present: an empty value in a present column
    clears the value, an absent column says nothing. `version` is "1.6", "1.7" or "1.71", or what the trailer declares.
    `exported_at` is naive, the school's local time. `rows` counts the data rows seen, refused ones included.
    `issues` are in the order of their lines, those about the file as a whole first.
    """

    people: list[Person]
    issues: list[Issue]
    refused: list[RefusedRow]
    columns: frozenset[str]
    version: str
    school_number: int | None
    exported_at: datetime | None
    encoding: str
    delimiter: str
    rows: int
    #: What the file was asked to include; whoever is not selected is not in it.
    selection: Selection = Selection()

    @cached_property
    def students(self) -> int:
        """How many of the people are students."""
        return sum(person.role is Role.STUDENT for person in self.people)

    @cached_property
    def teaching_staff(self) -> int:
        """How many of the people are teaching staff."""
        return sum(person.role is Role.TEACHING_STAFF for person in self.people)

    @cached_property
    def groups(self) -> int:
        """How many different groups and home groups the people name."""
        return count_groups(self.people)

    @property
    def errors(self) -> int:
        """How many findings cost a row."""
        return sum(issue.severity is Severity.ERROR for issue in self.issues)

    @property
    def warnings(self) -> int:
        """How many findings cost nothing."""
        return sum(issue.severity is Severity.WARNING for issue in self.issues)


class UnusableFile(Exception):
    """The file as a whole cannot be used; nothing of it may be. `issue` says why."""

    def __init__(self, issue: Issue) -> None:
        super().__init__(issue.message)
        self.issue = issue


def count_groups(people: Iterable[Person]) -> int:
    """How many different names of groups and home groups there are among `people`."""
    names: set[str] = set()
    for person in people:
        names.update(person.groups, person.home_groups)
    return len(names)
