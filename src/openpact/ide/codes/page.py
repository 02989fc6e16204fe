"""The reference page of the issue codes, docs/reference/ide-codes.md, made of the registry."""

from __future__ import annotations

from ..model import Severity
from . import CODES
from .base import Code

_PARTS = (
    (
        "file",
        Severity.ERROR,
        "Files that cannot be used",
        "Nothing of such a file is used, and nothing that the school has in PaCT changes. There is one finding only.",
    ),
    (
        "row",
        Severity.ERROR,
        "Rows that cannot be used",
        "The row is left out. Whoever it describes keeps what they had: a refused row never counts as an absent person.",
    ),
    (
        "",
        Severity.WARNING,
        "Warnings",
        "The row is used, as it is or mended; the message says which.",
    ),
)


def page() -> str:
    """The whole page, in Markdown."""
    parts = [
        "# Issue codes of IDE files\n",
        "Everything `openpact ide check` and an import can find in an IDE file. A code keeps its meaning for good, so"
        " programs may rely on it; the words may get better. `openpact ide codes CODE` prints one entry.\n",
        "This page is made by `openpact ide codes > docs/reference/ide-codes.md`; a test keeps it in step with the code,"
        " and reads every example. The rules themselves are in [The IDE file](ide-format.md).\n",
    ]
    for scope, severity, title, introduction in _PARTS:
        entries = [code for code in CODES.values() if code.severity is severity and (_scope(code) == scope)]
        parts += [f"## {title}\n", introduction + "\n", _table(entries)]
        parts += [entry(code, level=3) for code in entries]
    return "\n".join(parts)


def entry(code: Code, level: int = 1) -> str:
    """One code, in Markdown: what it means, what to do, and a file that has it."""
    return "\n".join(
        (
            f"{'#' * level} {code.code}\n",
            f"{code.title}. ({code.severity.capitalize()}, about a {code.scope}.)\n",
            f"What to do: {code.remedy}\n",
            _example(code.example),
        )
    )


def _scope(code: Code) -> str:
    if code.severity is Severity.WARNING:
        return ""
    return "file" if code.scope == "file" else "row"


def _table(entries: list[Code]) -> str:
    rows = [f"| [{code.code}](#{code.code}) | {code.title} |" for code in entries]
    return "\n".join(["| code | what it says |", "| --- | --- |", *rows]) + "\n"


def _example(data: bytes) -> str:
    """The example as a block of code; what cannot be seen is written out, what is long is cut."""
    if not data:
        return "Example: a file of no bytes.\n"
    try:
        text = data.decode()
        note = ""
    except UnicodeDecodeError:
        text = data.decode("cp1252")
        note = " (in Windows-1252)"
    if not text.endswith("\n"):
        note += " (without a line end)"
    lines = [_shown(line) for line in text.replace("\r\n", "\n").removesuffix("\n").split("\n")]
    return "\n".join((f"Example{note}:\n", *(f"    {line}" for line in lines))) + "\n"


def _shown(line: str) -> str:
    visible = "".join(char if char.isprintable() else f"\\x{ord(char):02x}" for char in line)
    return visible if len(visible) <= 120 else f"{visible[:60]} … ({len(line):,} characters)"
