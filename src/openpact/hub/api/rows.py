"""A row of the feed, field by field: for the OpenAPI document, and for docs/reference/judgements.md, whose table is made from it:

python -m openpact.hub.api.fields
"""

from datetime import date, datetime
from typing import Annotated, Any, Literal
from uuid import UUID

from ninja import Schema
from pydantic import ConfigDict, Field, WithJsonSchema

from openpact.scale import Standard

#: Said, not enforced: an answer that holds a row which a calibration of somebody's put off the scale is better than none.
Points = Annotated[int, WithJsonSchema({"type": "integer", "minimum": 0, "maximum": 1300})]
Level = Literal["1", "2", "3", "4", "5"]


def _field(words: str, example: object, **more: Any) -> Any:
    return Field(description=words, examples=[example], **more)


class JudgementOut(Schema):
    """One version of an overall judgement. `(id, version)` is unique; a correction is a new version of the same id. From
    `score` on, what the aspects do not say is null, never 0 or an empty text. Further fields may be added: pass over those you
    do not know."""

    model_config = ConfigDict(from_attributes=True)

    id: UUID = _field("the judgement, the same for all its versions", "0b6c1f6e-6f0d-4f5e-9d4e-1f6d1c2b3a4d")
    version: int = _field("1, 2, …: the highest of an `id` is what counts", 2, ge=1)
    cursor: int = _field("the row's place in the school's feed", 41, ge=1)
    person_id: str = _field("the student's id in the SMS (mlepSmsPersonId)", "1042")
    nsn: str = _field(
        "the National Student Number, ten digits; empty when there is none; a spreadsheet may drop the zeros it begins with: import the column as text",
        "0123456789",
    )
    learning_area: str = _field("`reading`, `writing` or `mathematics`", "mathematics")
    cycle: str = _field("the reporting cycle's name", "Interim 2026")
    cycle_kind: str = _field(
        "`interim`, `final` or `ad-hoc` (out of cycle); whoever meets another one keeps the row and overwrites nothing by it",
        "interim",
    )
    year: int = _field("the cycle's year", 2026)
    level: Literal["", "1", "2", "3", "4", "5"] = _field(
        "the curriculum level that was confirmed; empty when withdrawn", "4"
    )
    level_name: str = _field("the level in words; empty when withdrawn", "Curriculum level 4")
    withdrawn: bool = _field("whether the judgement was taken back", False)
    judged_on: date = _field("the day of this version, by the school's calendar", "2026-06-10")
    confirmed_at: datetime = _field("the moment, in UTC", "2026-06-10T02:00:00Z")
    judge: str = _field("who confirmed this version", "Hēmi Parata")
    reason: str = _field(
        "why it changed, or why it differs from what is recommended; empty where neither is so",
        "A second task shows more",
    )
    score: Points | None = _field("the score on the scale; null without enough aspect judgements", 642)
    score_low: Points | None = _field("where the score's 95% range begins; null without a score", 568)
    score_high: Points | None = _field("where it ends; null without a score", 704)
    recommended: Level | None = _field(
        "the curriculum level that the score recommends, whatever was confirmed; null without a score", "3"
    )
    standard: Literal[*Standard] | None = _field(  # type: ignore[valid-type]
        "the score beside what is expected of the student's year level; null where the school does not report standards, or the year level is not known",
        "at",
    )
    framework: str | None = _field("the framework by which the aspects were judged; null when none was", "mathematics")
    framework_version: int | None = _field("its version", 1)
    calibration: str | None = _field(
        "what turned the aspects into a score; null without a score", "illustrative-mathematics"
    )
    calibration_version: int | None = _field("its version", 1)
    aspects: dict[str, int | None] | None = _field(
        "the set of each aspect that was judged, from 1, by the framework's key of the aspect; null for an aspect of which there is not yet enough evidence; null altogether when none was judged; in CSV as JSON",
        {
            "additive-thinking": 5, "multiplicative-thinking": 5, "patterns-and-relationships": 4, "symbols-and-expressions": 4,
            "measurement-sense": 5, "geometric-thinking": 4, "statistical-investigations": None, "statistics-and-chance": 4,
        },
    )  # fmt: skip
