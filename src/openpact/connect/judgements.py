"""Judgements as PaCT answers them. Fields that are unknown here are ignored; missing ones take their default."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any, Self

from .reading import maybe, text


@dataclass(frozen=True, slots=True)
class Judgement:
    """One version of an overall judgement. `(id, version)` is unique: meeting it twice is harmless.

    From `score` on it is what the aspect judgements said; None where they said nothing, or where the PaCT is an older one."""

    id: str
    version: int
    cursor: int
    person_id: str
    learning_area: str
    nsn: str = ""
    cycle: str = ""
    cycle_kind: str = ""
    year: int | None = None
    level: str = ""
    level_name: str = ""
    withdrawn: bool = False
    judged_on: date | None = None
    confirmed_at: datetime | None = None
    judge: str = ""
    reason: str = ""
    #: On PaCT's scale, with the 95% range.
    score: int | None = None
    score_low: int | None = None
    score_high: int | None = None
    #: The level that the score recommends; `level` is the one that was confirmed.
    recommended: str | None = None
    standard: str | None = None
    framework: str | None = None
    framework_version: int | None = None
    calibration: str | None = None
    calibration_version: int | None = None
    #: The set of each aspect by its key, from 1; None: not yet enough evidence.
    aspects: Mapping[str, int | None] | None = field(default=None, hash=False)

    @property
    def differs(self) -> bool:
        """Whether another level was confirmed than the aspects recommend."""
        return bool(self.level and self.recommended and self.level != self.recommended)

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        return cls(
            id=str(data["id"]),
            version=int(data["version"]),
            cursor=int(data["cursor"]),
            person_id=text(data, "person_id"),
            learning_area=text(data, "learning_area"),
            nsn=text(data, "nsn"),
            cycle=text(data, "cycle"),
            cycle_kind=text(data, "cycle_kind"),
            year=maybe(data.get("year"), int),
            level=text(data, "level"),
            level_name=text(data, "level_name"),
            withdrawn=bool(data.get("withdrawn", False)),
            judged_on=maybe(data.get("judged_on"), date.fromisoformat),
            confirmed_at=maybe(data.get("confirmed_at"), datetime.fromisoformat),
            judge=text(data, "judge"),
            reason=text(data, "reason"),
            score=maybe(data.get("score"), int),
            score_low=maybe(data.get("score_low"), int),
            score_high=maybe(data.get("score_high"), int),
            recommended=maybe(data.get("recommended"), str),
            standard=maybe(data.get("standard"), str),
            framework=maybe(data.get("framework"), str),
            framework_version=maybe(data.get("framework_version"), int),
            calibration=maybe(data.get("calibration"), str),
            calibration_version=maybe(data.get("calibration_version"), int),
            aspects=maybe(data.get("aspects"), _aspects),
        )


@dataclass(frozen=True, slots=True)
class Page:
    """Some judgements in feed order; `next_cursor` is what to acknowledge once they are saved."""

    items: tuple[Judgement, ...]
    next_cursor: int | None
    more: bool = False
    automatic_export: bool = True
    #: Why nothing is given out: a word of openpact.link.words.Waiting, or "".
    waiting: str = ""

    @classmethod
    def from_json(cls, data: Mapping[str, Any]) -> Self:
        items = tuple(Judgement.from_json(i) for i in data["items"])
        return cls(
            items=items,
            next_cursor=maybe(data.get("next_cursor"), int) or (items[-1].cursor if items else None),
            more=bool(data.get("more", False)),
            automatic_export=bool(data.get("automatic_export", True)),
            waiting=text(data, "waiting"),
        )


def _aspects(data: Mapping[str, Any]) -> dict[str, int | None]:
    return {str(aspect): maybe(number, int) for aspect, number in data.items()}
