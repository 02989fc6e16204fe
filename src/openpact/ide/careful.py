"""One line into one person, with every rule applied and everything that is found reported.

The decisions that the facts of the format leave open are taken here; docs/reference/ide-format.md gives the reasons.
"""

from __future__ import annotations

from datetime import date

from openpact.said import Value

from . import counts, trailer
from .cells import BadQuoting, slowly, split
from .columns import (
    ALL_COLUMNS,
    ASSOCIATED_NSN,
    DOB,
    EMAIL,
    FIRST_ATTENDING,
    FIRST_NAME,
    GENDER,
    GROUPS,
    HOME_GROUPS,
    LAST_ATTENDANCE,
    LAST_NAME,
    LISTS,
    NSN,
    ORGANISATION,
    PREFERRED_NAME,
    REQUIRED_COLUMNS,
    ROLE,
    SMS_ID,
    USERNAME,
)
from .findings import Findings
from .header import Header
from .limits import MAX_TEXT
from .model import Person, RefusedRow, Role
from .text import clean, has_lost_letters, is_plain, is_ruined, perhaps
from .trailer import Trailer
from .values import (
    FORBIDDEN_IN_NAMES,
    ROLES,
    is_email,
    is_id,
    is_name,
    is_nsn,
    is_short_enough,
    is_spreadsheet_date,
    mended_nsn,
    mended_role,
    parse_date,
    parse_list,
)

_NAMES = (FIRST_NAME, LAST_NAME, PREFERRED_NAME)
_GROUP_LISTS = (GROUPS, HOME_GROUPS)


def read(
    header: Header, findings: Findings, number: int, text: str, ended: bool
) -> Person | RefusedRow | Trailer | None:
    """What the line is: a person, a row that is refused, the trailer, or None for a row of blanks."""
    try:
        cells = split(text, header.delimiter, header.width)
    except BadQuoting:
        cells = [cell.text for cell in slowly(text, header.delimiter, forgiving=True)]
        if ended:
            findings.add("bad-quoting", line=number, value=text)
        else:
            findings.add("truncated", line=number, value=text, these=counts.of_cells(len(cells), out_of=header.width))
        return RefusedRow(number, None, tuple(cells))
    if not any(cell.strip() for cell in cells):
        return None
    closing = trailer.parse(cells)
    if closing is not None:
        return closing
    if len(cells) != header.width:
        if not ended and len(cells) < header.width:
            findings.add("truncated", line=number, value=text, these=counts.of_cells(len(cells), out_of=header.width))
        else:
            found = counts.of_cells(len(cells))
            findings.add("wrong-cell-count", line=number, value=text, found=found, expected=header.width)
        return RefusedRow(number, None, tuple(cells))
    return _Row(header, findings, number, cells).person()


class _Row:
    """One row with the right number of cells."""

    def __init__(self, header: Header, findings: Findings, number: int, cells: list[str]) -> None:
        self._header = header
        self._findings = findings
        self._number = number
        self._cells = cells
        picked = zip(ALL_COLUMNS, header.pick([*cells, ""]), strict=True)
        self._values = {column: self._clean(column, text) for column, text in picked}
        self._refused = False

    def person(self) -> Person | RefusedRow:
        """The person, or the row as it is if any error was found in it."""
        unreadable = {
            column for column, value in self._values.items() if value and not self._is_readable(column, value)
        }
        for column in unreadable:
            self._values[column] = ""
        for column in REQUIRED_COLUMNS:
            if not self._values[column] and column not in unreadable:
                self._error("missing-value", column, "")
        sms_id = self._id()
        role = self._role()
        for column in _NAMES:
            self._check_name(column)
        first_attending, last_attendance, dob = (
            self._date(column, role) for column in (FIRST_ATTENDING, LAST_ATTENDANCE, DOB)
        )
        blank = not self._values[FIRST_ATTENDING] and FIRST_ATTENDING not in unreadable
        if blank and role is Role.STUDENT and FIRST_ATTENDING in self._header.columns:
            self._warn("missing-date", FIRST_ATTENDING, "")
        nsn = self._nsn(NSN, self._values[NSN])
        nsns = [self._nsn(ASSOCIATED_NSN, value) for value in parse_list(self._values[ASSOCIATED_NSN])]
        gender = self._gender()
        email = self._email()
        if self._refused or role is None:
            return RefusedRow(self._number, sms_id or None, tuple(self._cells))
        return Person(
            sms_id=sms_id,
            role=role,
            first_name=self._values[FIRST_NAME],
            last_name=self._values[LAST_NAME],
            preferred_name=self._values[PREFERRED_NAME],
            nsn=nsn,
            username=self._values[USERNAME],
            first_attending=first_attending,
            last_attendance=last_attendance,
            dob=dob,
            gender=gender,
            associated_nsns=tuple(dict.fromkeys(filter(None, nsns))),
            email=email,
            organisation=self._values[ORGANISATION],
            groups=parse_list(self._values[GROUPS]),
            home_groups=parse_list(self._values[HOME_GROUPS]),
            line=self._number,
        )

    def _clean(self, column: str, text: str) -> str:
        # Composing takes time that grows with the square of a run of combining marks, so it is for short values only.
        text = text.strip()
        return clean(text) if is_short_enough(text, is_list=column in LISTS) else text

    def _error(self, code: str, column: str, value: str, **details: Value) -> None:
        self._refused = True
        self._findings.add(code, line=self._number, column=column, value=value, **details)

    def _warn(self, code: str, column: str, value: str, **details: Value) -> None:
        self._findings.add(code, line=self._number, column=column, value=value, **details)

    def _is_readable(self, column: str, value: str) -> bool:
        lost = column in _NAMES + _GROUP_LISTS and has_lost_letters(value, name=column in _NAMES)
        if lost or is_ruined(value):
            self._error("garbled-text", column, value, guess=perhaps(value))
        elif not is_plain(value):
            self._error("control-character", column, value)
        elif not is_short_enough(value, is_list=column in LISTS):
            self._error("value-too-long", column, value, limit=counts.of_characters(MAX_TEXT))
        else:
            return True
        return False

    def _id(self) -> str:
        sms_id = self._values[SMS_ID]
        if sms_id and not is_id(sms_id):
            self._error("bad-id", SMS_ID, sms_id)
            return ""
        return sms_id

    def _role(self) -> Role | None:
        text = self._values[ROLE]
        role = ROLES.get(text)
        if role is None and text:
            role = mended_role(text)
            if role is None:
                self._error("bad-role", ROLE, text)
            else:
                self._warn("case-mended", ROLE, text, mended=role.value)
        return role

    def _check_name(self, column: str) -> None:
        name = self._values[column]
        if not is_name(name):
            characters = " ".join(sorted(FORBIDDEN_IN_NAMES.intersection(name)))
            self._error("bad-name", column, name, characters=characters)

    def _date(self, column: str, role: Role | None) -> date | None:
        text = self._values[column]
        if not text:
            return None
        day = parse_date(text)
        if day is None:
            if role is not None and role is not Role.STUDENT:
                self._warn("date-ignored", column, text)
            else:
                self._error("excel-date" if is_spreadsheet_date(text) else "bad-date", column, text)
        return day

    def _nsn(self, column: str, text: str) -> str:
        if not text or is_nsn(text):
            return text
        mended = mended_nsn(text)
        if mended:
            self._warn("short-nsn", column, text, mended=mended)
        else:
            self._warn("bad-nsn", column, text)
        return mended

    def _gender(self) -> str:
        text = self._values[GENDER]
        if text in ("", "M", "F"):
            return text
        if text in ("m", "f"):
            self._warn("case-mended", GENDER, text, mended=text.upper())
            return text.upper()
        self._warn("bad-gender", GENDER, text)
        return ""

    def _email(self) -> str:
        text = self._values[EMAIL]
        if not text or is_email(text):
            return text
        self._warn("bad-email", EMAIL, text)
        return ""
