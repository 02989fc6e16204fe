"""A file as lines that can be changed, for damaging it: the reader's opposite."""

from __future__ import annotations

from collections.abc import Callable
from random import Random

from . import trailer
from .cells import join, slowly
from .columns import ROLE
from .header import parse
from .limits import LIMITS
from .model import Role, UnusableFile


class Table:
    """The lines of a good file, the header first; the trailer apart, empty if there is none.

    Raises ValueError for a file that is not good enough to be damaged further: it must be UTF-8 and have a usable header
    on its first line. A byte order mark is dropped.
    """

    def __init__(self, data: bytes, rng: Random) -> None:
        self.rng = rng
        try:
            self.lines = [line for line in data.decode("utf-8-sig").replace("\r\n", "\n").split("\n") if line]
            self._header = parse(self.lines[0] if self.lines else "", 1, LIMITS)
        except (UnicodeDecodeError, UnusableFile) as error:
            raise ValueError(f"only a good file can be damaged: {error}") from None
        self.names = list(self._header.names)
        self.delimiter = self._header.delimiter
        self.trailer = ""
        if len(self.lines) > 1 and trailer.parse([self.lines[-1]]):
            self.trailer = self.lines.pop()

    def render(self) -> bytes:
        """The file as it is now."""
        return "".join(f"{line}\r\n" for line in (*self.lines, self.trailer) if line).encode()

    def cells(self, row: int) -> list[str]:
        """The cells of a line."""
        return [cell.text for cell in slowly(self.lines[row], self.delimiter, forgiving=True)]

    def put(self, row: int, cells: list[str]) -> None:
        """Give a line other cells."""
        self.lines[row] = join(cells, self.delimiter)

    def column(self, name: str) -> int:
        """Where the column is. Raises ValueError if the file does not have it."""
        if name not in self.names:
            raise ValueError(f"the file has no column {name} to damage")
        return self.names.index(name)

    def some(self, count: int = 1, wanted: Callable[[dict[str | None, str]], bool] = lambda cells: True) -> list[int]:
        """`count` different rows, by chance, of those whose cells are `wanted`; all of them if `count` is 0.

        Raises ValueError if there are fewer.
        """
        width = len(self.names)
        rows = [row for row in range(1, len(self.lines)) if self._is_wanted(row, width, wanted)]
        if len(rows) < count:
            raise ValueError("the file has too few rows that can be damaged in this way")
        return sorted(self.rng.sample(rows, count)) if count else rows

    def _is_wanted(self, row: int, width: int, wanted: Callable[[dict[str | None, str]], bool]) -> bool:
        cells = self.cells(row)
        return len(cells) == width and wanted(dict(zip(self.names, cells, strict=True)))

    def change(
        self, column: str, change: Callable[[str], str], *, role: Role | None = None, blank: bool = False
    ) -> None:
        """Change a value in one row by chance, of people with `role` if given; one that is not blank unless `blank`."""
        place = self.column(column)

        def wanted(cells: dict[str | None, str]) -> bool:
            return (blank or bool(cells[column])) and (role is None or cells[ROLE] == role)

        row = self.some(1, wanted)[0]
        cells = self.cells(row)
        cells[place] = change(cells[place])
        self.put(row, cells)
