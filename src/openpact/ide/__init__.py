"""The Identity Data Export (IDE) file: read it, check it, write it.

    file = read(data, school_number=123)
    file.people, file.issues, file.refused

This package stands alone: the standard library is all that it needs (its command line uses Typer and Rich).
"""

from . import sample
from .columns import ALL_COLUMNS, REQUIRED_COLUMNS
from .damage import DAMAGES, damage
from .limits import DEFAULT_MAX_BYTES, Limits
from .model import IdeFile, Issue, Person, RefusedRow, Role, Selection, Severity, UnusableFile
from .reader import Reader, read
from .writer import write, write_to

__all__ = [
    "ALL_COLUMNS",
    "DAMAGES",
    "DEFAULT_MAX_BYTES",
    "REQUIRED_COLUMNS",
    "IdeFile",
    "Issue",
    "Limits",
    "Person",
    "Reader",
    "RefusedRow",
    "Role",
    "Selection",
    "Severity",
    "UnusableFile",
    "damage",
    "read",
    "sample",
    "write",
    "write_to",
]
