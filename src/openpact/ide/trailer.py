"""The optional last line: `2014-01-27 10:00:00` to version 1.6, `0123#1.71#2014-01-27 10:00:00` in 1.7x."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import datetime

VERSIONS = ("1.6", "1.7", "1.71")
UNDECLARED = "1.6"
"""A file without a trailer, or whose trailer names no version, goes by the rules of 1.6."""

_NUMBERED = re.compile(r"(?P<school>\d{1,9})\s*#(?P<version>[^#]*)(?:#(?P<time>.*))?", re.ASCII)
_TIME = re.compile(r"\d{4}-\d{2}-\d{2}[ T]\d{2}:\d{2}:\d{2}", re.ASCII)
_LIKE_A_TIME = re.compile(r"(?:\d{4}[-/.]\d{1,2}|\d{1,2}[-/.]\d{1,2})[-/.]\d{1,4}[ T]+\d{1,2}:\d{2}.*", re.ASCII)


@dataclass(frozen=True, slots=True)
class Trailer:
    """What a trailer says. `exported_at` is naive, the school's local time, and None if it cannot be read."""

    text: str
    version: str
    school_number: int | None
    exported_at: datetime | None


def parse(cells: list[str]) -> Trailer | None:
    """The trailer that a line's cells are, or None if they are something else.

    A spreadsheet pads a short line with empty cells, so only the first may hold anything.
    """
    text = cells[0].strip()
    if not text or len(text) > 80 or any(cell.strip() for cell in cells[1:]):
        return None
    if match := _NUMBERED.fullmatch(text):
        return Trailer(text, match["version"].strip(), int(match["school"]), _time(match["time"] or ""))
    if _LIKE_A_TIME.fullmatch(text):
        return Trailer(text, UNDECLARED, None, _time(text))
    return None


def _time(text: str) -> datetime | None:
    text = text.strip()
    if not _TIME.fullmatch(text):
        return None
    try:
        return datetime.fromisoformat(text)
    except ValueError:
        return None


def render(school_number: int, exported_at: datetime) -> str:
    """The trailer of a 1.71 file, without its line end."""
    return f"{school_number:04d}#1.71#{exported_at.isoformat(sep=' ', timespec='seconds')}"
