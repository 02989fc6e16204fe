"""The header line: which delimiter the file uses, and which column is where."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import reduce
from operator import itemgetter
from typing import cast

from openpact.said import gettext

from . import counts
from .cells import DELIMITERS, BadQuoting, split
from .codes import issue
from .columns import ALL_COLUMNS, CANONICAL, REQUIRED_COLUMNS
from .limits import Limits
from .model import Issue, UnusableFile
from .text import is_plain, is_ruined, shown

Pick = Callable[[list[str]], tuple[str, ...]]


@dataclass(frozen=True, slots=True)
class Header:
    """`names` holds, for each column of the file, its canonical name, or None for one that is not the format's.

    `pick` takes a row's cells, with one empty cell appended, and gives the sixteen of ALL_COLUMNS in that order; a
    column that is absent gives the empty cell.
    """

    names: tuple[str | None, ...]
    delimiter: str
    columns: frozenset[str]
    pick: Pick
    findings: tuple[Issue, ...]

    @property
    def width(self) -> int:
        """How many cells each row should have."""
        return len(self.names)


def parse(text: str, line: int, limits: Limits) -> Header:
    """The header that `text` is.

    Raises UnusableFile: not-text, no-header, missing-column, repeated-column, or too-large for too many columns.
    """
    delimiter, cells = sniff(text)
    if len(cells) > limits.columns:
        raise UnusableFile(issue("too-large", line=line, limit=counts.of_columns(limits.columns)))
    names = tuple(CANONICAL.get(cell.strip().casefold()) for cell in cells)
    known = [name for name in names if name]
    if not known:
        if is_ruined(text) or not is_plain(text.replace("\t", " ")):
            raise UnusableFile(issue("not-text", line=line, value=shown(text), kind=gettext("binary data")))
        raise UnusableFile(issue("no-header", line=line, value=shown(text)))
    for name in known:
        if known.count(name) > 1:
            raise UnusableFile(issue("repeated-column", line=line, column=name, value=name))
    missing = [name for name in REQUIRED_COLUMNS if name not in known]
    if missing:
        raise UnusableFile(issue("missing-column", line=line, column=missing[0], missing=and_no(missing)))
    misspelt = [
        issue("unknown-column", line=line, value=cell.strip())
        for cell, name in zip(cells, names, strict=True)
        if name is None and cell.strip().casefold().startswith("mlep")
    ]
    return Header(names, delimiter, frozenset(known), picker(names), tuple(misspelt))


def and_no(missing: list[str]) -> str:
    """`mlepRole and no mlepLastName`, for those that the header has not."""
    return reduce(lambda these, name: gettext("{these} and no {name}", these=these, name=name), missing)


def picker(names: tuple[str | None, ...]) -> Pick:
    """See Header.pick."""
    places = [names.index(name) if name in names else len(names) for name in ALL_COLUMNS]
    return cast(Pick, itemgetter(*places))


def sniff(text: str) -> tuple[str, list[str]]:
    """The delimiter under which most cells are known columns (a comma if none is), and the cells."""
    best, most, cells = ",", -1, [text]
    for delimiter in DELIMITERS:
        try:
            parts = split(text, delimiter, 0)
        except BadQuoting:
            continue
        known = sum(part.strip().casefold() in CANONICAL for part in parts)
        if known > most:
            best, most, cells = delimiter, known, parts
    return best, cells
