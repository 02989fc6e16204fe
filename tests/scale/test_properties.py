"""What holds for every scale and every student."""

from math import isfinite

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.scale import MISSING, NotAJudgement, TooFew, fit, load, pcm
from openpact.scale.simulation import judgements, students

from .made_up import judged, mirrored, scale, thresholds


@settings(max_examples=40)
@given(judged(), st.data())
def test_a_higher_set_never_lowers_the_score_nor_an_end_of_its_range(student, data):
    made, sets = student
    aspect = data.draw(st.sampled_from(sorted(sets)))
    if sets[aspect] == len(made.framework.aspect(aspect).sets):
        return
    before, after = made.score(sets), made.score(sets | {aspect: sets[aspect] + 1})
    assert after.measure > before.measure
    assert after.points >= before.points
    assert after.low >= before.low
    assert after.high >= before.high


@settings(max_examples=40)
@given(judged())
def test_everything_is_finite_and_the_score_lies_in_its_range_on_the_scale(student):
    made, sets = student
    score, found = made.score(sets), made.fit(sets)
    assert 0 <= score.low <= score.points <= score.high <= made.calibration.top
    assert all(map(isfinite, (score.measure, score.error, found.infit, found.outfit)))
    assert score.error > 0
    assert all(isfinite(each.chance) and isfinite(each.expected) for each in made.odd(sets))


@settings(max_examples=40)
@given(judged(complete=True))
def test_on_the_mirrored_scale_the_mirrored_student_gets_the_mirrored_score(student):
    """Of a student on one aspect alone, with thresholds far apart, two estimates may be equally good, and ours is always the lower."""
    made, sets = student
    mirror = scale(mirrored(made.calibration.thresholds.values()))
    seen = {key: len(made.framework.aspect(key).sets) + 1 - number for key, number in sets.items()}
    here, there = made.score(sets), mirror.score(seen)
    assert there.measure == pytest.approx(-here.measure, abs=1e-9)
    assert there.error == pytest.approx(here.error, abs=1e-9)
    top = made.calibration.top
    assert (top - there.high, top - there.low) == pytest.approx((here.low, here.high), abs=1)
    assert made.fit(sets).infit == pytest.approx(mirror.fit(seen).infit)
    assert made.fit(sets).outfit == pytest.approx(mirror.fit(seen).outfit)
    odd, doo = ({each.aspect: each for each in found} for found in (made.odd(sets), mirror.odd(seen)))
    assert odd.keys() == doo.keys()
    for key, each in odd.items():
        assert each.higher is not doo[key].higher
        assert each.chance == pytest.approx(doo[key].chance)


@settings(max_examples=20)
@given(judged())
def test_the_order_of_judging_changes_nothing(student):
    made, sets = student
    assert made.score(dict(reversed(sets.items()))) == made.score(sets)


@settings(max_examples=50)
@given(thresholds(), st.integers(1, 3), st.data())
def test_many_are_scored_as_one_is(aspects, needed, data):
    made = scale(aspects, needed=min(needed, len(aspects)))
    student = st.tuples(*(st.integers(MISSING, len(each) + 1) for each in aspects))
    rows = np.array(data.draw(st.lists(student, min_size=1, max_size=6)))
    for row, found in zip(rows.tolist(), made.score_many(rows), strict=True):
        alone = made.score(
            {aspect.key: number for aspect, number in zip(made.framework.aspects, row, strict=True) if number}
        )
        if found is None:
            assert isinstance(alone, TooFew)
        else:
            assert (alone.measure, alone.error, alone.low, alone.high) == (
                found.measure,
                found.error,
                found.low,
                found.high,
            )
            assert alone.points == round(found.points)


@given(thresholds(), st.floats(-5, 5), st.data())
def test_given_the_raw_score_a_placement_does_not_depend_on_where_the_student_is(aspects, theta, data):
    aspect = data.draw(st.integers(0, len(aspects) - 1))
    raw = data.draw(st.integers(0, sum(map(len, aspects))))
    found = fit.given_raw_score(aspect, raw, tuple(map(tuple, aspects)))
    assert found.sum() == pytest.approx(1)
    at = np.array([theta])
    others = pcm.raw_scores(at, aspects[:aspect] + aspects[aspect + 1 :])[0]
    own = pcm.probabilities(at, aspects[aspect])[0]
    rest = [others[raw - k] if 0 <= raw - k < len(others) else 0 for k in range(len(own))]
    assert found == pytest.approx(own * rest / pcm.raw_scores(at, aspects)[0, raw], abs=1e-9)


def test_too_few_aspects_give_no_score_and_say_how_many_more_are_needed():
    made = scale([[0.0], [1.0], [2.0]], needed=2)
    assert made.score({"b": 2}) == TooFew(judged=1, more=1)
    assert made.score({}) == TooFew(judged=0, more=2)
    assert made.fit({"b": 2}) is None
    assert made.odd({"b": 2}) == []
    assert made.score_many(np.array([[MISSING, 2, MISSING], [0, 0, 0]])) == [None, None]


def test_a_score_says_what_is_missing():
    score = scale([[0.0], [1.0], [2.0]]).score({"b": 2})
    assert (score.judged, score.missing, score.complete, score.raw, score.most) == (1, ("a", "c"), False, 1, 1)


@pytest.mark.parametrize("sets", [{"z": 1}, {"a": 0}, {"a": 4}, {"a": -1}])
def test_a_set_or_an_aspect_that_is_not_there_is_refused(sets):
    with pytest.raises(NotAJudgement, match="has no set"):
        scale([[0.0, 1.0], [1.0]]).score(sets)


@pytest.mark.parametrize("rows", [[[1, 3]], [[-1, 1]], [[1]], [1, 1]])
def test_a_matrix_with_what_is_not_there_is_refused(rows):
    with pytest.raises(NotAJudgement):
        scale([[0.0, 1.0], [1.0]]).score_many(np.array(rows))


def test_one_placement_far_from_the_others_is_odd_and_says_which_way():
    made = scale([[-3.0, -1.0, 1.0, 3.0]] * 5)
    (odd,) = made.odd({"a": 2, "b": 2, "c": 2, "d": 2, "e": 5})
    assert (odd.aspect, odd.set, odd.higher) == ("e", 5, True)
    assert odd.expected == pytest.approx(2.6)
    assert made.odd(dict.fromkeys("abcde", 3)) == []


@pytest.mark.parametrize("area", ["reading", "mathematics"])
def test_of_students_who_follow_the_model_rather_fewer_than_one_in_twenty_is_pointed_out(area):
    made, random = load().current(area), np.random.default_rng(23)
    drawn = judgements(made.calibration, students(made.calibration, 2000, random), random)
    keys = [aspect.key for aspect in made.framework.aspects]
    share = np.mean([bool(made.odd(dict(zip(keys, row, strict=True)))) for row in drawn.tolist()])
    assert 0.03 < share < 0.06
