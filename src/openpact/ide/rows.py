"""One line into one person, quickly when nothing is the matter with it; `careful` looks at all the others."""

from __future__ import annotations

from datetime import date
from unicodedata import is_normalized

from . import careful
from .cells import BadQuoting, split
from .columns import DOB, FIRST_ATTENDING
from .findings import Findings
from .header import Header
from .limits import MAX_TEXT
from .model import Person, RefusedRow, Role
from .text import is_ruined
from .trailer import Trailer
from .values import ROLES, is_email, is_id, is_name, is_nsn, parse_date, parse_list

_CACHED = 20_000  # values remembered of each kind, so that a strange file cannot fill the memory
_GENDERS = frozenset(("", "M", "F"))

Row = Person | RefusedRow | Trailer | None
"""What a line turns out to be; None if it is blank."""


class RowReader:
    """Reads the rows of one file. Everything it finds goes to `findings`.

    `quick` is the way for a row that breaks no rule; it answers None as soon as it has the slightest doubt, and then
    `careful.read` applies every rule and reports. Both give the same person for a clean row (a test compares them).
    """

    def __init__(self, header: Header, findings: Findings) -> None:
        self.header = header
        self.findings = findings
        self.without_dob: list[int] = []
        self._dates: dict[str, date | None] = {"": None}
        self._lists: dict[str, tuple[str, ...]] = {"": ()}
        self._first_attending_present = FIRST_ATTENDING in header.columns
        self._dob_present = DOB in header.columns

    def read(self, number: int, text: str, *, ended: bool = True) -> Row:
        """What the line `text`, at line `number`, is; `ended` is False if the file stops without a line end after it.

        Students without a date of birth, in a file that has the column, are noted in `without_dob` by their lines.
        """
        person = self.quick(number, text)
        if person is None:
            row = careful.read(self.header, self.findings, number, text, ended)
            if not isinstance(row, Person):
                return row
            person = row
        if person.dob is None and person.role is Role.STUDENT and self._dob_present:
            self.without_dob.append(number)
        return person

    def quick(self, number: int, text: str) -> Person | None:
        """The person on a line that breaks no rule; None if it may break one."""
        header = self.header
        delimiter = header.delimiter
        try:
            cells = split(text, delimiter, len(header.names))
        except BadQuoting:
            return None
        if len(cells) != len(header.names):
            return None
        if len(text) > MAX_TEXT and max(map(len, cells)) > MAX_TEXT:
            return None
        if not text.isprintable() and (delimiter != "\t" or not text.replace("\t", "").isprintable()):
            return None
        if "?" in text or ("&" in text and ";" in text):
            return None
        if not text.isascii() and (is_ruined(text) or not is_normalized("NFC", text)):
            return None
        cells = list(map(str.strip, cells))
        cells.append("")
        (
            sms_id,
            nsn,
            username,
            attending_text,
            attendance_text,
            first_name,
            last_name,
            preferred_name,
            dob_text,
            gender,
            role_text,
            nsns_text,
            email,
            organisation,
            groups_text,
            home_text,
        ) = header.pick(cells)
        role = ROLES.get(role_text)
        if role is None or not first_name or not last_name or gender not in _GENDERS:
            return None
        if not is_id(sms_id) or (nsn and not is_nsn(nsn)) or (email and not is_email(email)):
            return None
        if not is_name(first_name) or not is_name(last_name) or not is_name(preferred_name):
            return None
        dates = self._dates
        try:
            attending = dates[attending_text] if attending_text in dates else self._date(attending_text)
            attendance = dates[attendance_text] if attendance_text in dates else self._date(attendance_text)
            dob = dates[dob_text] if dob_text in dates else self._date(dob_text)
        except ValueError:
            return None
        if attending is None and role is Role.STUDENT and self._first_attending_present:
            return None
        nsns: tuple[str, ...] = ()
        if nsns_text:
            nsns = parse_list(nsns_text)
            if not all(map(is_nsn, nsns)):
                return None
        lists = self._lists
        groups = lists[groups_text] if groups_text in lists else self._list(groups_text)
        homes = lists[home_text] if home_text in lists else self._list(home_text)
        return Person(
            sms_id,
            role,
            first_name,
            last_name,
            preferred_name,
            nsn,
            username,
            attending,
            attendance,
            dob,
            gender,
            nsns,
            email,
            organisation,
            groups,
            homes,
            number,
        )

    def _date(self, text: str) -> date:
        day = parse_date(text)
        if day is None:
            raise ValueError(text)
        if len(self._dates) < _CACHED:
            self._dates[text] = day
        return day

    def _list(self, text: str) -> tuple[str, ...]:
        values = parse_list(text)
        if len(self._lists) < _CACHED:
            self._lists[text] = values
        return values
