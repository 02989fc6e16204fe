"""Thresholds from judgements: what is recovered, and what is refused."""

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.scale import MISSING, load
from openpact.scale.conditional import NOT_JUDGED, Likelihood, NotEstimable, estimate
from openpact.scale.simulation import judgements, students

STEPS = [2, 1, 3]


def some(count: int = 120, seed: int = 1, missing: float = 0.2) -> np.ndarray:
    """Judgements on three aspects with STEPS, not far from the model."""
    random = np.random.default_rng(seed)
    theta = random.normal(size=(count, 1))
    columns = [(theta + random.logistic(size=(count, 1)) > np.arange(steps) - steps / 2).sum(axis=1) for steps in STEPS]
    data = np.stack(columns, axis=1)
    data[random.random(data.shape) < missing] = NOT_JUDGED
    return data


@pytest.mark.parametrize("missing", [0.0, 0.3])
def test_known_thresholds_are_recovered_within_their_standard_errors(missing):
    """All differences together, by the information about them, are chi-square: as many degrees of freedom as thresholds, less one."""
    calibration = load().current("reading").calibration
    random = np.random.default_rng(11)
    drawn = judgements(calibration, students(calibration, 3000, random), random, missing=missing) - 1
    steps = [len(each) for each in calibration.thresholds.values()]
    found = estimate(drawn, steps)
    true, thresholds, errors = (
        np.concatenate([*map(np.array, each)])
        for each in (calibration.thresholds.values(), found.thresholds, found.errors)
    )
    away, free = thresholds - (true - true.mean()), len(true) - 1
    together = away @ Likelihood(drawn, steps).derivatives(thresholds)[1] @ away
    assert together == pytest.approx(free, abs=3 * np.sqrt(2 * free))
    assert np.abs(away / errors).max() < 3.5
    assert np.median(errors) < 0.2


def test_what_is_not_judged_is_MISSING_in_sets_and_NOT_JUDGED_in_categories():
    """One subtraction leads from the one to the other."""
    assert MISSING - 1 == NOT_JUDGED


@settings(max_examples=20)
@given(st.permutations(range(len(STEPS))), st.integers(0, 2**16))
def test_the_order_of_aspects_and_of_students_changes_nothing(order, seed):
    data = some()
    plain = estimate(data, STEPS)
    mixed = estimate(np.random.default_rng(seed).permutation(data)[:, order], [STEPS[place] for place in order])
    for place, aspect in enumerate(order):
        assert mixed.thresholds[place] == pytest.approx(plain.thresholds[aspect], abs=1e-8)
        assert mixed.errors[place] == pytest.approx(plain.errors[aspect], abs=1e-8)
    assert mixed.log_likelihood == pytest.approx(plain.log_likelihood)


@settings(max_examples=20)
@given(st.lists(st.floats(-3, 3), min_size=sum(STEPS), max_size=sum(STEPS)))
def test_the_derivatives_are_those_of_the_likelihood(values):
    likelihood, at, step = Likelihood(some(), STEPS), np.array(values), 1e-5
    gradient, information = likelihood.derivatives(at)
    for place in range(len(at)):
        aside = np.zeros(len(at))
        aside[place] = step
        rise = likelihood.log_likelihood(at + aside) - likelihood.log_likelihood(at - aside)
        assert gradient[place] == pytest.approx(rise / (2 * step), abs=1e-4)
        bend = likelihood.derivatives(at + aside)[0] - likelihood.derivatives(at - aside)[0]
        assert -information[place] == pytest.approx(bend / (2 * step), abs=1e-4)


def test_it_ends_at_the_maximum_and_the_mean_is_nought():
    found = estimate(some(), STEPS)
    every = np.concatenate([*map(np.array, found.thresholds)])
    assert np.abs(Likelihood(some(), STEPS).derivatives(every)[0]).max() < 1e-8
    assert every.mean() == pytest.approx(0)
    assert found.rounds < 10


def test_students_who_say_nothing_are_left_out():
    data = some()
    nothing = np.array([[0, 0, 0], [2, 1, 3], [1, NOT_JUDGED, NOT_JUDGED], [NOT_JUDGED] * 3])
    telling = estimate(data, STEPS).students
    assert estimate(np.vstack([data, nothing]), STEPS).students == telling
    assert telling <= len(data)


def test_judgements_far_out_do_not_lead_the_search_astray():
    """A student at the first set of everything but the last of one: the first steps of the search are too long."""
    calibration = load().current("reading").calibration
    random = np.random.default_rng(3)
    steep = replace(
        calibration, thresholds={key: tuple(2 * v for v in each) for key, each in calibration.thresholds.items()}
    )
    spread = random.uniform(-300, 1600, 4000)
    found = estimate(judgements(steep, spread, random) - 1, [len(each) for each in steep.thresholds.values()])
    for each in found.thresholds:
        assert all(a < b for a, b in pairwise(each))


def test_a_set_that_was_never_used_is_named():
    data = some()
    data[data[:, 2] == 2, 2] = 1
    with pytest.raises(NotEstimable, match=r"Aspect 3: .*nobody is at set 3\."):
        estimate(data, STEPS)


def test_aspects_that_were_never_judged_together_cannot_be_compared():
    data = some(missing=0)
    data = np.hstack([data, data])
    data[:60, :3] = data[60:, 3:] = NOT_JUDGED
    with pytest.raises(NotEstimable, match="never judged together with the others"):
        estimate(data, STEPS * 2)


@pytest.mark.parametrize("rows", [np.empty((0, 3), dtype=int), np.zeros((4, 3), dtype=int)])
def test_of_nobody_nothing_can_be_said(rows):
    with pytest.raises(NotEstimable, match="No student has two judged aspects"):
        estimate(rows, STEPS)


def test_aspects_that_were_never_mixed_up_with_others_cannot_be_told_apart():
    """Two easy and two hard ones: nobody was placed higher on a hard one than on an easy one, so that no distance is too large."""
    data = np.array([[1, 0, 0, 0], [0, 1, 0, 0], [1, 1, 1, 0], [1, 1, 0, 1]] * 5)
    with pytest.raises(NotEstimable, match="never mixed up with others"):
        estimate(data, [1] * 4)


def test_sets_between_which_nobody_is_ever_torn_do_not_settle():
    """All at the same set of both aspects: the higher the threshold of the one beside the other, the better."""
    data = np.array([[1, 0]] * 5 + [[0, 0], [1, 1]])
    with pytest.raises(NotEstimable):
        estimate(data, [1, 1])
