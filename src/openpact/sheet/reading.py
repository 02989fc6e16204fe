"""Rows of a table into people, given what its columns say; and what of it cannot be used, with its line."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import date
from enum import StrEnum

from openpact.ide import Role
from openpact.ide.text import has_lost_letters, is_plain, is_ruined
from openpact.ide.values import is_email, is_id, is_name

from . import values
from .columns import Meaning
from .dates import Order, doubtful, order_of, parse
from .table import Table


class Who(StrEnum):
    """Whom a list is of. BOTH: a column says of each row what they are."""

    STUDENTS = "students"
    STAFF = "staff"
    BOTH = "both"


@dataclass(frozen=True, slots=True)
class Options:
    """`order` is None while nobody has said in which order dates stand; `today` is the school's."""

    who: Who
    today: date
    order: Order | None = None


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong. `code` is stable, `line` is the text's, `head` the column's, `value` what stands there.

    A row that is `lost` cannot be used; otherwise it is used without what is wrong.
    """

    code: str
    line: int
    head: str = ""
    value: str = ""
    lost: bool = False


@dataclass(slots=True)
class Somebody:
    """One row, or several of one person, as far as they say something; an empty value says nothing."""

    lines: list[int]
    role: Role
    first_name: str
    last_name: str
    preferred_name: str = ""
    nsn: str = ""
    dob: date | None = None
    gender: str = ""
    email: str = ""
    id: str = ""
    year: int | None = None
    home: list[str] = field(default_factory=list)
    groups: list[str] = field(default_factory=list)
    teachers: list[str] = field(default_factory=list)


@dataclass(frozen=True, slots=True)
class Reading:
    """What a list says. `says` are the meanings of its columns. `asks` is a date that is two, if the order must be said."""

    people: list[Somebody]
    problems: list[Problem]
    says: frozenset[Meaning]
    asks: str = ""

    @property
    def lost(self) -> list[Problem]:
        return [problem for problem in self.problems if problem.lost]


def read(table: Table, start: int, columns: tuple[Meaning, ...], options: Options) -> Reading:
    """The people of `table` from its row `start` on, whose columns say `columns`.

    Rows that say the same person, or the same id, are one person; `identify` finds them.
    """
    heads = table.rows[start - 1] if start else tuple("" for _ in columns)
    reader = _Reader(columns, heads, options, _order(table, start, columns, options))
    people = []
    for line, row in zip(table.lines[start:], table.rows[start:], strict=True):
        somebody = reader.row(line, row)
        if somebody is not None:
            people.append(somebody)
    asks = "" if reader.order else doubtful(_cells(table, start, columns, Meaning.DOB), options.today)
    return Reading(people, reader.problems, frozenset(columns) - {Meaning.NOTHING}, asks)


def names_people(columns: Iterable[Meaning]) -> bool:
    """Whether the columns say everybody's name."""
    said = set(columns)
    return Meaning.FULL_NAME in said or {Meaning.FIRST_NAME, Meaning.LAST_NAME} <= said


def _order(table: Table, start: int, columns: tuple[Meaning, ...], options: Options) -> Order | None:
    return order_of(_cells(table, start, columns, Meaning.DOB), options.today) or options.order


def _cells(table: Table, start: int, columns: tuple[Meaning, ...], meaning: Meaning) -> list[str]:
    return [row[place] for row in table.rows[start:] for place, each in enumerate(columns) if each is meaning]


class _Reader:
    """Reads rows one by one; whatever is wrong goes to `problems`."""

    def __init__(
        self, columns: tuple[Meaning, ...], heads: tuple[str, ...], options: Options, order: Order | None
    ) -> None:
        self.places: dict[Meaning, list[int]] = {}
        for place, meaning in enumerate(columns):
            self.places.setdefault(meaning, []).append(place)
        self.heads = heads
        self.options = options
        self.order = order
        self.problems: list[Problem] = []
        self._line = 0
        self._row: tuple[str, ...] = ()

    def row(self, line: int, row: tuple[str, ...]) -> Somebody | None:
        self._line, self._row = line, row
        first, last = self._names()
        role = self._role()
        if role is None or not first or not last:
            if role is not None:
                self._say("no-name", Meaning.FULL_NAME, lost=True)
            return None
        for name in (first, last):
            if problem := _name_problem(name):
                self._say(problem, Meaning.LAST_NAME if name is last else Meaning.FIRST_NAME, name, lost=True)
                return None
        somebody = Somebody([line], role, first, last)
        preferred = self._cell(Meaning.PREFERRED_NAME)
        if preferred and (problem := _name_problem(preferred)):
            self._say(problem, Meaning.PREFERRED_NAME, preferred)
        else:
            somebody.preferred_name = preferred
        somebody.email = self._good(Meaning.EMAIL, lambda text: text if is_email(text) else "", "bad-email")
        somebody.gender = self._good(Meaning.GENDER, values.gender_of, "")
        somebody.id = self._good(Meaning.ID, lambda text: values.whole_number(text) if is_id(text) else "", "bad-id")
        somebody.home = self._groups(Meaning.CLASS)
        somebody.groups = self._groups(Meaning.GROUPS)
        if role is Role.STUDENT:
            somebody.nsn = self._good(Meaning.NSN, values.nsn_of, "bad-nsn")
            somebody.dob = self._dob()
            somebody.year = self._year()
            somebody.teachers = [t for t in (self._cell(Meaning.TEACHER),) if t]
        return somebody

    def _names(self) -> tuple[str, str]:
        first, last = self._cell(Meaning.FIRST_NAME), self._cell(Meaning.LAST_NAME)
        whole = self._cell(Meaning.FULL_NAME)
        if whole and not (first and last):
            said_first, said_last = values.full_name(whole)
            first, last = first or said_first, last or said_last
        return first, last

    def _role(self) -> Role | None:
        if self.options.who is Who.STUDENTS:
            return Role.STUDENT
        text = self._cell(Meaning.ROLE)
        role = values.role_of(text) if text else None
        if self.options.who is Who.STAFF:
            return Role.TEACHING_STAFF if role in {None, Role.STUDENT} else role
        if role is None:
            self._say("no-role" if not text else "bad-role", Meaning.ROLE, text, lost=True)
        return role

    def _dob(self) -> date | None:
        text = self._cell(Meaning.DOB)
        if not text:
            return None
        found = parse(text, self.order or Order.DMY, self.options.today)
        if found is None or found > self.options.today:
            self._say("bad-date", Meaning.DOB, text)
            return None
        return found

    def _year(self) -> int | None:
        text = self._cell(Meaning.YEAR)
        found = values.year_of(text) if text else None
        if text and found is None:
            self._say("bad-year", Meaning.YEAR, text)
        return found

    def _groups(self, meaning: Meaning) -> list[str]:
        found: list[str] = []
        for place in self.places.get(meaning, ()):
            text = self._row[place]
            if is_ruined(text) or has_lost_letters(text):
                self._say("lost-letters", meaning, text)
            elif meaning is Meaning.CLASS:
                found += [values.class_of(name, self.heads[place]) for name in values.groups_of(text)]
            else:
                found += values.groups_of(text)
        return list(dict.fromkeys(found))

    def _cell(self, meaning: Meaning) -> str:
        return next((self._row[place] for place in self.places.get(meaning, ()) if self._row[place]), "")

    def _good(self, meaning: Meaning, of: Callable[[str], str], code: str) -> str:
        text = self._cell(meaning)
        found = of(text) if text else ""
        if text and not found and code:
            self._say(code, meaning, text)
        return found

    def _say(self, code: str, meaning: Meaning, value: str = "", *, lost: bool = False) -> None:
        place = next(iter(self.places.get(meaning, ())), None)
        self.problems.append(Problem(code, self._line, "" if place is None else self.heads[place], value, lost))


def _name_problem(name: str) -> str:
    if is_ruined(name) or has_lost_letters(name, name=True):
        return "lost-letters"
    return "" if is_name(name) and is_plain(name) else "bad-name"
