"""What the entry of an issue code says."""

from __future__ import annotations

from dataclasses import dataclass

from openpact.said import Value, gettext

from ..model import Issue, Severity

MAX_VALUE = 200
"""Characters of an offending value that an issue keeps."""

HEADER = "mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole"
"""The shortest header there is, for examples."""


@dataclass(frozen=True, slots=True)
class Code:
    """One kind of finding.

    `code` is its stable name. `scope` is what it is about: "file", "row" or "cell". `message` is a template: {value} and
    {column} are always there to use, more if the place that reports it passes more. `remedy` is what a person does next.
    Both are marked for translation.
    `example` is a file that has it (the tests read every one); where the limit it goes over is too large to show, the
    example goes over a small one.
    """

    code: str
    severity: Severity
    scope: str
    title: str
    message: str
    remedy: str
    example: bytes

    def issue(self, *, line: int | None = None, column: str | None = None, value: str = "", **details: Value) -> Issue:
        """The finding of this kind at this place; `details` fill the rest of the message. Raises KeyError for a detail
        that the message needs."""
        value = value[:MAX_VALUE]
        message = gettext(self.message, value=value, column=column or "", **details)
        return Issue(line, column, self.code, self.severity, message, value, self.remedy)


def example(*rows: str, header: str = HEADER) -> bytes:
    """A small file."""
    return "".join(f"{line}\r\n" for line in (header, *rows)).encode()


def error(code: str, scope: str, title: str, message: str, remedy: str, example: bytes) -> Code:
    """An entry for what costs the row, or the file."""
    return Code(code, Severity.ERROR, scope, title, message, remedy, example)


def warning(code: str, scope: str, title: str, message: str, remedy: str, example: bytes) -> Code:
    """An entry for what costs nothing but should be looked at."""
    return Code(code, Severity.WARNING, scope, title, message, remedy, example)
