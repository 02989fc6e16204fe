"""Calibrations: levels and standards at their boundaries, ours as plausible as an illustration can be, and what is refused."""

from copy import deepcopy
from datetime import date, datetime
from itertools import pairwise
from math import inf, nan

import numpy as np
import pytest

from openpact.scale import BadData, Standard, load, pcm
from openpact.scale.calibration import parse

from .made_up import framework

FRAMEWORK = framework({"a": 3, "b": 2})
CALIBRATION = {
    "key": "made-up", "version": 1, "framework": "made-up", "framework_version": 1, "source": "A test.", "illustrative": True,
    "since": date(2026, 1, 1), "needed": 1, "scale": {"unit": 50, "origin": 650, "top": 1300}, "students": {"mean": 600, "deviation": 200},
    "levels": {"1": 0, "2": 300, "3": 490, "4": 670, "5": 830}, "standards": {"4": [345, 425, 530]},
    "thresholds": {"a": [-1, 1], "b": [0]},
}  # fmt: skip
AREAS = ["reading", "writing", "mathematics"]


def changed(where: str, value) -> dict:
    """The calibration with one value otherwise; None takes it away."""
    data = deepcopy(CALIBRATION)
    *path, last = where.split(".")
    place = data
    for step in path:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


@pytest.fixture
def calibration():
    return parse(CALIBRATION, FRAMEWORK)


@pytest.mark.parametrize(
    "points, level",
    [(0, "1"), (299, "1"), (300, "2"), (489, "2"), (490, "3"), (669, "3"), (670, "4"), (830, "5"), (1300, "5")],
)
def test_a_level_begins_at_its_first_point(calibration, points, level):
    assert calibration.level(points) == level


def test_every_point_lies_in_the_band_of_its_level(calibration):
    bands = calibration.bands()
    assert bands == [("1", 0, 299), ("2", 300, 489), ("3", 490, 669), ("4", 670, 829), ("5", 830, 1300)]
    for level, first, last in bands:
        assert {calibration.level(first), calibration.level(last)} == {level}


@pytest.mark.parametrize(
    "points, standard",
    [
        (0, "well below"),
        (344, "well below"),
        (345, "below"),
        (424, "below"),
        (425, "at"),
        (529, "at"),
        (530, "above"),
        (1300, "above"),
    ],
)
def test_a_standard_begins_at_its_first_point(calibration, points, standard):
    assert calibration.standard(points, 4) == Standard(standard)


def test_without_a_standard_for_a_year_level_there_is_none(calibration):
    assert calibration.standard(500, 9) is None


def test_points_are_a_straight_line_of_logits_held_inside_the_scale(calibration):
    assert [calibration.points(logits) for logits in (-100, -13, -1, 0, 2, 13, 100)] == [
        0,
        0,
        600,
        650,
        750,
        1300,
        1300,
    ]
    assert calibration.thetas(np.array([600.0, 750.0])).tolist() == [-1, 2]


@pytest.mark.parametrize(
    "where, value, says",
    [
        ("source", None, "'source' is missing"),
        ("scale.unit", None, "'unit' is missing"),
        ("version", "one", "another form"),
        ("illustrative", "no", "'no' is neither true nor false"),
        ("thresholds", [1, 2], "another form"),
        ("standards.4", [1, 2], "another form"),
        ("framework", "other", r"It is for \('other', 1\), not for \('made-up', 1\)"),
        ("framework_version", 2, "It is for"),
        ("since", "2026-01-01", "since is no date"),
        ("since", datetime(2026, 1, 1), "since is no date"),
        ("thresholds.a", [0], "Thresholds do not fit"),
        ("thresholds.b", None, "Thresholds do not fit"),
        ("thresholds.c", [0], "Thresholds do not fit"),
        ("thresholds.b", [nan], "not finite"),
        ("scale.origin", inf, "not finite"),
        ("needed", 0, "needed is from 1 to 2"),
        ("needed", 3, "needed is from 1 to 2"),
        ("scale.unit", 0, "greater than 0"),
        ("scale.top", -1, "greater than 0"),
        ("students.deviation", 0, "greater than 0"),
        ("levels.1", 1, "Levels go up within the scale, and the first begins at 0"),
        ("levels.3", 300, "Levels go up"),
        ("levels.5", 1301, "Levels go up"),
        ("levels.5", None, "'5' is missing"),
        ("standards.4", [345, 345, 530], "standards go up"),
        ("standards.4", [-5, 345, 530], "standards go up"),
        ("standards.4", [345, 425, 1301], "standards go up"),
    ],
)
def test_what_is_no_calibration_of_the_framework_is_refused_in_words(where, value, says):
    with pytest.raises(BadData, match=f"^here.toml: .*{says}"):
        parse(changed(where, value), FRAMEWORK, "here.toml")


@pytest.mark.parametrize("area", AREAS)
def test_ours_say_that_they_are_illustrative(area):
    calibration = load().current(area).calibration
    assert calibration.illustrative
    assert "Illustrative" in calibration.source


@pytest.mark.parametrize("area", AREAS)
def test_our_thresholds_go_up_within_each_aspect_and_lie_evenly_along_the_scale(area):
    thresholds = load().current(area).calibration.thresholds
    assert all(list(each) == sorted(each) for each in thresholds.values())
    gaps = np.diff(np.sort(np.concatenate([*map(np.array, thresholds.values())])))
    assert gaps == pytest.approx(0.43, abs=0.001)


@pytest.mark.parametrize("area", AREAS)
def test_our_standards_go_up_with_the_years_and_the_fourth_sixth_and_eighth_years_meet_levels_2_3_and_4(area):
    calibration = load().current(area).calibration
    years = sorted(calibration.standards)
    assert years == list(range(1, 9))
    for before, after in pairwise(years):
        assert all(a < b for a, b in zip(calibration.standards[before], calibration.standards[after], strict=True))
    for year, level in {2: "1", 4: "2", 6: "3", 8: "4"}.items():
        _, at, above = calibration.standards[year]
        assert calibration.level((at + above) / 2) == level


@pytest.mark.parametrize("area", AREAS)
def test_who_is_at_the_sets_that_a_year_usually_meets_is_at_its_standard(area):
    """Where the aspects' sets for the year, in their middle, are what the model expects."""
    scale, grid = load().current(area), np.arange(0, 1301)
    for year in scale.calibration.standards:
        usual = {
            aspect.key: [each.number for each in aspect.sets if year in each.years]
            for aspect in scale.framework.expected(year)
        }
        thresholds = [scale.calibration.thresholds[key] for key in usual]
        raw = sum(np.mean(sets) - 1 for sets in usual.values())
        expected = pcm.moments(scale.calibration.thetas(grid), thresholds).mean
        points = int(grid[np.abs(expected - raw).argmin()])
        assert scale.calibration.standard(points, year) is Standard.AT
