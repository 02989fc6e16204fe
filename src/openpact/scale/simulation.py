"""Judgements that follow the model, drawn at random: to see what an estimate is worth."""

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from .calibration import Calibration
from .pcm import Floats, probabilities
from .scoring import MISSING


def students(calibration: Calibration, count: int, random: np.random.Generator) -> Floats:
    """Where `count` students are, in points (not held inside the scale)."""
    mean, deviation = calibration.students
    return random.normal(mean, deviation, count)


def judgements(
    calibration: Calibration, points: Floats, random: np.random.Generator, *, missing: float = 0.0,
    aspects: Sequence[str] | None = None,
) -> NDArray[np.int_]:  # fmt: skip
    """Sets from 1, shape (students, aspects); each is MISSING with a probability of `missing`."""
    theta = calibration.thetas(points)
    columns = []
    for key in aspects or calibration.thresholds:
        below = probabilities(theta, calibration.thresholds[key]).cumsum(axis=1)
        drawn = (random.random((len(theta), 1)) > below[:, :-1]).sum(axis=1) + 1
        columns.append(np.where(random.random(len(theta)) < missing, MISSING, drawn))
    return np.stack(columns, axis=1)
