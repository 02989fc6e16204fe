"""CSV for people who open it in a spreadsheet, and for programs: one way to write a cell."""

import csv
import io
from collections.abc import Iterable, Iterator
from datetime import UTC, date, datetime

#: With it Excel reads the file as UTF-8, and macrons stay.
BOM = "\ufeff"
#: A cell that begins like this is a formula to a spreadsheet, wherever the text came from.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def cell(value: object) -> str:
    """Texts that a spreadsheet would take for a formula get a leading apostrophe; moments are UTC; None is empty."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, int | float):
        return str(value)
    text = str(value)
    return f"'{text}" if text.startswith(FORMULA_STARTS) else text


def lines(rows: Iterable[Iterable[object]]) -> Iterator[str]:
    """Each row as a line that ends with CRLF (RFC 4180)."""
    for row in rows:
        out = io.StringIO()
        csv.writer(out, lineterminator="\r\n").writerow([cell(value) for value in row])
        yield out.getvalue()
