"""A line into cells, and cells into a line. No cell ever holds a line end, so an open quote costs one line only."""

from __future__ import annotations

import csv
from typing import NamedTuple

DELIMITERS = ",\t;|"


class BadQuoting(Exception):
    """A quote that never closes, or text after a closing one."""


def split(text: str, delimiter: str, width: int) -> list[str]:
    """The cells of one line; `width`, how many are expected, only makes the usual cases quick.

    A cell is quoted if its first character that is not a space is a double quote; a doubled one inside stands for one.
    Raises BadQuoting.
    """
    if '"' not in text:
        return text.split(delimiter)
    if text[0] == '"' == text[-1] and text.count('"') == 2 * width:  # everything is quoted
        cells = text[1:-1].split(f'"{delimiter}"')
        if len(cells) == width:
            return cells
    try:
        return next(csv.reader((text,), delimiter=delimiter, skipinitialspace=True, strict=True))
    except csv.Error:
        return [cell.text for cell in slowly(text, delimiter)]


class Cell(NamedTuple):
    """A cell and where it stands in its line: `start` and `end` are offsets in characters, quotes left out."""

    text: str
    start: int
    end: int


def slowly(text: str, delimiter: str, *, forgiving: bool = False) -> list[Cell]:
    """The cells of one line with their places, one character at a time. With `forgiving`, never raises BadQuoting."""
    cells: list[Cell] = []
    at, size = 0, len(text)
    while True:
        end = text.find(delimiter, at)
        end = size if end < 0 else end
        quote = at
        while quote < size and text[quote] == " " != delimiter:
            quote += 1
        if quote < size and text[quote] == '"':
            close, end = _close(text, quote + 1, delimiter)
            if close < 0 and not forgiving:
                raise BadQuoting
            inner_end = close if close >= 0 else end
            cells.append(Cell(text[quote + 1 : inner_end].replace('""', '"'), quote + 1, inner_end))
        else:
            cells.append(Cell(text[at:end], at, end))
        if end >= size:
            return cells
        at = end + 1


def _close(text: str, at: int, delimiter: str) -> tuple[int, int]:
    """Where the quoted cell that begins at `at` closes, and where its delimiter is; -1 for a quote that is wrong."""
    close = at
    while True:
        close = text.find('"', close)
        if close < 0:
            return -1, len(text)
        if text[close : close + 2] != '""':
            break
        close += 2
    end = text.find(delimiter, close)
    end = len(text) if end < 0 else end
    return (close if not text[close + 1 : end].strip(" ") else -1), end


def join(cells: list[str], delimiter: str = ",") -> str:
    """One line, without its end. Quotes what needs it, and a first cell that would make the line a comment."""
    line = delimiter.join([_quoted(cell) if _needs_quotes(cell, delimiter) else cell for cell in cells])
    return _quoted(cells[0]) + line[len(cells[0]) :] if line.startswith("#") else line


def _needs_quotes(cell: str, delimiter: str) -> bool:
    return delimiter in cell or '"' in cell


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"'
