"""A calibration: what a framework's steps are worth on the scale. Data, read from TOML, with a version and its source.

Thresholds are in logits: `thresholds[aspect][k]` is where set k + 1 and set k + 2 are equally likely (the step parameters of
Masters 1982). Points are a straight line of logits: points = origin + unit * logits, from 0 to `top`.
"""

from bisect import bisect_right
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from itertools import chain
from math import isfinite
from typing import Any

import numpy as np
from numpy.typing import NDArray

from .errors import BadData
from .framework import Framework

LEVELS = ("1", "2", "3", "4", "5")


class Standard(StrEnum):
    """Beside what is expected of a year level."""

    WELL_BELOW = "well below"
    BELOW = "below"
    AT = "at"
    ABOVE = "above"


@dataclass(frozen=True, slots=True)
class Calibration:
    """`levels[i]` is the first point of curriculum level i + 1; `standards[year]` the first points of below, at and above.

    `students` is where students are on the scale (mean, standard deviation, in points): it decides where the range has to
    hold as near to 95% as can be (see ranges), and nothing else. `needed` is how many aspects must be judged for a score.
    """

    key: str
    version: int
    framework: tuple[str, int]
    source: str
    illustrative: bool
    since: date
    unit: float
    origin: float
    top: int
    needed: int
    students: tuple[float, float]
    thresholds: Mapping[str, tuple[float, ...]]
    levels: tuple[int, ...]
    standards: Mapping[int, tuple[int, int, int]]

    def points(self, logits: float) -> float:
        """Not rounded, and held inside the scale."""
        return min(max(self.origin + self.unit * logits, 0.0), float(self.top))

    def thetas(self, points: NDArray[np.float64] | NDArray[np.int64]) -> NDArray[np.float64]:
        """The logits of many points."""
        return np.asarray((points - self.origin) / self.unit, dtype=np.float64)

    def level(self, points: float) -> str:
        """The curriculum level, "1" to "5"."""
        return LEVELS[max(bisect_right(self.levels, points) - 1, 0)]

    def bands(self) -> list[tuple[str, int, int]]:
        """(level, first point, last point), in order."""
        ends = [*(first - 1 for first in self.levels[1:]), self.top]
        return list(zip(LEVELS, self.levels, ends, strict=True))

    def standard(self, points: float, year: int) -> Standard | None:
        """None for a year level for which no standard is set."""
        cuts = self.standards.get(year)
        return list(Standard)[bisect_right(cuts, points)] if cuts else None


def parse(data: Mapping[str, Any], framework: Framework, where: str = "calibration") -> Calibration:
    """A calibration of this framework from the tables of its TOML file. Raises BadData."""
    try:
        calibration = Calibration(
            key=str(data["key"]),
            version=int(data["version"]),
            framework=(str(data["framework"]), int(data["framework_version"])),
            source=str(data["source"]),
            illustrative=_yes_or_no(data["illustrative"]),
            since=data["since"],
            unit=float(data["scale"]["unit"]),
            origin=float(data["scale"]["origin"]),
            top=int(data["scale"]["top"]),
            needed=int(data["needed"]),
            students=(float(data["students"]["mean"]), float(data["students"]["deviation"])),
            thresholds={key: tuple(float(each) for each in values) for key, values in data["thresholds"].items()},
            levels=tuple(int(data["levels"][level]) for level in LEVELS),
            standards={int(year): (int(a), int(b), int(c)) for year, (a, b, c) in data.get("standards", {}).items()},
        )
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise BadData.from_reading(where, wrong) from wrong
    for problem in _problems(calibration, framework):
        raise BadData(where, problem)
    return calibration


def _yes_or_no(value: Any) -> bool:
    if not isinstance(value, bool):
        raise TypeError(f"{value!r} is neither true nor false")
    return value


def _problems(calibration: Calibration, framework: Framework) -> list[str]:
    found = []
    if calibration.framework != (framework.key, framework.version):
        found.append(f"It is for {calibration.framework}, not for {(framework.key, framework.version)}.")
    if type(calibration.since) is not date:
        found.append("since is no date.")
    steps = {aspect.key: aspect.steps for aspect in framework.aspects}
    if {key: len(values) for key, values in calibration.thresholds.items()} != steps:
        found.append(f"Thresholds do not fit the framework's aspects and sets: {steps} are needed.")
    numbers = [calibration.unit, calibration.origin, *calibration.students, *chain(*calibration.thresholds.values())]
    if not all(map(isfinite, numbers)):
        found.append("A number is not finite.")
    if not 1 <= calibration.needed <= len(steps):
        found.append(f"needed is from 1 to {len(steps)}.")
    if calibration.unit <= 0 or calibration.top <= 0 or calibration.students[1] <= 0:
        found.append("unit, top and the students' deviation are greater than 0.")
    if not _going_up(calibration.levels, calibration.top) or calibration.levels[0] != 0:
        found.append("Levels go up within the scale, and the first begins at 0.")
    if not all(_going_up(cuts, calibration.top) for cuts in calibration.standards.values()):
        found.append("The points of a year's standards go up within the scale.")
    return found


def _going_up(points: Sequence[int], top: int) -> bool:
    return list(points) == sorted(set(points)) and points[0] >= 0 and points[-1] <= top
