"""The partial credit model (Masters 1982), on arrays.

A student at `theta` (logits) is placed in category k = 0..m of an aspect with thresholds d[0..m-1] (logits) with a
probability proportional to exp(k * theta - d[0] - ... - d[k-1]). Category k is set k + 1.

Masters, G. N. (1982). A Rasch model for partial credit scoring. Psychometrika, 47, 149-174.
"""

from collections.abc import Sequence
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Thresholds = Sequence[Sequence[float]]


def probabilities(theta: Floats, thresholds: Sequence[float]) -> Floats:
    """One aspect's categories: shape (len(theta), len(thresholds) + 1), each row summing to 1."""
    category = np.arange(len(thresholds) + 1)
    logs = np.outer(theta, category) - np.concatenate(([0.0], np.cumsum(thresholds)))
    logs -= logs.max(axis=1, keepdims=True)
    weights = np.exp(logs)
    result: Floats = weights / weights.sum(axis=1, keepdims=True)
    return result


class Moments(NamedTuple):
    """Of the raw score at each theta: mean, variance (which is the information about theta) and third central moment."""

    mean: Floats
    variance: Floats
    third: Floats


def moments(theta: Floats, thresholds: Thresholds) -> Moments:
    """Summed over the aspects: shapes (len(theta),)."""
    mean, variance, third = (np.zeros(len(theta)) for _ in range(3))
    for each in thresholds:
        chance = probabilities(theta, each)
        category = np.arange(chance.shape[1])
        expected = chance @ category
        away = category - expected[:, None]
        mean += expected
        variance += (chance * away**2).sum(axis=1)
        third += (chance * away**3).sum(axis=1)
    return Moments(mean, variance, third)


def raw_scores(theta: Floats, thresholds: Thresholds) -> Floats:
    """How the raw score (the sum of categories) is distributed: shape (len(theta), most + 1)."""
    result = np.ones((len(theta), 1))
    for each in thresholds:
        chance = probabilities(theta, each)
        longer = np.zeros((len(theta), result.shape[1] + chance.shape[1] - 1))
        for k in range(chance.shape[1]):
            longer[:, k : k + result.shape[1]] += result * chance[:, [k]]
        result = longer
    return result


def log_likelihood(theta: Floats, thresholds: Thresholds) -> Floats:
    """Of every raw score, up to a constant of each: shape (len(theta), most + 1)."""
    most = sum(len(each) for each in thresholds)
    norm = np.zeros(len(theta))
    for each in thresholds:
        logs = np.outer(theta, np.arange(len(each) + 1)) - np.concatenate(([0.0], np.cumsum(each)))
        norm += np.logaddexp.reduce(logs, axis=1)
    result: Floats = np.outer(theta, np.arange(most + 1)) - norm[:, None]
    return result
