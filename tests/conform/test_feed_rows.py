"""What the kit finds wrong with a row of the feed; for each rule there is a row that breaks it, in each way there is."""

import pytest

from openpact.conform import feed_rows
from openpact.conform.contents import WITHOUT_ASPECTS, judgement
from openpact.hub.api.calls import api
from openpact.hub.api.fields import example
from openpact.scale import Standard

ROW = judgement("j1", 1, "1042")
WITHDRAWN = {"level": "", "level_name": "", "withdrawn": True}


def wrong(**said):
    row = {**ROW, **said}
    return [problem for look in (feed_rows.fields, feed_rows.levels, feed_rows.scores) for problem in look([row])]


def test_the_kit_knows_the_fields_of_the_document_and_its_example_is_right():
    row = example(api.get_openapi_schema())
    assert list(feed_rows.FIELDS) == list(row)
    assert wrong(**row) == []
    assert list(feed_rows.STANDARDS) == list(Standard)


@pytest.mark.parametrize(
    "said", [{}, WITHOUT_ASPECTS, WITHDRAWN, {"standard": None}, {"score_low": 642, "score_high": 642}]
)
def test_a_row_that_is_right_is_called_so(said):
    assert wrong(**said) == []


def test_too_few_aspects_for_a_score_are_no_mistake():
    kept = {name: ROW[name] for name in ("aspects", "framework", "framework_version")}
    assert wrong(**(WITHOUT_ASPECTS | kept)) == []


@pytest.mark.parametrize("name", feed_rows.FIELDS)
def test_a_field_that_is_missing_is_named(name):
    row = {key: value for key, value in ROW.items() if key != name}
    assert feed_rows.fields([row]) == [f"{name} is missing"]


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("score", "642"),
        ("score", 642.5),
        ("score_low", True),
        ("recommended", ""),
        ("standard", ""),
        ("calibration", ""),
        ("framework_version", "1"),
        ("aspects", {"reading-critically": 0}),
        ("aspects", [4, 5]),
        ("confirmed_at", "2026-11-24T02:10:00"),
        ("judged_on", "24/11/2026"),
        ("judged_on", None),
        ("withdrawn", "false"),
        ("version", None),
    ],
)
def test_a_value_of_another_type_is_named(name, value):
    assert feed_rows.fields([{**ROW, name: value}]) == [f"{name} is of another type"]


@pytest.mark.parametrize(
    ("said", "words"),
    [
        ({"level": "6"}, "level is none of 1 to 5"),
        ({"level": ""}, "level and withdrawn do not fit"),
        ({"withdrawn": True}, "level and withdrawn do not fit"),
        ({"recommended": "3P"}, "recommended is none of 1 to 5"),
        ({"standard": "above average"}, "standard is none of the four"),
        ({"score_low": 643}, "not 0 <= 643 <= 642 <= 704 <= 1300"),
        ({"score_high": 641}, "not 0 <= 568 <= 642 <= 641 <= 1300"),
        ({"score_high": 1301}, "not 0 <= 568 <= 642 <= 1301 <= 1300"),
        ({"score_low": -1}, "not 0 <= -1 <= 642 <= 704 <= 1300"),
        ({"score_low": None}, "score without score_low"),
        ({"recommended": None}, "score without recommended"),
        ({"calibration_version": None}, "score without calibration_version"),
        ({"score": None}, "score_low without score"),
        ({"aspects": None, "framework": None, "framework_version": None}, "a score without aspects"),
        ({"framework": None}, "aspects without their framework and its version, or the reverse"),
    ],
)
def test_what_does_not_fit_together_is_named(said, words):
    assert wrong(**said) == [words]
