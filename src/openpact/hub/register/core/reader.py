"""A register file into enrolments: `read`. The same habits as openpact.ide.read, and its ways with encodings and lines."""

from __future__ import annotations

from io import BytesIO

from openpact.ide import Issue, UnusableFile, counts
from openpact.ide.cells import DELIMITERS, BadQuoting, split
from openpact.ide.header import and_no
from openpact.ide.limits import Limits
from openpact.ide.lines import Line, Lines, TooManyBytes
from openpact.ide.text import BOM, Decoder, is_ruined, shown, what_else
from openpact.said import Value, gettext, ngettext

from .codes import CODES
from .columns import COLUMNS, NSN, canonical
from .rows import End, Unclear, read_row
from .values import Entry, RefusedRow, RegisterFile

LIMITS = Limits(file_bytes=8 * 1024 * 1024, line_bytes=8 * 1024, columns=64, rows=20_000, issues=5_000)
"""Some six times the largest school in the country."""


def read(data: bytes, *, school_number: int, limits: Limits = LIMITS) -> RegisterFile:
    """Read a whole register file of the school with this number.

    Raises UnusableFile: then nothing of the file may be used. Bad rows never raise, they are among `issues` and `refused`.
    """
    return _Reading(limits).file(data, school_number)


class _Reading:
    """One file while it is being read."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._issues: list[Issue] = []
        self._entries: dict[str, Entry] = {}
        self._refused: list[RefusedRow] = []
        #: NSN -> the line of the first row that has it; and those that different rows have.
        self._lines: dict[str, int] = {}
        self._contested: set[str] = set()
        self._end: End | Unclear | None = None
        self._rows = 0
        self._places: dict[str, int] = {}
        self._width, self._delimiter = 0, ","
        self._encoding = "utf-8"

    def file(self, data: bytes, school_number: int) -> RegisterFile:
        try:
            lines = Lines(BytesIO(data), max_bytes=self._limits.file_bytes, max_line=self._limits.line_bytes)
            self._read(lines)
        except TooManyBytes:
            raise _unusable("too-large", limit=counts.of_bytes(self._limits.file_bytes)) from None
        end = self._whole(school_number)
        self._issues.sort(key=lambda found: found.line or 0)
        self._refused.sort(key=lambda row: row.line)
        return RegisterFile(list(self._entries.values()), self._refused, self._issues, end.as_of, self._rows)

    def _read(self, lines: Lines) -> None:
        if kind := what_else(lines.head):
            raise _unusable("not-text", kind=kind)
        decode = Decoder(bom=lines.head.startswith(BOM))
        for line in lines:
            data = line.data.removeprefix(BOM) if line.number == 1 else line.data
            if data.startswith(b"#") or not data.strip():
                continue
            if b"\0" in data:
                raise _unusable("not-text", line=line.number, kind=gettext("binary data"))
            if self._end is not None:
                if data.strip(b', \t;|"'):
                    raise _unusable("after-end", line=line.number)
                continue
            if line.too_long:
                self._too_long(line)
                continue
            text = decode(data)
            self._note_encoding(decode.encoding, line.number, text)
            if self._places:
                self._row(line.number, text)
            else:
                self._header(line.number, text)

    def _header(self, line: int, text: str) -> None:
        self._delimiter, cells = _sniff(text)
        if len(cells) > self._limits.columns:
            raise _unusable("too-large", line=line, limit=counts.of_columns(self._limits.columns))
        names = [canonical(cell) for cell in cells]
        known = [name for name in names if name]
        if not known:
            raise _unusable("no-header", line=line)
        for name in known:
            if known.count(name) > 1:
                raise _unusable("repeated-column", line=line, column=name, value=name)
        if missing := [name for name in COLUMNS if name not in known]:
            raise _unusable("missing-column", line=line, column=missing[0], missing=and_no(missing))
        self._places, self._width = {name: names.index(name) for name in COLUMNS}, len(names)

    def _row(self, line: int, text: str) -> None:
        row = read_row(self._places, self._width, self._delimiter, line, text, self._report)
        if isinstance(row, End | Unclear):
            self._end = row
        elif row is not None:
            self._count(line)
            if isinstance(row, Entry):
                self._take(row)
            else:
                self._refuse(row)

    def _take(self, entry: Entry) -> None:
        first = self._entries.get(entry.nsn)
        if first is not None and first == entry:
            self._report("repeated-row", line=entry.line, other=first.line)
        elif entry.nsn in self._lines:
            self._contest(entry.nsn, entry.line)
        else:
            self._lines[entry.nsn] = entry.line
            self._entries[entry.nsn] = entry

    def _refuse(self, row: RefusedRow) -> None:
        """A refused row claims its NSN too, if it has one that can be read."""
        if row.nsn and row.nsn in self._lines:
            self._contest(row.nsn, row.line)
            return
        if row.nsn:
            self._lines[row.nsn] = row.line
        self._refused.append(row)

    def _contest(self, nsn: str, line: int) -> None:
        first = self._lines[nsn]
        if nsn not in self._contested:
            self._contested.add(nsn)
            self._report("duplicate-nsn", line=first, column=NSN, other=line)
            if self._entries.pop(nsn, None) is not None:
                self._refused.append(RefusedRow(first, nsn))
        self._report("duplicate-nsn", line=line, column=NSN, other=first)
        self._refused.append(RefusedRow(line, nsn))

    def _count(self, line: int) -> None:
        self._rows += 1
        if self._rows > self._limits.rows:
            raise _unusable("too-large", line=line, limit=counts.of_rows(self._limits.rows))

    def _too_long(self, line: Line) -> None:
        if not self._places:
            raise _unusable("no-header", line=line.number)
        self._count(line.number)
        self._report("line-too-long", line=line.number, limit=counts.of_bytes(self._limits.line_bytes))
        self._refused.append(RefusedRow(line.number, ""))

    def _note_encoding(self, encoding: str, line: int, text: str) -> None:
        if encoding == "windows-1252" != self._encoding and not is_ruined(text):
            self._report("not-utf8", line=line, value=shown(text.partition(self._delimiter)[2]))
        self._encoding = encoding

    def _whole(self, school_number: int) -> End:
        """The last line, once it is clear that nothing of the file is missing and that it is this school's."""
        if not self._places:
            raise _unusable("empty")
        end = self._end
        if end is None:
            raise _unusable("no-end")
        if isinstance(end, Unclear):
            raise _unusable("bad-end", line=end.line, value=shown(end.text))
        if end.school_number != school_number:
            raise _unusable("foreign-school", line=end.line, value=str(end.school_number), expected=school_number)
        if end.rows != self._rows:
            said, found = ngettext("{n} rows", "{n} rows", end.rows), self._rows
            raise _unusable("wrong-row-count", line=end.line, value=str(end.rows), rows=said, found=found)
        if not self._rows:
            raise _unusable("no-students", line=end.line)
        return end

    def _report(
        self, code: str, *, line: int | None = None, column: str | None = None, value: str = "", **details: Value
    ) -> None:
        if len(self._issues) >= self._limits.issues:
            raise _unusable("too-many-issues", line=line, limit=counts.of_findings(self._limits.issues))
        self._issues.append(CODES[code].issue(line=line, column=column, value=value, **details))


def _unusable(
    code: str, *, line: int | None = None, column: str | None = None, value: str = "", **details: Value
) -> UnusableFile:
    return UnusableFile(CODES[code].issue(line=line, column=column, value=value, **details))


def _sniff(text: str) -> tuple[str, list[str]]:
    """The delimiter under which most cells are columns of ours (a comma if none is), and the cells."""
    best, most, cells = ",", -1, [text]
    for delimiter in DELIMITERS:
        try:
            parts = split(text, delimiter, 0)
        except BadQuoting:
            continue
        known = sum(canonical(part) is not None for part in parts)
        if known > most:
            best, most, cells = delimiter, known, parts
    return best, cells
