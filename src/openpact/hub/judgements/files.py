"""Judgements as CSV: for the API's readers, and for people who open it in a spreadsheet. docs/reference/judgements.md."""

import csv
import io
from collections.abc import Iterable
from dataclasses import fields
from datetime import UTC, date, datetime

from .feed import FeedEntry

COLUMNS = tuple(f.name for f in fields(FeedEntry))
#: With it Excel reads the file as UTF-8, and macrons stay.
BOM = "\ufeff"
#: A cell that begins like this is a formula to a spreadsheet, wherever the text came from.
FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n")


def csv_of(rows: Iterable[FeedEntry], *, bom: bool = False) -> str:
    """The rows with a header, lines ended by CRLF (RFC 4180).

    Texts that a spreadsheet would take for a formula get a leading apostrophe. `bom` is for a file that people open;
    the API's answer says its encoding itself.
    """
    out = io.StringIO()
    if bom:
        out.write(BOM)
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(COLUMNS)
    writer.writerows([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)
    return out.getvalue()


def _cell(value: object) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime):
        return value.astimezone(UTC).isoformat().replace("+00:00", "Z")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, str):
        return f"'{value}" if value.startswith(FORMULA_STARTS) else value
    return str(value)
