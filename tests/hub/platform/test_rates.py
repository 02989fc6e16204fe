"""Calls are counted in windows that every process shares."""

from datetime import UTC, datetime, timedelta

import pytest

from openpact.hub.platform import clock
from openpact.hub.platform.models import RateWindow
from openpact.hub.platform.rates import Rate, count, give_back, look

RATE = Rate("calls", 2, timedelta(minutes=1))
NOON = datetime(2026, 11, 24, 12, 0, 15, tzinfo=UTC)


@pytest.fixture(autouse=True)
def at_noon(db, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOON)


def test_the_call_after_the_last_allowed_one_exceeds():
    assert [count("a", RATE).exceeded for _ in range(3)] == [False, False, True]


def test_what_remains_is_told_and_never_negative():
    assert [count("a", RATE).remaining for _ in range(3)] == [1, 0, 0]


def test_the_window_ends_on_the_minute():
    assert count("a", RATE).resets_in == 45


def test_a_new_window_begins_from_nothing(monkeypatch):
    for _ in range(3):
        count("a", RATE)
    monkeypatch.setattr(clock, "now", lambda: NOON + timedelta(seconds=45))
    assert count("a", RATE).used == 1


def test_callers_do_not_share_a_count():
    count("a", RATE)
    assert count("b", RATE).used == 1


def test_nor_do_two_rates_of_a_caller_though_their_windows_begin_at_the_same_moment():
    assert [count("a", rate).used for rate in (RATE, Rate("calls-hour", 9, timedelta(hours=1)))] == [1, 1]


def test_a_call_can_be_given_back():
    count("a", RATE)
    give_back("a", RATE)
    assert count("a", RATE).used == 1


def test_looking_does_not_count():
    assert look("a", RATE).used == 0
    count("a", RATE)
    assert (look("a", RATE).used, look("a", RATE).used) == (1, 1)


def test_a_count_is_one_statement(django_assert_num_queries):
    with django_assert_num_queries(1):
        count("a", RATE)
    assert RateWindow.objects.count() == 1
