"""The registry of issue codes: everything the reader can find, said once, with its severity, words and an example.

To add one, see docs/how-to/add-an-issue-code.md.
"""

from __future__ import annotations

from openpact.said import Value

from ..model import Issue
from . import remarks, rows, whole_file
from .base import Code

CODES: dict[str, Code] = {entry.code: entry for entry in (*whole_file.CODES, *rows.CODES, *remarks.CODES)}


def issue(code: str, *, line: int | None = None, column: str | None = None, value: str = "", **details: Value) -> Issue:
    """The finding of this kind at this place; `details` fill the rest of the entry's message.

    Raises KeyError for a code that is not in the registry, or for a detail that its message needs.
    """
    return CODES[code].issue(line=line, column=column, value=value, **details)


__all__ = ["CODES", "Code", "issue"]
