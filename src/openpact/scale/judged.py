"""Judgements in a CSV file: a column for each aspect, named by its key, and a line for each student.

A cell holds the number of a set, from 1, or nothing where the aspect was not judged. No name and no number of a student is in it.
"""

import csv
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import TextIO

import numpy as np
from numpy.typing import NDArray

from .errors import BadData
from .framework import Framework
from .scoring import MISSING


def write(stream: TextIO, framework: Framework, judgements: NDArray[np.int_]) -> None:
    """`judgements` of shape (students, aspects), MISSING for none."""
    lines = csv.writer(stream, lineterminator="\n")
    lines.writerow(aspect.key for aspect in framework.aspects)
    for row in judgements.tolist():
        lines.writerow("" if number == MISSING else number for number in row)


def read(path: Path, framework: Framework) -> NDArray[np.int_]:
    """Shape (students, aspects), the aspects in the framework's order. Raises BadData, which says in which line and column."""
    try:
        with path.open(encoding="utf-8-sig", newline="") as stream:
            return _parse(stream, framework, str(path))
    except OSError as wrong:
        raise BadData(str(path), f"It cannot be read: {wrong.strerror}.") from wrong
    except UnicodeDecodeError as wrong:
        raise BadData(str(path), "It is no UTF-8 text: save it as CSV (UTF-8).") from wrong


def _parse(stream: Iterable[str], framework: Framework, where: str) -> NDArray[np.int_]:
    lines = csv.reader(stream, strict=True)
    try:
        header = [cell.strip() for cell in next(lines, [])]
        places = _places(header, framework, where)
        rows = [
            list(_numbers(line, header, framework, f"{where}, line {lines.line_num}")) for line in lines if any(line)
        ]
    except csv.Error as wrong:
        raise BadData(f"{where}, line {lines.line_num}", f"It is no CSV: {wrong}.") from wrong
    judgements = np.array(rows, dtype=np.int_).reshape(len(rows), len(header))
    return judgements[:, places]


def _places(header: list[str], framework: Framework, where: str) -> list[int]:
    """In which column each aspect of the framework is."""
    wanted = [aspect.key for aspect in framework.aspects]
    for place, key in enumerate(header, 1):
        if key not in wanted:
            raise BadData(f"{where}, line 1, column {place}", f"{framework.name} has no aspect {key!r}.")
        if header.index(key) != place - 1:
            raise BadData(f"{where}, line 1, column {place}", f"There is a second column {key!r}.")
    for key in wanted:
        if key not in header:
            raise BadData(f"{where}, line 1", f"There is no column {key!r}; every aspect has one.")
    return [header.index(key) for key in wanted]


def _numbers(line: list[str], header: list[str], framework: Framework, where: str) -> Iterator[int]:
    if len(line) != len(header):
        raise BadData(where, f"It has {len(line)} cells, the first line {len(header)}.")
    for place, (cell, key) in enumerate(zip(line, header, strict=True), 1):
        text, many = cell.strip(), len(framework.aspect(key).sets)
        if not text:
            yield MISSING
        elif text.isascii() and text.isdigit() and 1 <= int(text) <= many:
            yield int(text)
        else:
            raise BadData(f"{where}, column {place} ({key})", f"{text!r} is none of its sets, 1 to {many}.")
