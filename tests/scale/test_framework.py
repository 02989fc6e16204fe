"""Frameworks: ours, and what a file has to be to be one."""

from copy import deepcopy

import pytest

from openpact.scale import BadData, load
from openpact.scale.framework import Years, parse

ASPECT = {
    "key": "thinking", "name": "Thinking", "short": "Thinking", "about": "How they think.", "expected": [1, 8],
    "sets": [{"label": "First", "says": "Begins.", "years": [1, 2]}, {"label": "Second", "says": "Goes on.", "years": [2, 8]}],
}  # fmt: skip
FRAMEWORK = {"key": "area", "version": 1, "name": "Area", "source": "A test.", "aspects": [ASPECT]}


def changed(where: list, value) -> dict:
    """The framework with one value otherwise; None takes it away."""
    data = deepcopy(FRAMEWORK)
    *path, last = where
    place = data
    for step in path:
        place = place[step]
    if value is None:
        del place[last]
    else:
        place[last] = value
    return data


def test_a_framework_is_read_with_its_aspects_and_sets_in_order():
    (aspect,) = parse(FRAMEWORK).aspects
    assert (aspect.key, aspect.steps, aspect.strand) == ("thinking", 1, "")
    assert [(each.number, each.label) for each in aspect.sets] == [(1, "First"), (2, "Second")]


def test_aspects_are_expected_in_their_year_levels_and_all_of_them_where_it_is_not_known():
    framework = parse(FRAMEWORK)
    assert framework.expected(8) == framework.expected(None) == framework.aspects
    assert framework.expected(9) == ()
    assert framework.aspect("thinking").name == "Thinking"
    with pytest.raises(KeyError):
        framework.aspect("guessing")


def test_years_read_as_a_span():
    assert (str(Years(1, 2)), str(Years(3, 3))) == ("1–2", "3")


@pytest.mark.parametrize(
    "where, value, says",
    [
        (["name"], None, "'name' is missing"),
        (["aspects", 0, "sets", 1, "says"], None, "'says' is missing"),
        (["version"], "first", "another form"),
        (["aspects"], "many", "another form"),
        (["aspects", 0, "expected"], [8, 1], "8 to 1 are no year levels"),
        (["aspects", 0, "expected"], [0, 1], "0 to 1 are no year levels"),
        (["aspects", 0, "expected"], [1, 2, 3], "another form"),
        (["aspects"], [], "no aspects"),
        (["aspects"], [ASPECT, ASPECT], "Two aspects have the same key"),
        (["aspects", 0, "sets"], ASPECT["sets"][:1], "fewer than two sets"),
        (["aspects", 0, "sets", 1, "label"], "First", "same label"),
        (["aspects", 0, "sets"], ASPECT["sets"][::-1], "The years of the sets of thinking go down"),
    ],
)
def test_what_is_no_framework_is_refused_in_words(where, value, says):
    with pytest.raises(BadData, match=f"^here.toml: .*{says}") as refused:
        parse(changed(where, value) if where else value, "here.toml")
    assert refused.value.where == "here.toml"


@pytest.mark.parametrize("area, aspects", [("reading", 7), ("writing", 7), ("mathematics", 8)])
def test_ours_have_the_public_aspects_and_sets_for_the_years_in_which_they_are_expected(area, aspects):
    framework = load().current(area).framework
    assert len(framework.aspects) == aspects
    for aspect in framework.aspects:
        assert 5 <= len(aspect.sets) <= 9
        assert aspect.sets[0].years.first == aspect.expected.first
        assert aspect.sets[-1].years.last == aspect.expected.last
        assert all(len(each.label) < 60 and each.says.endswith(".") for each in aspect.sets)
