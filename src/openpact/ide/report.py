"""Findings as a person reads them, each with its line and a marker under the cell; or as one object for programs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from io import BytesIO
from typing import Any

from rich.cells import cell_len
from rich.console import Console
from rich.text import Text

from .cells import slowly
from .header import sniff
from .lines import Lines
from .model import Issue, Role, Severity, UnusableFile, count_groups
from .reader import Reader
from .text import BOM, Decoder

_STYLE = {Severity.ERROR: "bold red", Severity.WARNING: "yellow"}
_WIDEST = 100  # characters of a line that are shown at once


@dataclass(frozen=True, slots=True)
class Check:
    """The outcome of checking one file: what JSON output says, apart from the findings, and the findings."""

    summary: dict[str, Any]
    issues: list[Issue]
    usable: bool

    @property
    def exit_code(self) -> int:
        """0 clean or warnings only, 1 errors in rows, 2 unusable."""
        if not self.usable:
            return 2
        return 1 if self.summary["errors"] else 0

    def as_json(self) -> dict[str, Any]:
        """One object: the summary, and `issues`."""
        return {**self.summary, "issues": [asdict(issue) for issue in self.issues]}


def check(data: bytes, school_number: int | None, max_bytes: int | None = None) -> Check:
    """Read the file; an unusable one gives what is known of it, no people, and the one finding that makes it so."""
    reader = Reader(data, school_number=school_number, max_bytes=max_bytes)
    usable = True
    try:
        everyone = list(reader)
        withdrawn = reader.withdrawn
        people = [person for person in everyone if person.sms_id not in withdrawn]
        issues = reader.issues
    except UnusableFile as unusable_file:
        people, issues, usable = [], [unusable_file.issue], False
    summary = {
        "usable": usable,
        "version": reader.version,
        "school_number": reader.school_number,
        "exported_at": reader.exported_at.isoformat() if reader.exported_at else None,
        "encoding": reader.encoding,
        "delimiter": reader.delimiter,
        "rows": reader.rows,
        "selection": reader.selection.as_dict() or None,
        "people": len(people),
        "students": sum(person.role is Role.STUDENT for person in people),
        "teaching_staff": sum(person.role is Role.TEACHING_STAFF for person in people),
        "groups": count_groups(people),
        "errors": sum(issue.severity is Severity.ERROR for issue in issues),
        "warnings": sum(issue.severity is Severity.WARNING for issue in issues),
    }
    return Check(summary, issues, usable)


def print_text(console: Console, name: str, data: bytes, outcome: Check) -> None:
    """Print every finding with its line, then the summary."""
    lines = _Lines(data, {issue.line for issue in outcome.issues if issue.line})
    for issue in outcome.issues:
        where = ", ".join([f"line {issue.line}"] * bool(issue.line) + [issue.column or ""] * bool(issue.column))
        head = Text(f"{name}{': ' + where if where else ''}: ")
        head.append(f"{issue.severity} {issue.code}", style=_STYLE[issue.severity])
        _print(console, head)
        _print(console, f"  {issue.message}")
        for shown in lines.marked(issue):
            _print(console, Text(f"    {shown}", style="dim"))
        _print(console, f"  {issue.remedy}")
        _print(console, "")
    for line in _summary(name, outcome):
        _print(console, line)


def _print(console: Console, text: str | Text) -> None:
    console.print(text, markup=False, highlight=False, soft_wrap=True)


def _summary(name: str, outcome: Check) -> Iterator[str]:
    facts = outcome.summary
    if not outcome.usable:
        yield f"{name} cannot be used. Nothing of it would be imported."
        return
    school = f"school {facts['school_number']}, " if facts["school_number"] is not None else ""
    delimiter = {",": "comma", "\t": "tab", ";": "semicolon", "|": "bar"}[facts["delimiter"]]
    yield f"{name}: {school}version {facts['version']}, {facts['encoding']}, {delimiter}-separated"
    yield (
        f"{facts['people']:,} people ({facts['students']:,} students, {facts['teaching_staff']:,} teaching staff) "
        f"in {facts['groups']:,} groups, from {facts['rows']:,} rows"
    )
    if facts["selection"]:
        roles, left_out = facts["selection"].get("roles"), facts["selection"].get("without_groups")
        yield f"roles selected in the SMS: {'all' if roles is None else ', '.join(roles) or 'none'}"
        yield f"groups left out: {', '.join(left_out or ()) or 'none'}"
    yield f"{facts['errors']:,} errors, {facts['warnings']:,} warnings"


class _Lines:
    """The lines of a file that findings are about, to be shown again."""

    def __init__(self, data: bytes, wanted: set[int]) -> None:
        self._text: dict[int, str] = {}
        self._delimiter = ","
        self._names: list[str] = []
        decode = Decoder(bom=data.startswith(BOM))
        stream = BytesIO(data.removeprefix(BOM))
        for line in Lines(stream, max_bytes=len(data) + 1, max_line=64 * 1024):
            if line.data.startswith(b"#") or not line.data.strip():
                continue
            if not self._names or line.number in wanted or not line.data.isascii():
                text = decode(line.data)
                if not self._names:
                    self._delimiter, self._names = _header(text)
                if line.number in wanted:
                    self._text[line.number] = text

    def marked(self, issue: Issue) -> list[str]:
        """The finding's line, and a marker under its cell if there is one; the part around it, if the line is long."""
        text = self._text.get(issue.line or 0)
        if text is None or text == "":
            return []
        start, end = self._span(text, issue)
        first = max(0, start - _WIDEST // 2) if len(text) > _WIDEST else 0
        last = min(len(text), first + _WIDEST)
        before, cell = _visible(text[first:start]), _visible(text[start : min(end, last)])
        left, right = "…" * (first > 0), "…" * (last < len(text))
        shown = left + _visible(text[first:last]) + right
        if end < 0:
            return [shown]
        return [shown, " " * (len(left) + cell_len(before)) + "^" * max(1, cell_len(cell))]

    def _span(self, text: str, issue: Issue) -> tuple[int, int]:
        """Where the finding's cell is in its line; (0, -1) if it is about the whole of it."""
        if issue.column is None:
            return 0, -1
        place = next((at for at, name in enumerate(self._names) if name == issue.column.casefold()), -1)
        cells = slowly(text, self._delimiter, forgiving=True)
        if not 0 <= place < len(cells):
            return 0, -1
        cell = cells[place]
        blank = len(cell.text) - len(cell.text.lstrip()) if cell.text.strip() else 0
        return cell.start + blank, cell.start + len(cell.text.rstrip()) if cell.text.strip() else cell.end


def _header(text: str) -> tuple[str, list[str]]:
    delimiter, cells = sniff(text)
    return delimiter, [cell.strip().casefold() for cell in cells]


def _visible(text: str) -> str:
    """`text` with a mark for what cannot be seen, so that the marker stays under its cell and the terminal unharmed."""
    return "".join(char if char.isprintable() else " " if char == "\t" else "\ufffd" for char in text)
