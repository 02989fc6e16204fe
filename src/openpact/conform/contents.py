"""What the played PaCT says of judgements, exchanges and the connection, as docs/reference/api.md has it."""

import csv
import io
import json
from collections.abc import Iterable
from datetime import datetime
from typing import Any

from openpact import clock
from openpact.ide import Selection
from openpact.ide.selection import is_marked, parse
from openpact.link import told
from openpact.link.providers import Provider, Rhythm
from openpact.link.schedule import Place, next_due

#: In an answer of the future there is more than the contract says today.
UNKNOWN = "a_field_of_the_future"


def judgement(name: str, cursor: int, person_id: str) -> dict[str, Any]:
    return {
        "id": name, "version": 1, "cursor": cursor, "person_id": person_id, "nsn": "0123456789",
        "learning_area": "reading", "cycle": "Interim 2026", "cycle_kind": "interim", "year": 2026,
        "level": "3", "level_name": "Curriculum level 3", "withdrawn": False,
        "judged_on": "2026-11-24", "confirmed_at": "2026-11-24T02:10:00Z", "judge": "Hēmi Parata", "reason": "",
        "score": 642, "score_low": 568, "score_high": 704, "recommended": "3", "standard": "at",
        "framework": "reading", "framework_version": 1, "calibration": "illustrative-reading", "calibration_version": 1,
        "aspects": {
            "processing-system": 6, "text-structure": 5, "vocabulary-knowledge": 5, "reading-critically": 4,
            "organising-for-learning": 5, "informational-texts": 5, "literary-experience": None,
        },
        UNKNOWN: {"x": 1},
    }  # fmt: skip


#: What is null in a row of a judgement that was made without aspects.
WITHOUT_ASPECTS = dict.fromkeys((
    "score", "score_low", "score_high", "recommended", "standard",
    "framework", "framework_version", "calibration", "calibration_version", "aspects",
))  # fmt: skip
COLUMNS = (*(name for name in judgement("", 0, "") if name != UNKNOWN), UNKNOWN)


def as_csv(rows: Iterable[dict[str, Any]]) -> bytes:
    text = io.StringIO()
    table = csv.DictWriter(text, COLUMNS)
    table.writeheader()
    table.writerows({name: _cell(value) for name, value in row.items()} for row in rows)
    return text.getvalue().encode()


def _cell(value: Any) -> Any:
    """True and false, and objects, as in JSON; null is empty."""
    return json.dumps(value) if isinstance(value, bool | dict) else value


def upload(name: str, trigger: str) -> dict[str, Any]:
    return {
        "id": name, "direction": "upload", "state": "received", "trigger": trigger,
        "received_at": "2026-11-24T09:12:03Z", "finished_at": None,
        "counts": {"people": 0, "bears": 3}, "selection": None, "issues": [], "reasons": [],
    }  # fmt: skip


def selection_of(file: bytes) -> Selection | None:
    """Raises UnusableFile."""
    line = file.partition(b"\n")[0].removesuffix(b"\r")
    return parse(line, 1) if is_marked(line) else None


def moves(rhythm: Rhythm, provider: Provider, place: Place, since: datetime | None) -> dict[str, Any]:
    """What PaCT says of a direction. It has had nothing from this SMS that the SMS does not remember itself."""
    said = {
        "found_nothing_at": None,
        "last_automatic": None,
        "last_manual": None,
        "missed": 0,
        "rule": told.rule(rhythm, place),
    }
    if since is None:
        return {**said, "since": None, "next": None, "note": "Nothing moves by itself."}
    now = clock.now()
    due = next_due(rhythm, place, (), now, since=since)
    begins, ends = told.span(due, place.wall)
    because = told.why(provider, rhythm, place, due, now)
    moments = {"at": due.at.isoformat(), "begins": begins.isoformat(), "ends": ends.isoformat()}
    words = {"when": told.when(due, place.wall, now), "why": due.why, "because": because}
    return {**said, "since": since.isoformat(), "next": {**moments, **words}, "note": ""}
