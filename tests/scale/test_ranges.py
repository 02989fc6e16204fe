"""The 95% range: what it covers, worked out exactly and seen in a simulation."""

from itertools import combinations
from statistics import NormalDist, mean

import numpy as np
import pytest
from hypothesis import given, settings

from openpact.scale import load
from openpact.scale.pcm import probabilities
from openpact.scale.table import ScoreTable

from .made_up import scale, thresholds

AREAS = ["reading", "writing", "mathematics"]


def all_of(area: str) -> ScoreTable:
    made = load().current(area)
    return made.table(tuple(aspect.key for aspect in made.framework.aspects))


def some_patterns(area: str) -> list[ScoreTable]:
    """Each aspect missing alone, and every twelfth set of as few as are allowed. (`openpact scale check` looks at all.)"""
    made, every = load().current(area), all_of(area).judged
    fewest = list(combinations(every, made.calibration.needed))[::12]
    return [made.table(judged) for judged in [*combinations(every, len(every) - 1), *fewest]]


def width(table: ScoreTable) -> float:
    """Of the range that is to be expected, over the points where most students are."""
    widths = np.array([row.high - row.low for row in table.rows])
    return float((table.chances @ widths)[table.inner].mean())


@pytest.mark.parametrize("area", AREAS)
def test_completely_judged_most_students_are_covered_with_94_to_96_percent_and_the_others_with_95_or_more(area):
    table = all_of(area)
    students = NormalDist(*table.calibration.students)
    inner = table.scale[table.inner]
    assert students.cdf(inner[0] - 1) < 0.05 < students.cdf(inner[0] + 1)
    assert students.cdf(inner[-1] - 1) < 0.95 < students.cdf(inner[-1] + 1)
    assert table.coverage[table.inner].min() >= 0.94
    assert table.coverage[table.inner].max() <= 0.96
    assert table.coverage[~table.inner].min() >= 0.95


@pytest.mark.parametrize("area", AREAS)
def test_with_aspects_missing_coverage_is_never_less_but_may_be_more(area):
    for table in some_patterns(area):
        assert table.coverage[table.inner].min() >= 0.94
        assert table.coverage[~table.inner].min() >= 0.95
        assert table.coverage.max() < 0.999


@pytest.mark.parametrize("area", AREAS)
def test_ranges_get_wider_the_more_aspects_are_missing(area):
    """On the average. A student's own range may get narrower: raw scores are whole, and coverage is now nearer to 95%, now further."""
    complete, patterns = all_of(area), some_patterns(area)
    by_count = {len(table.judged): [] for table in patterns}
    for table in patterns:
        by_count[len(table.judged)].append(width(table))
    one_missing, fewest = max(by_count), min(by_count)
    assert width(complete) < min(by_count[one_missing])
    assert mean(by_count[one_missing]) < min(by_count[fewest])


@pytest.mark.parametrize("area", AREAS)
def test_students_drawn_at_random_are_covered_as_often_as_worked_out(area):
    table, random, many = all_of(area), np.random.default_rng(17), 4000
    points = np.arange(0, table.calibration.top + 1, 20)
    exact = table.coverage[points]
    raw = np.zeros((len(points), many), dtype=int)
    for each in table.thresholds:
        below = probabilities(table.calibration.thetas(points), each).cumsum(axis=1)[:, None, :-1]
        raw += (random.random((len(points), many, 1)) > below).sum(axis=2)
    low, high = (np.array([getattr(row, end) for row in table.rows])[raw] for end in ("low", "high"))
    covered = ((low <= points[:, None]) & (points[:, None] <= high)).mean(axis=1)
    away = (covered - exact) / np.sqrt(exact * (1 - exact) / many)
    assert np.abs(away).max() < 4
    assert (away**2).mean() == pytest.approx(1, abs=4 * np.sqrt(2 / len(points)))


@pytest.mark.parametrize("area", AREAS)
def test_the_usual_range_would_fail_at_the_ends(area):
    """Why there is another one: the estimate and 1.96 standard errors on both sides cover too little there."""
    table = all_of(area)
    ends = [(row.measure - 1.96 * row.error, row.measure + 1.96 * row.error) for row in table.rows]
    thetas = table.calibration.thetas(table.scale)[:, None]
    low, high = np.array(ends).T
    usual = (table.chances * ((low <= thetas) & (thetas <= high))).sum(axis=1)
    assert usual.min() < 0.9


@settings(max_examples=40)
@given(thresholds())
def test_on_any_scale_ranges_follow_each_other_and_cover_no_less_than_they_have_to(aspects):
    made = scale(aspects)
    table = made.table(tuple(aspect.key for aspect in made.framework.aspects))
    lows, highs = ([getattr(row, end) for row in table.rows] for end in ("low", "high"))
    assert lows == sorted(lows)
    assert highs == sorted(highs)
    assert (lows[0], highs[-1]) == (0, made.calibration.top)
    assert all(after <= before + 1 for before, after in zip(highs, lows[1:], strict=False))
    inside = table.inner
    assert table.coverage[inside].min() >= 0.94 - 1e-9
    assert table.coverage[~inside].min() >= 0.95 - 1e-9
