"""What an overall judgement rests on: the aspects on its sheet, the score they make and the level it recommends."""

import json
from dataclasses import dataclass
from typing import Any

from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import School
from openpact.scale import Score

from .rules import Basis
from .sheets import Work


@dataclass(frozen=True, slots=True)
class OnSheet:
    """What is kept beside a version. Without enough aspects there is no score, and nothing is recommended."""

    sheet: int
    rule: Basis
    score: Score | None
    standard: str
    framework: tuple[str, int]
    calibration: tuple[str, int]
    aspects: dict[str, int]


def of(school: School, works: dict[int, Work]) -> dict[int, OnSheet]:
    """By person. One query where the school reports standards, none otherwise."""
    levels = year_levels(works) if school.reports_standards and works else {}
    return {person: _of(school, work, levels.get(person)) for person, work in works.items()}


def _of(school: School, work: Work, year: int | None) -> OnSheet:
    found = work.score
    score = found if isinstance(found, Score) else None
    standard = work.scale.standard(score, year) if score and year is not None else None
    calibration = work.scale.calibration
    return OnSheet(
        sheet=work.id or 0,
        rule=Basis(
            recommended=score.level if score else "",
            unlocked_because=work.unlocked_because if work.unlocked else None,
            aspects_needed=0 if isinstance(found, Score) or not school.needs_aspects else found.more,
        ),
        score=score,
        standard=str(standard) if standard else "",
        framework=(work.scale.framework.key, work.scale.framework.version),
        calibration=(calibration.key, calibration.version),
        aspects=work.answers,
    )


def columns(found: list[OnSheet]) -> dict[str, list[Any]]:
    """For the statement `append`. Where no aspect was judged, nothing is said of framework and calibration."""
    return {
        "scores": [each.score.points if each.score else None for each in found],
        "lows": [each.score.low if each.score else None for each in found],
        "highs": [each.score.high if each.score else None for each in found],
        "recommended": [each.rule.recommended for each in found],
        "standards": [each.standard for each in found],
        "frameworks": [each.framework[0] if each.aspects else "" for each in found],
        "framework_versions": [each.framework[1] if each.aspects else None for each in found],
        "calibrations": [each.calibration[0] if each.score else "" for each in found],
        "calibration_versions": [each.calibration[1] if each.score else None for each in found],
        "aspects": [json.dumps(each.aspects) for each in found],
    }
