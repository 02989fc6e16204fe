"""The model: its probabilities, and what is worked out from them."""

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.scale import pcm

from .made_up import thresholds

WHERE = st.floats(-12, 12)
STEP = 1e-5


def at(theta: float) -> np.ndarray:
    return np.array([theta - STEP, theta, theta + STEP])


def slope(values: np.ndarray) -> np.ndarray:
    """By finite differences, over at()."""
    return (values[2] - values[0]) / (2 * STEP)


def test_a_set_and_the_next_are_equally_likely_at_the_threshold_between_them():
    aspect = [-1.0, 0.5, 2.0]
    for k, threshold in enumerate(aspect):
        chance = pcm.probabilities(np.array([threshold]), aspect)[0]
        assert chance[k] == pytest.approx(chance[k + 1])


def test_one_step_is_the_rasch_model():
    assert pcm.probabilities(np.array([1.3]), [0.3])[0, 1] == pytest.approx(1 / (1 + np.exp(-1)))


@given(WHERE, thresholds())
def test_probabilities_sum_to_one_and_none_is_negative(theta, aspects):
    for each in aspects:
        chance = pcm.probabilities(np.array([theta]), each)
        assert chance.sum() == pytest.approx(1)
        assert (chance >= 0).all()


@given(WHERE, thresholds())
def test_the_likelihoods_derivatives_are_raw_score_less_mean_variance_and_third_moment(theta, aspects):
    likelihood = pcm.log_likelihood(at(theta), aspects)
    mean, variance, third = pcm.moments(at(theta), aspects)
    assert slope(likelihood) == pytest.approx(np.arange(likelihood.shape[1]) - mean[1], abs=1e-5)
    assert slope(mean) == pytest.approx(variance[1], abs=1e-5)
    assert slope(variance) == pytest.approx(third[1], abs=1e-5)


@given(WHERE, thresholds())
def test_raw_scores_have_the_mean_and_the_moments_of_their_aspects_together(theta, aspects):
    chance = pcm.raw_scores(np.array([theta]), aspects)[0]
    raw = np.arange(len(chance))
    mean, variance, third = (each[0] for each in pcm.moments(np.array([theta]), aspects))
    assert chance.sum() == pytest.approx(1)
    assert chance @ raw == pytest.approx(mean)
    assert chance @ (raw - mean) ** 2 == pytest.approx(variance, abs=1e-9)
    assert chance @ (raw - mean) ** 3 == pytest.approx(third, abs=1e-9)


@given(WHERE, thresholds())
def test_the_likelihoods_of_two_raw_scores_differ_by_theta_alone(theta, aspects):
    """That is what makes the raw score sufficient: up to a constant of each, the log of its probability."""
    there = np.array([theta, 0.0])
    chance, likelihood = np.log(pcm.raw_scores(there, aspects)), pcm.log_likelihood(there, aspects)
    assert chance[0] - chance[1] == pytest.approx(likelihood[0] - likelihood[1], abs=1e-6)
