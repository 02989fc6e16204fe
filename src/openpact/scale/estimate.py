"""Warm's weighted likelihood estimate, for every raw score on a set of aspects at once.

The raw score is a sufficient statistic of the partial credit model: whoever was judged on the same aspects and has the same
raw score gets the same estimate, so one small table serves everybody. The estimate maximises likelihood times the square root
of the information, which takes away the first-order bias and is finite for the lowest and the highest raw score too.

Warm, T. A. (1989). Weighted likelihood estimation of ability in item response theory. Psychometrika, 54, 427-450.
"""

from collections.abc import Iterator

import numpy as np

from .pcm import Floats, Thresholds, log_likelihood, moments

#: Logits between the places at which the maximum is looked for, before it is found exactly.
STEP = 0.05
#: Halvings of a bracket of two steps: to below 1e-15 logits.
HALVINGS = 50


def weighted_likelihood(thresholds: Thresholds) -> tuple[Floats, Floats]:
    """(estimates, standard errors) in logits, each of shape (most + 1,), by raw score.

    The standard error is the usual one: one over the square root of the information at the estimate.
    """
    raw = np.arange(sum(len(each) for each in thresholds) + 1, dtype=np.float64)
    grid = _grid(thresholds)
    weighted = log_likelihood(grid, thresholds) + 0.5 * np.log(moments(grid, thresholds).variance)[:, None]
    best = grid[weighted.argmax(axis=0)]
    low, high = best - STEP, best + STEP
    for _ in range(HALVINGS):
        middle = (low + high) / 2
        rising = _slope(middle, raw, thresholds) > 0
        low, high = np.where(rising, middle, low), np.where(rising, high, middle)
    estimate = (low + high) / 2
    return estimate, 1 / np.sqrt(moments(estimate, thresholds).variance)


def _slope(theta: Floats, raw: Floats, thresholds: Thresholds) -> Floats:
    """Of the logarithm of what is maximised: Warm's equation."""
    at = moments(theta, thresholds)
    slope: Floats = raw - at.mean + at.third / (2 * at.variance)
    return slope


def _grid(thresholds: Thresholds) -> Floats:
    """Where the maximum can be: well beyond the outermost thresholds, since an extreme score's estimate lies outside them."""
    every = list(_flat(thresholds))
    return np.arange(min(every) - 8, max(every) + 8, STEP)


def _flat(thresholds: Thresholds) -> Iterator[float]:
    for each in thresholds:
        yield from each
