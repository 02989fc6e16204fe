"""Thresholds from judgements by conditional maximum likelihood.

Given the raw score, the placements do not depend on where a student is, so the thresholds are estimated without assuming anything
about how students are distributed (Andersen 1973; for partial credit Masters 1982). Aspects that were not judged are left out of a
student's raw score. The likelihood is concave, so Newton's steps find its one maximum; standard errors come from its exact second
derivatives. Only differences between thresholds are known: their mean is held at 0.

A facet for how severe teachers are would be a further term beside the thresholds in `_Pattern`; there is none yet.

Andersen, E. B. (1973). A goodness of fit test for the Rasch model. Psychometrika, 38, 123-140.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from functools import reduce
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from .errors import ScaleError
from .pcm import Floats

#: In a matrix of categories: not judged.
NOT_JUDGED = -1
#: Logits: the thresholds have settled when a step moves none of them by more.
SETTLED = 1e-10
#: Logits: a threshold with a larger standard error was not estimated at all; it runs away, the further the longer one looks.
KNOWN = 5.0
APART = (
    "Some sets were never mixed up with others: everybody is either below the ones or above the others, so that how far apart they"
    " are cannot be told."
)


class NotEstimable(ScaleError):
    """The data cannot say what the thresholds are; the text says what is missing."""


@dataclass(frozen=True, slots=True)
class Estimated:
    """`thresholds[aspect][k]` and their standard errors, in logits; over all aspects the thresholds' mean is 0."""

    thresholds: tuple[tuple[float, ...], ...]
    errors: tuple[tuple[float, ...], ...]
    log_likelihood: float
    students: int
    rounds: int


def estimate(categories: NDArray[np.int_], steps: Sequence[int], *, names: Sequence[str] = ()) -> Estimated:
    """From a matrix (students, aspects) of categories 0..steps[aspect], or NOT_JUDGED. `names` are for the words of a refusal.

    Students with fewer than two judged aspects, or at the lowest or highest raw score, say nothing and are left out.
    Raises NotEstimable where a set was never used or the aspects were not judged together.
    """
    data = Likelihood(categories, steps, names)
    try:
        # A step that is too long may lead to numbers that are none: it is then shortened, and nobody need be warned.
        with np.errstate(over="ignore", divide="ignore", invalid="ignore"):
            thresholds, errors, rounds = _climb(data)
    except np.linalg.LinAlgError:
        raise NotEstimable(APART) from None
    if not errors.max() < KNOWN:
        raise NotEstimable(APART)
    return Estimated(data.split(thresholds), data.split(errors), data.log_likelihood(thresholds), data.students, rounds)


def _climb(data: "Likelihood") -> tuple[Floats, Floats, int]:
    """(thresholds, standard errors, rounds): Newton's steps to the maximum."""
    thresholds = np.zeros(data.free)
    value = data.log_likelihood(thresholds)
    for rounds in range(1, 101):
        gradient, information = data.derivatives(thresholds)
        if rounds == 1:
            _connected(information, data.free)
        # The mean is not determined by the data: a term that is 0 at a mean of 0 holds it there.
        step = np.linalg.solve(information + np.ones_like(information), gradient - thresholds.sum())
        size = 1.0
        while not (better := data.log_likelihood(thresholds + size * step)) >= value - 1e-9 and size > 1e-6:
            size /= 2
        thresholds, value = thresholds + size * step, better
        if np.abs(size * step).max() < SETTLED:
            break
    else:
        raise NotEstimable("The thresholds did not settle: a set was used by too few students.")
    information = data.derivatives(thresholds)[1]
    covariance = np.linalg.inv(information + np.ones_like(information)) - 1 / data.free**2
    return thresholds, np.sqrt(np.diag(covariance)), rounds


def _connected(information: Floats, free: int) -> None:
    if np.linalg.matrix_rank(information, hermitian=True) < free - 1:
        raise NotEstimable("Some aspects were never judged together with the others, so that they cannot be compared.")


class Likelihood:
    """The conditional likelihood of thresholds, given judgements: it needs their counts alone."""

    def __init__(self, categories: NDArray[np.int_], steps: Sequence[int], names: Sequence[str] = ()) -> None:
        self.steps = list(steps)
        self.names = names or [f"Aspect {number}" for number in range(1, len(steps) + 1)]
        self.free = sum(steps)
        self.starts = np.concatenate(([0], np.cumsum(steps)))
        there = categories != NOT_JUDGED
        raw = np.where(there, categories, 0).sum(axis=1)
        most = there @ np.array(steps)
        telling = (there.sum(axis=1) > 1) & (raw > 0) & (raw < most)
        categories, there, raw = categories[telling], there[telling], raw[telling]
        self.students = len(categories)
        if not self.students:
            raise NotEstimable(
                "No student has two judged aspects that are neither all at the first nor all at the last set."
            )
        self.used = self._used(categories)
        codes = there @ (1 << np.arange(len(steps)))
        self.patterns = []
        for code in np.unique(codes):
            aspects = [place for place in range(len(steps)) if code >> place & 1]
            counts = np.bincount(raw[codes == code], minlength=sum(steps[each] for each in aspects) + 1)
            self.patterns.append(_Pattern(aspects, counts.astype(float)))

    def _used(self, categories: NDArray[np.int_]) -> Floats:
        """How many students are at or beyond each threshold's upper set: what the thresholds are weighed with."""
        used = np.zeros(self.free)
        for aspect, steps in enumerate(self.steps):
            column = categories[:, aspect]
            counts = np.bincount(column[column >= 0], minlength=steps + 1)
            if (counts == 0).any():
                never = ", ".join(str(k + 1) for k in np.flatnonzero(counts == 0))
                raise NotEstimable(
                    f"{self.names[aspect]}: of the students who say something, nobody is at set {never}."
                )
            used[self.starts[aspect] : self.starts[aspect + 1]] = counts[::-1].cumsum()[::-1][1:]
        return used

    def split(self, values: Floats) -> tuple[tuple[float, ...], ...]:
        return tuple(tuple(float(each) for each in values[a:b]) for a, b in pairwise(self.starts))

    def weights(self, thresholds: Floats) -> list[Floats]:
        """exp(-(d[0] + ... + d[k-1])) of every category of every aspect."""
        return [np.exp(-np.concatenate(([0.0], np.cumsum(each)))) for each in self.split(thresholds)]

    def log_likelihood(self, thresholds: Floats) -> float:
        weights = self.weights(thresholds)
        return float(-self.used @ thresholds - sum(pattern.log_norm(weights) for pattern in self.patterns))

    def derivatives(self, thresholds: Floats) -> tuple[Floats, Floats]:
        """(gradient, information): shapes (free,) and (free, free)."""
        weights = self.weights(thresholds)
        gradient, information = -self.used, np.zeros((self.free, self.free))
        for pattern in self.patterns:
            at = np.concatenate([np.arange(self.starts[each], self.starts[each + 1]) for each in pattern.aspects])
            expected, covariance = pattern.moments(weights)
            gradient[at] += expected
            information[np.ix_(at, at)] += covariance
        return gradient, information


@dataclass(slots=True)
class _Pattern:
    """Students judged on the same aspects: `counts[r]` of them have raw score r."""

    aspects: list[int]
    counts: Floats

    def log_norm(self, weights: list[Floats]) -> float:
        norm = _together([weights[each] for each in self.aspects])
        return float(self.counts @ np.log(norm))

    def moments(self, weights: list[Floats]) -> tuple[Floats, Floats]:
        """Of the indicators "beyond threshold j of aspect i", given the raw scores: summed expectations and covariances."""
        mine = [weights[each] for each in self.aspects]
        norm = _together(mine)
        share = [self._beyond(_together(mine[:i] + mine[i + 1 :]), w, norm) for i, w in enumerate(mine)]
        means = np.concatenate([each.sum(axis=1) for each in (s * self.counts for s in share)])
        stacked = np.concatenate(share)
        covariance = -(stacked * self.counts) @ stacked.T
        starts = np.concatenate(([0], np.cumsum([len(s) for s in share])))
        for i in range(len(mine)):
            own = share[i] @ self.counts
            place = slice(starts[i], starts[i + 1])
            covariance[place, place] += own[np.maximum.outer(np.arange(len(own)), np.arange(len(own)))]
            for j in range(i):
                rest = _together([w for n, w in enumerate(mine) if n not in (i, j)])
                both = self._both(rest, mine[i], mine[j], norm)
                other = slice(starts[j], starts[j + 1])
                covariance[place, other] += both
                covariance[other, place] += both.T
        return means, covariance

    @staticmethod
    def _beyond(rest: Floats, own: Floats, norm: Floats) -> Floats:
        """P(category > j | raw score): shape (steps, raw scores)."""
        joint = np.zeros((len(own), len(norm)))
        for k, weight in enumerate(own):
            joint[k, k : k + len(rest)] = weight * rest
        beyond: Floats = (joint / norm)[::-1].cumsum(axis=0)[::-1][1:]
        return beyond

    def _both(self, rest: Floats, own: Floats, other: Floats, norm: Floats) -> Floats:
        """Summed over students: P(category > j and the other's > l | raw score), shape (steps, the other's steps)."""
        scaled = self.counts / norm
        by_sum = np.array([rest @ scaled[s : s + len(rest)] for s in range(len(own) + len(other) - 1)])
        joint = np.outer(own, other) * by_sum[np.add.outer(np.arange(len(own)), np.arange(len(other)))]
        beyond: Floats = joint[::-1, ::-1].cumsum(axis=0).cumsum(axis=1)[::-1, ::-1][1:, 1:]
        return beyond


def _together(weights: list[Floats]) -> Floats:
    """The elementary symmetric functions: the summed weight of all placements with each raw score. (All terms are positive.)"""
    return reduce(np.convolve, weights, np.ones(1))
