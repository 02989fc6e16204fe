"""Judgements as CSV: for the API's readers, and for people who open it in a spreadsheet. docs/reference/judgements.md."""

import json
from collections.abc import Iterable
from dataclasses import fields

from openpact.hub.platform.csvfile import BOM, lines

from .feed import FeedEntry

COLUMNS = tuple(f.name for f in fields(FeedEntry))


def csv_of(rows: Iterable[FeedEntry], *, bom: bool = False) -> str:
    """The rows with a header.

    `bom` is for a file that people open; the API's answer says its encoding itself.
    """
    table = [COLUMNS, *([_cell(getattr(row, name)) for name in COLUMNS] for row in rows)]
    return (BOM if bom else "") + "".join(lines(table))


def _cell(value: object) -> object:
    """Aspects are JSON in their cell, as they are in the API."""
    return json.dumps(value) if isinstance(value, dict) else value
