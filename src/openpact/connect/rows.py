"""Judgements as text, for systems that read files: CSV with a header, or one JSON object a line."""

import csv
import io
import json
from collections.abc import Iterable, Sequence
from dataclasses import asdict, fields
from enum import StrEnum
from typing import Any

from .judgements import Judgement

COLUMNS = tuple(f.name for f in fields(Judgement))


class Form(StrEnum):
    CSV = "csv"
    JSON = "json"


def as_text(rows: Iterable[Judgement], form: Form, *, header: bool = True, columns: Sequence[str] = COLUMNS) -> str:
    """The rows as text; CSV gets a header unless told otherwise. Of `columns` those that no judgement has stay empty."""
    records = [_plain(row) for row in rows]
    if form is Form.JSON:
        return "".join(json.dumps(record, ensure_ascii=False) + "\n" for record in records)
    out = io.StringIO()
    writer = csv.DictWriter(out, columns, extrasaction="ignore", lineterminator="\n")
    if header:
        writer.writeheader()
    writer.writerows(_cells(record) for record in records)
    return out.getvalue()


def columns_of(text: str) -> list[str]:
    """The columns of a CSV that is there already: those that `as_text` wrote when fields were fewer, for one."""
    return next(csv.reader(io.StringIO(text, newline="")), [])


def _cells(record: dict[str, Any]) -> dict[str, Any]:
    aspects = record["aspects"]
    as_json = None if aspects is None else json.dumps(aspects, ensure_ascii=False)
    return {**record, "withdrawn": str(record["withdrawn"]).lower(), "aspects": as_json}


def _plain(row: Judgement) -> dict[str, Any]:
    return {k: v.isoformat() if hasattr(v, "isoformat") else v for k, v in asdict(row).items()}
