"""What a scale is worth: how often its ranges cover, how precise it is along the scale, and what looks wrong with it."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import combinations, pairwise
from statistics import NormalDist

import numpy as np

from .calibration import Calibration
from .pcm import moments
from .scoring import Scale
from .table import ScoreTable

#: Coverage of complete judgements where most students are: no more than this.
AT_MOST = 0.96
#: Points from one line of the table of precision to the next.
EVERY = 100


@dataclass(frozen=True, slots=True)
class Covered:
    """Lowest and highest coverage over some points of the scale."""

    low: float
    high: float

    @staticmethod
    def of(parts: list["Covered"]) -> "Covered":
        return Covered(min(each.low for each in parts), max(each.high for each in parts))


@dataclass(frozen=True, slots=True)
class Precision:
    """At one point: standard error, and how wide the range is to be expected, in points."""

    points: int
    error: float
    width: float


@dataclass(frozen=True, slots=True)
class Report:
    """`inside` and `outside`: where most students are, and elsewhere; of complete judgements and of all with aspects missing."""

    inside: Covered
    outside: Covered
    missing_inside: Covered | None
    missing_outside: Covered | None
    patterns: int
    precision: tuple[Precision, ...]
    #: (aspect, set): the threshold to the set lies below the one before it, so that the set before is never the likeliest.
    reversed: tuple[tuple[str, int], ...]
    #: Shares of students below 0 and above the top.
    below: float
    above: float
    wrong: tuple[str, ...]


def check(scale: Scale) -> Report:
    """Looks at every pattern of judged aspects that gives a score: some seconds for seven or eight aspects."""
    calibration = scale.calibration
    complete, *missing = [_covered(ScoreTable(calibration, judged)) for judged in _patterns(calibration)]
    inside, outside = complete
    students = NormalDist(*calibration.students)
    turned = tuple(_reversed(calibration))
    wrong = [
        f"The thresholds of {aspect} to its sets {number - 1} and {number} are reversed." for aspect, number in turned
    ]
    if inside.high > AT_MOST:
        wrong.append(
            f"Where most students are, complete judgements cover with up to {inside.high:.1%}: more than {AT_MOST:.0%}."
        )
    return Report(
        inside=inside,
        outside=outside,
        missing_inside=Covered.of([each for each, _ in missing]) if missing else None,
        missing_outside=Covered.of([each for _, each in missing]) if missing else None,
        patterns=len(missing),
        precision=tuple(_precision(ScoreTable(calibration, tuple(calibration.thresholds)))),
        reversed=turned,
        below=students.cdf(0),
        above=1 - students.cdf(calibration.top),
        wrong=tuple(wrong),
    )


def _patterns(calibration: Calibration) -> Iterator[tuple[str, ...]]:
    """The complete one first."""
    keys = tuple(calibration.thresholds)
    for many in range(len(keys), calibration.needed - 1, -1):
        yield from combinations(keys, many)


def _covered(table: ScoreTable) -> tuple[Covered, Covered]:
    coverage, inner = table.coverage, table.inner
    ranges = [
        Covered(float(part.min()), float(part.max())) if part.size else None
        for part in (coverage[inner], coverage[~inner])
    ]
    whole = Covered(float(coverage.min()), float(coverage.max()))
    return ranges[0] or whole, ranges[1] or whole


def _precision(table: ScoreTable) -> Iterator[Precision]:
    calibration = table.calibration
    points = np.arange(0, calibration.top + 1, EVERY)
    widths = table.chances[points] @ np.array([row.high - row.low for row in table.rows])
    errors = calibration.unit / np.sqrt(moments(calibration.thetas(points), table.thresholds).variance)
    for place, error, width in zip(points.tolist(), errors.tolist(), widths.tolist(), strict=True):
        yield Precision(place, error, width)


def _reversed(calibration: Calibration) -> Iterator[tuple[str, int]]:
    for aspect, thresholds in calibration.thresholds.items():
        for number, (before, after) in enumerate(pairwise(thresholds), 3):
            if after < before:
                yield aspect, number
