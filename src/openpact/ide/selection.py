"""What an upload was asked to include: some SMSs let a school select roles and groups, and the rest is not in the file.

The file says so itself, in a comment line before the header, which every other reader skips:

    #openpact:selection {"roles": ["Student", "TeachingStaff"], "without_groups": ["Kapa haka"]}

`roles` are those that the file holds; without the key, all. `without_groups` are the groups that exist and were not
selected; home groups never stand there. Groups are named by what is missing, not by what is there, so that a group that
was renamed or is gone can be told from one that was not selected. A file that is saved and uploaded by hand still says
what it leaves out, and nobody takes those people for leavers.
"""

from __future__ import annotations

import json
import re
from typing import Any

from .codes import issue
from .model import Role, Selection, UnusableFile
from .text import clean, shown

MARKER = b"#openpact:selection"
_MARKED = re.compile(rb'[\s"]*#\s*openpact:selection', re.IGNORECASE)


def is_marked(line: bytes) -> bool:
    """Whether the line sets out to be one, well written or not: it must never be taken for a comment."""
    return _MARKED.match(line) is not None


def parse(data: bytes, line: int) -> Selection:
    """The selection that a line beginning with MARKER says. Raises UnusableFile: guessing could make people leave."""
    text = data[len(MARKER) :]
    try:
        if not data.startswith(MARKER):
            raise ValueError("not written just so")
        said = json.loads(text.decode("utf-8"), object_pairs_hook=_once)
        if (
            not isinstance(said, dict)
            or not said.keys() <= {"roles", "without_groups"}
            or text[:1] not in (b" ", b"\t")
        ):
            raise ValueError("not an object of the two")
        roles, groups = _texts(said.get("roles")), _texts(said.get("without_groups"))
        return Selection(
            None if roles is None else frozenset(map(Role, roles)),
            frozenset(clean(name) for name in groups or ()) - {""},
        )
    except (ValueError, RecursionError):
        raise UnusableFile(
            issue("unreadable-selection", line=line, value=shown(data.decode("utf-8", "replace")))
        ) from None


def render(selection: Selection) -> bytes:
    """The line, without its end, in ASCII."""
    return MARKER + b" " + json.dumps(selection.as_dict()).encode()


def _once(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    said = dict(pairs)
    if len(said) < len(pairs):
        raise ValueError("it says one thing twice")
    return said


def _texts(value: Any) -> list[str] | None:
    if value is None:
        return None
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError("not a list of texts")
    return value
