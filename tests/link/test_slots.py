"""Schools spread over the week and over the window as evenly as chance would have it, and the documentation shows just that."""

import pytest
from bench.slots import IN_A_ROW, PAGE, PICTURE, WITH_GAPS, page, picture, spread, tail

SCHOOLS = {"numbered in a row": IN_A_ROW, "with gaps": WITH_GAPS}
EACH = pytest.mark.parametrize("numbers", SCHOOLS.values(), ids=SCHOOLS)


@EACH
def test_there_are_2536_schools_and_each_has_one_place(numbers):
    found = spread(numbers)
    assert len(set(numbers)) == 2536
    assert [sum(part.counts) for part in (found.days, found.minutes, found.both)] == [2536] * 3
    assert [len(part.counts) for part in (found.days, found.minutes, found.both)] == [7, 12, 84]


@EACH
def test_no_day_and_no_ten_minutes_have_many_more_schools_than_others(numbers):
    found = spread(numbers)
    assert max(found.days.counts) < 1.15 * 2536 / 7
    assert min(found.days.counts) > 0.85 * 2536 / 7
    assert max(found.minutes.whole) < 1.15 * max(found.minutes.expected)
    assert min(found.minutes.whole) > 0.85 * max(found.minutes.expected)
    assert max(found.both.counts) < 50


@EACH
def test_the_days_the_minutes_and_both_together_are_as_even_as_chance(numbers):
    found = spread(numbers)
    assert all(0.05 < part.p < 0.95 for part in (found.days, found.minutes, found.both))


@pytest.mark.parametrize(
    "freedom, value, chance",
    [
        (1, 3.841, 0.05),
        (2, 5.991, 0.05),
        (6, 12.592, 0.05),
        (11, 24.725, 0.01),
        (83, 105.267, 0.05),
        (6, 0, 1),
        (11, 0, 1),
    ],
)
def test_the_chi_square_test_agrees_with_the_printed_tables(freedom, value, chance):
    assert tail(freedom, value) == pytest.approx(chance, abs=5e-5)


def test_the_picture_is_what_the_code_draws():
    assert PICTURE.read_text("utf-8") == picture(), "python -m bench.slots draws it anew"


def test_the_table_is_what_the_code_counts():
    text = PAGE.read_text("utf-8")
    assert "| 333 |" in text
    assert page(text) == text, "python -m bench.slots writes it anew"
