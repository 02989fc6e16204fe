"""What a row of the feed holds, as docs/reference/judgements.md says it: every field, of its kind, and what has to fit together."""

import re
from collections.abc import Callable, Iterable
from datetime import date, datetime
from typing import Any

#: The scale's last point.
TOP = 1300
LEVELS = ("1", "2", "3", "4", "5")
STANDARDS = ("well below", "below", "at", "above")
SCORE = ("score", "score_low", "score_high")
WITH_A_SCORE = (*SCORE, "recommended", "calibration", "calibration_version")


def _text(value: Any) -> bool:
    return isinstance(value, str)


def _number(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _read_by(read: Callable[[str], Any], form: str) -> Callable[[Any], bool]:
    def holds(value: Any) -> bool:
        try:
            read(value)
        except (TypeError, ValueError):
            return False
        return re.match(form, value) is not None

    return holds


def _or_null(holds: Callable[[Any], bool]) -> Callable[[Any], bool]:
    return lambda value: value is None or holds(value)


def _name(value: Any) -> bool:
    return _text(value) and value != ""


def _sets(value: Any) -> bool:
    return isinstance(value, dict) and all(each is None or (_number(each) and each > 0) for each in value.values())


FIELDS: dict[str, Callable[[Any], bool]] = {
    "id": _name, "version": _number, "cursor": _number, "person_id": _name, "nsn": _text, "learning_area": _name,
    "cycle": _name, "cycle_kind": _name, "year": _number, "level": _text, "level_name": _text,
    "withdrawn": lambda value: isinstance(value, bool), "judged_on": _read_by(date.fromisoformat, r"\d{4}-\d\d-\d\d$"),
    "confirmed_at": _read_by(datetime.fromisoformat, r".*(Z|[+-]00:00)$"), "judge": _text, "reason": _text,
    "score": _or_null(_number), "score_low": _or_null(_number), "score_high": _or_null(_number),
    "recommended": _or_null(_name), "standard": _or_null(_name), "framework": _or_null(_name),
    "framework_version": _or_null(_number), "calibration": _or_null(_name), "calibration_version": _or_null(_number),
    "aspects": _or_null(_sets),
}  # fmt: skip


def fields(rows: Iterable[dict[str, Any]]) -> list[str]:
    """What is missing or of another kind, each once."""
    found = {
        f"{name} is {'missing' if name not in row else 'of another type'}": None
        for row in rows
        for name, holds in FIELDS.items()
        if name not in row or not holds(row[name])
    }
    return list(found)


def levels(rows: Iterable[dict[str, Any]]) -> list[str]:
    """What is no level, or no standard."""
    found: dict[str, None] = {}
    for row in rows:
        if row["withdrawn"] != (row["level"] == ""):
            found["level and withdrawn do not fit"] = None
        if row["level"] not in ("", *LEVELS):
            found["level is none of 1 to 5"] = None
        if row["recommended"] not in (None, *LEVELS):
            found["recommended is none of 1 to 5"] = None
        if row["standard"] not in (None, *STANDARDS):
            found["standard is none of the four"] = None
    return list(found)


def scores(rows: Iterable[dict[str, Any]]) -> list[str]:
    """What is off the scale, or said by halves."""
    found: dict[str, None] = {}
    for row in rows:
        there = [name for name in WITH_A_SCORE if row[name] is not None]
        if there and len(there) < len(WITH_A_SCORE):
            missing = next(name for name in WITH_A_SCORE if name not in there)
            found[f"{there[0]} without {missing}"] = None
        elif there:
            low, score, high = row["score_low"], row["score"], row["score_high"]
            if not 0 <= low <= score <= high <= TOP:
                found[f"not 0 <= {low} <= {score} <= {high} <= {TOP}"] = None
        if there and not row["aspects"]:
            found["a score without aspects"] = None
        if bool(row["aspects"]) != bool(row["framework"]) or bool(row["framework"]) != bool(row["framework_version"]):
            found["aspects without their framework and its version, or the reverse"] = None
    return list(found)


def has_a_score(row: dict[str, Any]) -> bool:
    return row.get("score") is not None
