"""From aspect judgements to a score: the one door that the hub uses."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache

import numpy as np
from numpy.typing import NDArray

from . import fit
from .calibration import Calibration, Standard
from .errors import NotAJudgement
from .framework import Framework
from .table import Row, ScoreTable

#: In a matrix of judgements: not judged.
MISSING = 0


@dataclass(frozen=True, slots=True)
class Score:
    """What the judged aspects say together. Points are whole points of the scale; `low`..`high` is the 95% range."""

    raw: int
    most: int
    points: int
    low: int
    high: int
    level: str
    judged: int
    missing: tuple[str, ...]
    #: In logits: the estimate and its standard error.
    measure: float
    error: float

    @property
    def complete(self) -> bool:
        return not self.missing


@dataclass(frozen=True, slots=True)
class TooFew:
    """Not enough aspects are judged for a score: `more` are needed."""

    judged: int
    more: int


@dataclass(frozen=True, slots=True)
class Odd:
    """An aspect whose judgement is unusual beside the others: it lies higher or lower than they suggest."""

    aspect: str
    set: int
    expected: float
    chance: float

    @property
    def higher(self) -> bool:
        return self.set > self.expected


class Scale:
    """A framework with its calibration. Safe to share between threads; tables are made when first needed, and kept."""

    def __init__(self, framework: Framework, calibration: Calibration) -> None:
        self.framework = framework
        self.calibration = calibration
        self._keys = tuple(aspect.key for aspect in framework.aspects)
        self._sets = {aspect.key: len(aspect.sets) for aspect in framework.aspects}
        self._table = lru_cache(maxsize=None)(self._make)

    def table(self, judged: tuple[str, ...]) -> ScoreTable:
        """For these aspects, in the framework's order."""
        return self._table(judged)

    def score(self, judgements: Mapping[str, int]) -> Score | TooFew:
        """`judgements` gives the set (from 1) of each judged aspect. Raises NotAJudgement."""
        judged, categories = self._categories(judgements)
        if len(judged) < self.calibration.needed:
            return TooFew(len(judged), self.calibration.needed - len(judged))
        table = self._table(judged)
        raw = sum(categories)
        row = table.rows[raw]
        return Score(
            raw=raw,
            most=table.most,
            points=round(row.points),
            low=row.low,
            high=row.high,
            level=self.calibration.level(round(row.points)),
            judged=len(judged),
            missing=tuple(key for key in self._keys if key not in judgements),
            measure=row.measure,
            error=row.error,
        )

    def standard(self, score: Score, year: int) -> Standard | None:
        return self.calibration.standard(score.points, year)

    def score_many(self, judgements: NDArray[np.int_]) -> list[Row | None]:
        """Rows for a matrix of shape (students, aspects): sets from 1, MISSING for none. None where too few are judged.

        Raises NotAJudgement for a set that an aspect does not have.
        """
        if judgements.ndim != 2 or judgements.shape[1] != len(self._keys):
            raise NotAJudgement(f"A column is needed for each of the {len(self._keys)} aspects.")
        if ((judgements < 0) | (judgements > np.array([self._sets[key] for key in self._keys]))).any():
            raise NotAJudgement("There is a set that its aspect does not have.")
        there = judgements != MISSING
        patterns = there @ (1 << np.arange(len(self._keys)))
        raws = np.where(there, judgements - 1, 0).sum(axis=1)
        rows = {int(pattern): self._rows(int(pattern)) for pattern in np.unique(patterns)}
        return [rows[p][r] for p, r in zip(patterns.tolist(), raws.tolist(), strict=True)]

    def fit(self, judgements: Mapping[str, int]) -> fit.Fit | None:
        """Infit and outfit at the estimate; None where too few aspects are judged."""
        judged, categories = self._categories(judgements)
        if len(judged) < self.calibration.needed:
            return None
        table = self._table(judged)
        return fit.mean_squares(categories, table.thresholds, table.rows[sum(categories)].measure)

    def odd(self, judgements: Mapping[str, int]) -> list[Odd]:
        """Aspects to look at again, the oddest first; none while too few are judged."""
        judged, categories = self._categories(judgements)
        if len(judged) < self.calibration.needed:
            return []
        found = fit.surprises(categories, self._table(judged).thresholds)
        return [
            Odd(judged[each.aspect], each.category + 1, each.expected + 1, each.chance)
            for each in sorted(found, key=lambda each: each.chance)
            if each.unusual
        ]

    def _make(self, judged: tuple[str, ...]) -> ScoreTable:
        return ScoreTable(self.calibration, judged)

    def _rows(self, pattern: int) -> Sequence[Row | None]:
        judged = tuple(key for place, key in enumerate(self._keys) if pattern >> place & 1)
        if len(judged) < self.calibration.needed:
            return [None] * (sum(self._sets[key] - 1 for key in judged) + 1)
        return self._table(judged).rows

    def _categories(self, judgements: Mapping[str, int]) -> tuple[tuple[str, ...], list[int]]:
        """The judged aspects in the framework's order, and their categories (from 0)."""
        for key, number in judgements.items():
            if not 1 <= number <= self._sets.get(key, 0):
                raise NotAJudgement(f"{self.framework.name} has no set {number} of the aspect {key!r}.")
        judged = tuple(key for key in self._keys if key in judgements)
        return judged, [judgements[key] - 1 for key in judged]
