"""Beside RaschPy, an independent implementation of the partial credit model: the same to 1e-6.

Thresholds: RaschPy compares them in pairs, so that its estimates are others than ours, but for two aspects of one step each, where
both are the logarithm of one ratio.
"""

import warnings

import numpy as np
import pytest

from openpact.scale import load
from openpact.scale.conditional import NOT_JUDGED, estimate
from openpact.scale.estimate import weighted_likelihood
from openpact.scale.fit import mean_squares
from openpact.scale.pcm import moments, probabilities

CLOSE = 1e-6
#: In no order, one reversed, one far away: nothing that a formula could get right by chance.
THRESHOLDS = [[-2.1, -0.4, 0.3, 1.9], [0.8, -0.6], [-1.2, 0.1, 2.4], [-3.0, 3.1], [0.2]]
THETAS = [-6.0, -2.3, -0.7, 0.0, 0.41, 1.9, 5.5]


@pytest.fixture(scope="module")
def raschpy():
    """Slow to import, and its own warnings are not ours."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import raschpy
    return raschpy


def model(raschpy, categories: np.ndarray, thresholds):
    """A RaschPy model of these judgements whose thresholds are known."""
    import pandas as pd

    data = pd.DataFrame(np.where(categories == NOT_JUDGED, np.nan, categories.astype(float)))
    data.columns = [f"a{place}" for place in range(len(thresholds))]
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        made = raschpy.PCM(data, max_score_vector=[len(each) for each in thresholds], validate=False)
    made.thresholds_uncentred = pd.DataFrame({c: pd.Series(t) for c, t in zip(data.columns, thresholds, strict=True)}).T
    made.items = made.thresholds_uncentred.mean(axis=1)
    return made


def some_students(thresholds, count: int, missing: float) -> np.ndarray:
    random = np.random.default_rng(9)
    columns = [random.integers(0, len(each) + 1, count) for each in thresholds]
    data = np.stack(columns, axis=1)
    data[random.random(data.shape) < missing] = NOT_JUDGED
    # On one aspect alone whose thresholds are far apart, two estimates may be equally good: there is no one answer to compare.
    return data[(data != NOT_JUDGED).sum(axis=1) > 1]


def ours(row: np.ndarray, thresholds) -> tuple[list[int], list, float]:
    """A student's categories, the thresholds of the judged aspects, and the estimate."""
    there = [place for place, category in enumerate(row) if category != NOT_JUDGED]
    categories, on = [int(row[place]) for place in there], [thresholds[place] for place in there]
    return categories, on, float(weighted_likelihood(on)[0][sum(categories)])


def test_category_probabilities_expected_score_and_variance(raschpy):
    peer = model(raschpy, some_students(THRESHOLDS, 5, 0), THRESHOLDS)
    for theta in THETAS:
        at = np.array([theta])
        for each in THRESHOLDS:
            theirs = [peer.cat_prob_uncentred(theta, k, each) for k in range(len(each) + 1)]
            assert probabilities(at, each)[0] == pytest.approx(theirs, abs=CLOSE)
            mean, variance, _ = moments(at, [each])
            assert mean[0] == pytest.approx(peer.exp_score_uncentred(theta, each), abs=CLOSE)
            assert variance[0] == pytest.approx(peer.variance_uncentred(theta, each), abs=CLOSE)


@pytest.mark.parametrize("missing", [0, 0.4])
def test_warms_estimate_of_every_student(raschpy, missing):
    students = some_students(THRESHOLDS, 90, missing)
    theirs = model(raschpy, students, THRESHOLDS).person("all", tolerance=1e-10)
    assert [ours(row, THRESHOLDS)[2] for row in students] == pytest.approx(theirs.tolist(), abs=CLOSE)


@pytest.mark.parametrize("area", ["reading", "writing", "mathematics"])
def test_warms_estimate_of_every_raw_score_of_the_scales_that_we_ship(raschpy, area):
    scale = load().current(area)
    table = scale.table(tuple(each.key for each in scale.framework.aspects))
    steps = [len(each) for each in table.thresholds]
    # One student for each raw score: aspects filled up one after the other.
    students = np.array(
        [[min(max(raw - sum(steps[:i]), 0), m) for i, m in enumerate(steps)] for raw in range(table.most + 1)]
    )
    theirs = model(raschpy, students, table.thresholds).person("all", tolerance=1e-10, max_iters=1000)
    assert [row.measure for row in table.rows] == pytest.approx(theirs.tolist(), abs=CLOSE)


@pytest.mark.parametrize("missing", [0, 0.4])
def test_infit_and_outfit_of_every_student(raschpy, missing):
    """Those at the lowest or highest score have none in RaschPy."""
    students = some_students(THRESHOLDS, 90, missing)
    peer = model(raschpy, students, THRESHOLDS)
    peer.person_estimates(tolerance=1e-10)
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        peer.fit_statistics(se=False, test_stats=False)
    compared = 0
    for number, infit, outfit in zip(
        peer.person_infit_ms.index, peer.person_infit_ms, peer.person_outfit_ms, strict=True
    ):
        mine = mean_squares(*ours(students[number], THRESHOLDS))
        assert (mine.infit, mine.outfit) == pytest.approx((infit, outfit), abs=CLOSE)
        compared += 1
    assert compared > 60


def test_the_thresholds_of_two_aspects_of_one_step(raschpy):
    students = some_students([[0.0], [0.0]], 400, 0)
    students[:90] = [0, 1]
    peer = model(raschpy, students, [[0.0], [0.0]])
    peer.calibrate(constant=0)
    assert np.ravel(estimate(students, [1, 1]).thresholds) == pytest.approx(peer.items.tolist(), abs=CLOSE)
