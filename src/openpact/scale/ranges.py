"""The 95% range: for every raw score the points of the scale with which it agrees.

The usual range, estimate plus and minus 1.96 standard errors, rests on an approximation that fails near the ends of the scale,
and a raw score moves in whole steps, so that its real coverage jumps up and down. We use Neyman's construction instead: for every
point of the scale a run of raw scores is accepted, and the range of a raw score is all points at which it is accepted. Coverage is
then not approximated but known: the probability of the accepted run. The runs are chosen for the whole scale at once, by dynamic
programming over the points:

- a run never moves down as the points go up, so that a higher raw score never has a lower range;
- at no point is coverage under AT_LEAST; where few students are, at the ends, nowhere under 95%;
- within that, it is as near to 95% everywhere as whole raw scores allow (the sixth power of the difference is kept small).

Neyman, J. (1937). Outline of a theory of statistical estimation based on the classical theory of probability.
Philosophical Transactions of the Royal Society A, 236, 333-380.
"""

import numpy as np
from numpy.typing import NDArray

from .pcm import Floats

COVERAGE = 0.95
#: Nowhere less, also where most students are and whole raw scores cannot do better.
AT_LEAST = 0.94
#: Between these percentiles of students coverage is brought as near to 95% as can be, from both sides.
INNER = (0.05, 0.95)

#: More than all points of a scale can cost together. The run of all raw scores is always allowed, so none of these is ever chosen.
_FORBIDDEN = 1e9

Runs = tuple[NDArray[np.int64], NDArray[np.int64]]


def runs(chances: Floats, inner: NDArray[np.bool_]) -> Runs:
    """(first, last) accepted raw score at each point: shapes (points,), both never going down.

    `chances[p]` is how the raw score is distributed at point p, `inner[p]` whether it lies where most students are.
    """
    points, scores = chances.shape
    below = np.concatenate([np.zeros((points, 1)), np.cumsum(chances, axis=1)], axis=1)
    first, last = np.meshgrid(np.arange(scores), np.arange(scores), indexing="ij")
    costs = np.empty((points, scores, scores))
    total = np.zeros((scores, scores))
    for p in range(points):
        covered = below[p][last + 1] - below[p][first]
        total = _cheapest_until(total) + np.where(last >= first, _cost(covered, bool(inner[p])), _FORBIDDEN * 1e3)
        costs[p] = total
    path = np.empty((points, 2), dtype=np.int64)
    path[-1] = np.unravel_index(costs[-1].argmin(), (scores, scores))
    for p in range(points - 2, -1, -1):
        a, b = path[p + 1] + 1
        path[p] = np.unravel_index(costs[p, :a, :b].argmin(), (a, b))
    return path[:, 0], path[:, 1]


def ranges(accepted: Runs, scores: int) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """(low, high): the first and last point at which each raw score 0..scores - 1 is accepted."""
    first, last = accepted
    raw = np.arange(scores)
    low = np.searchsorted(last, raw, side="left")
    high = np.searchsorted(first, raw, side="right") - 1
    return low, high


def coverage(chances: Floats, accepted: Runs) -> Floats:
    """The probability, at each point, that the range covers it: exact."""
    first, last = accepted
    below = np.concatenate([np.zeros((len(chances), 1)), np.cumsum(chances, axis=1)], axis=1)
    at = np.arange(len(chances))
    result: Floats = below[at, last + 1] - below[at, first]
    return result


def _cheapest_until(total: Floats) -> Floats:
    """The least cost of any run that is nowhere further up."""
    result: Floats = np.minimum.accumulate(np.minimum.accumulate(total, axis=0), axis=1)
    return result


def _cost(covered: Floats, inner: bool) -> Floats:
    """Of accepting a run: in percent, to the sixth power where most students are; more than 95% is cheap at the ends."""
    square = (100 * (covered - COVERAGE)) ** 2
    least = AT_LEAST if inner else COVERAGE
    cost = square * square * square if inner else square / 100
    result: Floats = np.where(covered >= least - 1e-12, cost, _FORBIDDEN)
    return result
