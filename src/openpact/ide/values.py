"""The rules for single values: dates, names, NSNs, roles, addresses, lists. No rule here knows of rows or files."""

from __future__ import annotations

import re
from datetime import date
from typing import Final

from .limits import MAX_TEXT
from .model import Role

FORBIDDEN_IN_NAMES: Final = frozenset("*?;,<>!%^|")
"""From the Ministry-funded reference importer."""

ROLES: dict[str, Role] = {role.value: role for role in Role}
_MENDED_ROLES: dict[str, Role] = {role.value.casefold(): role for role in Role}

# Something that was a date until a spreadsheet showed it its own way: 1/27/2014, 27.01.14 0:00, 27-Jan-14, 41666.
_SPREADSHEET_DATE = re.compile(
    r"(?:\d{1,2}[/.-]\d{1,2}[/.-](?:\d{4}|\d{2})|\d{4}[/.]\d{1,2}[/.]\d{1,2}"
    r"|\d{1,2}[- ][A-Za-z]{3,9}[- ](?:\d{4}|\d{2}))(?:[ T]\d{1,2}:\d{2}(?::\d{2})?(?: ?[AaPp]\.?[Mm]\.?)?)?"
    r"|\d{4,5}(?:\.\d+)?|#{3,}",
    re.ASCII,
)
_EARLIEST, _LATEST = date(1900, 1, 1), date(2100, 1, 1)


def parse_date(text: str) -> date | None:
    """The date that `text`, YYYY-MM-DD and nothing else, stands for; None if it is not one between 1900 and 2100."""
    if len(text) != 10 or text[4] != "-" or text[7] != "-" or not text.isascii():
        return None
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if _EARLIEST <= day < _LATEST else None


def is_spreadsheet_date(text: str) -> bool:
    """Whether `text` is a date as spreadsheets rewrite it. Day and month cannot be told apart, so it is never read."""
    return len(text) < 40 and _SPREADSHEET_DATE.fullmatch(text) is not None


def mended_role(text: str) -> Role | None:
    """The role that `text` means if only its capitals, spaces, hyphens or underscores are wrong."""
    return _MENDED_ROLES.get(text.casefold().replace(" ", "").replace("-", "").replace("_", ""))


def is_name(text: str) -> bool:
    """Whether `text` may stand as a name: none of * ? ; , < > ! % ^ | in it."""
    return text.isalpha() or FORBIDDEN_IN_NAMES.isdisjoint(text)


def is_id(text: str) -> bool:
    """Whether `text` may identify a person: it contains a letter or a digit."""
    return text.isalnum() or any(char.isalnum() for char in text)


def is_nsn(text: str) -> bool:
    """Whether `text` has the form of a National Student Number: ten digits. There is no public check digit."""
    return len(text) == 10 and text.isascii() and text.isdigit()


def mended_nsn(text: str) -> str:
    """A nine-digit NSN with the leading zero that a spreadsheet took; empty if `text` is not nine digits."""
    return "0" + text if len(text) == 9 and text.isascii() and text.isdigit() else ""


def is_email(text: str) -> bool:
    """Whether `text` is an address with a dot after its only @, and without spaces."""
    local, at, domain = text.partition("@")
    if not local or not at or "@" in domain or " " in text:
        return False
    return "." in domain and domain[0] != "." and domain[-1] != "."


def parse_list(text: str) -> tuple[str, ...]:
    """The values of a list separated by #: stripped, empty ones dropped, each once, in order."""
    if "#" not in text:
        text = text.strip()
        return (text,) if text else ()
    return tuple(dict.fromkeys(filter(None, map(str.strip, text.split("#")))))


def is_short_enough(text: str, *, is_list: bool = False) -> bool:
    """Whether a cell's value, or each value of a list separated by #, is within MAX_TEXT characters."""
    return len(text) <= MAX_TEXT or (is_list and max(map(len, text.split("#"))) <= MAX_TEXT)
