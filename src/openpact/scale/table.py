"""Everything a raw score says, for one set of judged aspects: worked out once, then looked up."""

from dataclasses import dataclass
from functools import cached_property
from statistics import NormalDist

import numpy as np
from numpy.typing import NDArray

from . import ranges
from .calibration import Calibration
from .estimate import weighted_likelihood
from .pcm import Floats, raw_scores


@dataclass(frozen=True, slots=True)
class Row:
    """One raw score: estimate and standard error in logits, the estimate in points, and the 95% range in whole points."""

    measure: float
    error: float
    points: float
    low: int
    high: int


class ScoreTable:
    """For the aspects `judged` (keys, in the framework's order) of a calibration."""

    def __init__(self, calibration: Calibration, judged: tuple[str, ...]) -> None:
        self.calibration = calibration
        self.judged = judged
        self.thresholds = [calibration.thresholds[key] for key in judged]
        self.most = sum(len(each) for each in self.thresholds)

    @cached_property
    def rows(self) -> list[Row]:
        """By raw score, 0..most."""
        measures, errors = weighted_likelihood(self.thresholds)
        low, high = ranges.ranges(self.accepted, self.most + 1)
        points = [self.calibration.points(float(each)) for each in measures]
        return [
            Row(float(m), float(e), p, int(a), int(b))
            for m, e, p, a, b in zip(measures, errors, points, low, high, strict=True)
        ]

    @property
    def scale(self) -> NDArray[np.int64]:
        """Every point of the scale."""
        return np.arange(self.calibration.top + 1)

    @property
    def chances(self) -> Floats:
        """How the raw score is distributed at every point: shape (top + 1, most + 1). Large, and so not kept."""
        return raw_scores(self.calibration.thetas(self.scale), self.thresholds)

    @property
    def inner(self) -> NDArray[np.bool_]:
        """The points between the 5th and the 95th percentile of students."""
        low, high = (NormalDist(*self.calibration.students).inv_cdf(share) for share in ranges.INNER)
        result: NDArray[np.bool_] = (self.scale >= low) & (self.scale <= high)
        return result

    @cached_property
    def accepted(self) -> ranges.Runs:
        return ranges.runs(self.chances, self.inner)

    @property
    def coverage(self) -> Floats:
        """Of the range, at every point: exact."""
        return ranges.coverage(self.chances, self.accepted)
