"""Dates as people write them; one that may be two is asked about."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.sheet.dates import Order, doubtful, order_of, parse

TODAY = date(2026, 6, 1)


@pytest.mark.parametrize(
    "text",
    ["2017-04-03", "2017/4/3", "3/4/2017", "03/04/2017", "3.4.2017", "3-4-17", "3 / 4 / 2017", "3 April 2017", "3-Apr-17",
     "3rd Apr. 2017", "April 3, 2017", "Mon, 3 April 2017", "2017-04-03 00:00:00", "3/4/2017 0:00"],
)  # fmt: skip
def test_a_date_is_read_however_it_is_written(text):
    assert parse(text, Order.DMY, TODAY) == date(2017, 4, 3)


@pytest.mark.parametrize(
    "text", ["", "soon", "31/31/2017", "30 Feb 2017", "41666", "2017", "3/4", "3 Foo 2017", "1/1/1850"]
)
def test_what_is_no_date_is_none(text):
    assert parse(text, Order.DMY, TODAY) is None
    assert parse(text, Order.MDY, TODAY) is None


@pytest.mark.parametrize(("text", "year"), [("1/2/17", 2017), ("1/2/26", 2026), ("1/2/27", 1927), ("1/2/62", 1962)])
def test_a_year_of_two_digits_is_the_latest_that_has_been(text, year):
    assert parse(text, Order.DMY, TODAY) == date(year, 2, 1)


@pytest.mark.parametrize(
    ("texts", "order"),
    [
        ([], Order.DMY),
        (["2017-04-03", "3 April 2017"], Order.DMY),
        (["3/3/2017"], Order.DMY),
        (["3/4/2017", "14/4/2017"], Order.DMY),
        (["3/4/2017", "4/14/2017"], Order.MDY),
        (["3/4/2017"], None),
        (["3/4/2017", "14/4/2017", "4/14/2017"], None),
        (["3/4/2017", "nonsense"], None),
    ],
)
def test_one_date_of_a_column_that_is_only_one_tells_for_all(texts, order):
    assert order_of(texts, TODAY) == order


def test_a_date_that_is_two_is_shown_to_whoever_is_asked():
    assert doubtful(["14/4/2017", "3/4/2017"], TODAY) == "3/4/2017"
    assert doubtful(["14/4/2017", "3/3/2017", "x"], TODAY) == ""


@given(st.dates(date(1927, 1, 1), date(2026, 1, 1)), st.sampled_from(Order), st.sampled_from("/.-"))
def test_every_date_comes_back_from_the_order_in_which_it_was_written(day, order, mark):
    first, second = (day.day, day.month) if order is Order.DMY else (day.month, day.day)
    assert parse(f"{first}{mark}{second}{mark}{day.year}", order, TODAY) == day
    assert parse(day.isoformat(), order, TODAY) == day


@given(st.lists(st.dates(date(1990, 1, 1), date(2026, 1, 1)), min_size=1), st.sampled_from(Order))
def test_an_order_that_the_dates_tell_is_the_one_they_were_written_in(days, order):
    texts = [f"{d.day}/{d.month}/{d.year}" if order is Order.DMY else f"{d.month}/{d.day}/{d.year}" for d in days]
    told = order_of(texts, TODAY)
    assert told is None or [parse(text, told, TODAY) for text in texts] == days
