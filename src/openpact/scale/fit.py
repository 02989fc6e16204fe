"""Fit: how unlike each other a student's aspect judgements are.

Infit and outfit are the usual mean squares (Wright and Masters 1982): about 1 where the judgements agree with each other as well
as the model expects, larger where they do not. With seven or eight aspects they say little about which judgement is odd, so that
is asked exactly: given the raw score, how often would this aspect be placed so far from the others? That probability does not
depend on where the student is (the raw score is sufficient), so nothing is estimated and nothing is approximated.

Wright, B. D., & Masters, G. N. (1982). Rating Scale Analysis. Chicago: MESA Press.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from .pcm import Floats, Thresholds, probabilities

#: An aspect is unusual where a placement at least so far out comes up in fewer than this share of students. Placements move in
#: whole sets, so that it happens more rarely than that: over all aspects together rather fewer than one student in twenty whose
#: judgements follow the model is pointed out, about one in a class.
UNUSUAL = 0.04


@dataclass(frozen=True, slots=True)
class Surprise:
    """One aspect beside the others: `expected` is the category (from 0) that the raw score expects, on average."""

    aspect: int
    category: int
    expected: float
    chance: float

    @property
    def higher(self) -> bool:
        return self.category > self.expected

    @property
    def unusual(self) -> bool:
        return self.chance < UNUSUAL


@dataclass(frozen=True, slots=True)
class Fit:
    infit: float
    outfit: float


def mean_squares(categories: Sequence[int], thresholds: Thresholds, measure: float) -> Fit:
    """Of judgements (a category for each aspect, from 0) at an estimate in logits."""
    squares, variances, standardised = 0.0, 0.0, 0.0
    for category, each in zip(categories, thresholds, strict=True):
        chance = probabilities(np.array([measure]), each)[0]
        k = np.arange(len(chance))
        expected = float(chance @ k)
        variance = float(chance @ (k - expected) ** 2)
        square = (category - expected) ** 2
        squares += square
        variances += variance
        standardised += square / variance
    return Fit(infit=squares / variances, outfit=standardised / len(thresholds))


def surprises(categories: Sequence[int], thresholds: Thresholds) -> list[Surprise]:
    """For each aspect: how often, among students with this raw score, it is placed at least so far out (both sides)."""
    raw = sum(categories)
    if len(thresholds) < 2:
        return []
    fixed = tuple(tuple(each) for each in thresholds)
    found = []
    for aspect, category in enumerate(categories):
        chance = given_raw_score(aspect, raw, fixed)
        k = np.arange(len(chance))
        out = min(chance[: category + 1].sum(), chance[category:].sum())
        found.append(Surprise(aspect, category, float(chance @ k), float(min(1.0, 2 * out))))
    return found


@lru_cache(maxsize=2**14)
def given_raw_score(aspect: int, raw: int, thresholds: tuple[tuple[float, ...], ...]) -> Floats:
    """How an aspect's category is distributed among students with a raw score: shape (categories,), not to be written to.

    Kept, since a class of students asks for few of them again and again.
    """
    # The distribution is the same at every theta. It is worked out where the raw score is likely, so that no number is tiny.
    theta = np.array([_near(raw, thresholds)])
    own = probabilities(theta, thresholds[aspect])[0]
    others = np.ones(1)
    for number, each in enumerate(thresholds):
        if number != aspect:
            others = np.convolve(others, probabilities(theta, each)[0])
    rest = raw - np.arange(len(own))
    possible = (rest >= 0) & (rest < len(others))
    joint = np.where(possible, own * others[np.clip(rest, 0, len(others) - 1)], 0.0)
    result: Floats = joint / joint.sum()
    result.setflags(write=False)
    return result


def _near(raw: int, thresholds: Thresholds) -> float:
    """About where this raw score is to be expected: its place among all thresholds in order."""
    every = sorted(value for each in thresholds for value in each)
    return float(every[min(max(raw - 1, 0), len(every) - 1)])
