"""An IDE file into people: `read` for the whole of it, `Reader` to have them one by one."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from io import BytesIO
from typing import BinaryIO

from openpact.said import gettext

from . import counts
from . import header as headers
from . import selection as selections
from .claims import Claims
from .codes import issue
from .columns import DOB
from .findings import Findings
from .header import Header
from .limits import DEFAULT_MAX_BYTES, LIMITS, Limits
from .lines import Line, Lines, TooManyBytes
from .model import IdeFile, Issue, Person, RefusedRow, Selection, UnusableFile
from .render import cells_of
from .rows import RowReader
from .text import BOM, Decoder, is_ruined, shown, what_else
from .trailer import UNDECLARED, VERSIONS, Trailer


def read(source: BinaryIO | bytes, *, school_number: int | None = None, max_bytes: int = DEFAULT_MAX_BYTES) -> IdeFile:
    """Read a whole IDE file.

    `source` is the bytes, or a binary stream, which is read once from where it stands. `school_number` is the number of
    the school whose file it should be, if known. `max_bytes` is how large the file may be.
    Raises UnusableFile; bad rows never raise, they are among `issues` and `refused`.
    """
    reader = Reader(source, school_number=school_number, max_bytes=max_bytes)
    people = list(reader)
    if reader.withdrawn and reader.header is not None:
        people = _without(people, reader, reader.header)
    return IdeFile(
        people=people,
        issues=reader.issues,
        refused=reader.refused,
        columns=reader.columns,
        version=reader.version,
        school_number=reader.school_number,
        exported_at=reader.exported_at,
        encoding=reader.encoding,
        delimiter=reader.delimiter,
        rows=reader.rows,
        selection=reader.selection,
    )


def _without(people: list[Person], reader: Reader, header: Header) -> list[Person]:
    """The people who were not withdrawn; the rows of those who were get their cells back, as they were understood."""
    withdrawn = reader.withdrawn
    gone = [person for person in people if person.sms_id in withdrawn]
    cells = {person.line: tuple(cells_of(person, header.names)) for person in gone}
    reader.refused[:] = [replace(row, cells=row.cells or cells.get(row.line, ())) for row in reader.refused]
    return [person for person in people if person.sms_id not in withdrawn]


class Reader:
    """Iterate, once, over the people of an IDE file while it is being read.

    Nothing of the file is kept but, for each person, what it takes to recognise a second row with the same id or NSN.
    The attributes are right when the iteration has ended; so is everything that only the end of a file shows:

    - `withdrawn` holds the ids of people who were given out before another row claimed their id. They must not be used.
    - UnusableFile may be raised at any point, by the last line too: then nobody who was given out may be used.

    The parameters are those of `read`; `limits` sets the other limits as well.
    """

    def __init__(
        self,
        source: BinaryIO | bytes,
        *,
        school_number: int | None = None,
        max_bytes: int | None = None,
        limits: Limits = LIMITS,
    ) -> None:
        self._source = BytesIO(source) if isinstance(source, bytes | bytearray | memoryview) else source
        self._expected = school_number
        self._limits = limits if max_bytes is None else replace(limits, file_bytes=max_bytes)
        self._findings = Findings(limits.issues)
        self._claims = Claims(self._findings)
        self._trailer: Trailer | None = None
        self._trailer_line = 0
        self._selection: Selection | None = None
        self.header: Header | None = None
        self.refused: list[RefusedRow] = []
        self.encoding = "utf-8"
        self.rows = 0

    @property
    def issues(self) -> list[Issue]:
        """The findings so far; in the order of their lines when the iteration has ended."""
        return self._findings.issues

    @property
    def withdrawn(self) -> frozenset[str]:
        """The ids of people who were given out but must not be used after all."""
        return frozenset(self._claims.withdrawn)

    @property
    def columns(self) -> frozenset[str]:
        """The canonical names of the known columns that are present."""
        return self.header.columns if self.header else frozenset()

    @property
    def delimiter(self) -> str:
        """The delimiter; a comma until the header has shown it."""
        return self.header.delimiter if self.header else ","

    @property
    def version(self) -> str:
        """The version that the trailer declares; 1.6 without one."""
        return self._trailer.version or UNDECLARED if self._trailer else UNDECLARED

    @property
    def school_number(self) -> int | None:
        """The school's number as the trailer has it."""
        return self._trailer.school_number if self._trailer else None

    @property
    def exported_at(self) -> datetime | None:
        """When the file was exported, naive, in the school's local time."""
        return self._trailer.exported_at if self._trailer else None

    @property
    def selection(self) -> Selection:
        """What the file was asked to include; right once the header has been read."""
        return self._selection or Selection()

    def __iter__(self) -> Iterator[Person]:
        limits = self._limits
        try:
            lines = Lines(self._source, max_bytes=limits.file_bytes, max_line=limits.line_bytes)
            yield from self._people(lines)
        except TooManyBytes:
            raise UnusableFile(issue("too-large", limit=counts.of_bytes(limits.file_bytes))) from None

    def _people(self, lines: Lines) -> Iterator[Person]:
        kind = what_else(lines.head)
        if kind:
            raise UnusableFile(issue("not-text", kind=kind))
        decode = Decoder(bom=lines.head.startswith(BOM))
        rows: RowReader | None = None
        incomplete: Person | None = None  # the last row, if the file stops without a line end after it
        for line in lines:
            data = line.data
            if line.number == 1 and data.startswith(BOM):
                data = data[len(BOM) :]
            if data.startswith(b"#") or not data.strip():
                if selections.is_marked(data):
                    self._select(data, line)
                continue
            if b"\0" in data:
                raise UnusableFile(issue("not-text", line=line.number, kind=gettext("binary data")))
            if line.too_long:
                self._too_long(line)
                continue
            text = decode(data)
            if decode.encoding != self.encoding:
                self._note_encoding(decode.encoding, line.number, text)
            if rows is None:
                rows = self._open(text, line.number)
                continue
            row = rows.read(line.number, text, ended=line.ended)
            if isinstance(row, Person):
                self._count(line.number)
                if self._claims.person(row):
                    incomplete = None if line.ended else row
                    yield row
                elif row.sms_id in self._claims.contested:
                    self.refused.append(RefusedRow(row.line, row.sms_id, tuple(cells_of(row, rows.header.names))))
            elif isinstance(row, RefusedRow):
                self._count(line.number)
                self._claims.refused(row)
                self.refused.append(row)
            elif row is not None:
                self._close(row, line.number)
        if rows is None:
            raise UnusableFile(issue("empty"))
        self._finish(rows, incomplete)

    def _open(self, text: str, number: int) -> RowReader:
        self.header = headers.parse(text, number, self._limits)
        for found in self.header.findings:
            self._findings.keep(found)
        return RowReader(self.header, self._findings)

    def _select(self, data: bytes, line: Line) -> None:
        """The file says what it leaves out: once, before its header, or nobody could rely on it."""
        if self.header is not None or self._selection is not None or line.too_long:
            raise UnusableFile(
                issue("unreadable-selection", line=line.number, value=shown(data.decode("utf-8", "replace")))
            )
        self._selection = selections.parse(data, line.number)

    def _note_encoding(self, encoding: str, number: int, text: str) -> None:
        self.encoding = encoding
        if encoding == "windows-1252" and not (self.header is None and is_ruined(text)):
            self._findings.add("not-utf8", line=number, value=shown(text))

    def _count(self, number: int) -> None:
        self.rows += 1
        if self.rows > self._limits.rows:
            raise UnusableFile(issue("too-large", line=number, limit=counts.of_rows(self._limits.rows)))
        if self._trailer is not None:
            self._misplaced()

    def _misplaced(self) -> None:
        """Say once that something follows the trailer."""
        if self._trailer is not None and self._trailer_line:
            self._findings.add("trailer-not-last", line=self._trailer_line, value=self._trailer.text)
            self._trailer_line = 0

    def _too_long(self, line: Line) -> None:
        if self.header is None:
            raise UnusableFile(issue("no-header", line=line.number, value=shown(line.data.decode("utf-8", "replace"))))
        self._count(line.number)
        start = shown(line.data.decode("utf-8", "replace"))
        self._findings.add(
            "line-too-long", line=line.number, value=start, limit=counts.of_bytes(self._limits.line_bytes)
        )
        self.refused.append(RefusedRow(line.number, None, ()))

    def _close(self, trailer: Trailer, number: int) -> None:
        if self._trailer is not None:
            self._misplaced()
        self._trailer, self._trailer_line = trailer, number
        school = trailer.school_number
        if school is not None and self._expected is not None and school != self._expected:
            raise UnusableFile(issue("foreign-school", line=number, value=str(school), expected=self._expected))
        if trailer.exported_at is None or not trailer.version:
            self._findings.add("bad-trailer", line=number, value=trailer.text)
        if trailer.version and trailer.version not in VERSIONS:
            self._findings.add("unknown-version", line=number, value=trailer.version)

    def _finish(self, rows: RowReader, incomplete: Person | None) -> None:
        if incomplete is not None and self._trailer is None:
            self._findings.add("no-line-end", line=incomplete.line)
        if self.version not in ("1.6", "1.7"):  # a date of birth is wanted from 1.71
            for number in rows.without_dob:
                self._findings.add("missing-date", line=number, column=DOB)
        self.refused += [RefusedRow(line, sms_id, ()) for sms_id, line in self._claims.withdrawn.items()]
        # Two rows that contest an id, or share an NSN, are reported together, so the first of them comes late.
        self._findings.issues.sort(key=lambda found: found.line or 0)
        self.refused.sort(key=lambda row: row.line)
