"""Judgements as text, for systems that read files: CSV with a header, or one JSON object a line."""

import csv
import io
import json
from collections.abc import Iterable
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from .values import Judgement

COLUMNS = tuple(f.name for f in fields(Judgement))


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"


def as_text(rows: Iterable[Judgement], form: Form, *, header: bool = True) -> str:
    """The rows as text; CSV gets a header unless told otherwise."""
    records = [_plain(row) for row in rows]
    if form is Form.JSON:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    out = io.StringIO()
    writer = csv.DictWriter(out, COLUMNS, lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows({**record, "withdrawn": str(record["withdrawn"]).lower()} for record in records)
    return out.getvalue()


def _plain(row: Judgement) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in asdict(row).items()}
