"""The schedule: inside the window, stable, spread, and right through both changes of the clock."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import next_due, slot, window

NIGHTLY = PROVIDERS["kamar"].upload
WEEKLY = PROVIDERS["musac-edge"].upload
AUCKLAND, CHATHAM = "Pacific/Auckland", "Pacific/Chatham"
SMALL_HOURS = Rhythm(every_days=1, opens=time(1, 30), closes=time(4))

zones = st.sampled_from([AUCKLAND, CHATHAM])
numbers = st.integers(1, 9999)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


@given(
    numbers,
    zones,
    moments,
    st.sampled_from([NIGHTLY, WEEKLY]),
    st.none() | st.timedeltas(timedelta(0), timedelta(30)),
)
def test_the_due_time_lies_in_an_open_or_coming_window(number, zone, now, rhythm, ago):
    due = next_due(rhythm, number, zone, now - ago if ago is not None else None, now)
    wall = due.astimezone(ZoneInfo(zone))
    assert wall.hour >= 22
    assert window(rhythm, ZoneInfo(zone), wall.date())[1] > now


@given(numbers, zones, st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC)))
def test_an_undisturbed_school_has_one_exchange_every_seven_days_at_the_same_time(number, zone, start):
    place, last, times = ZoneInfo(zone), None, []
    now = start
    for _ in range(60):
        last = now = max(now, next_due(WEEKLY, number, zone, last, now))
        times.append(now.astimezone(place))
    assert {b.date() - a.date() for a, b in pairwise(times)} == {timedelta(7)}
    assert len({t.time() for t in times[1:]}) == 1


@given(numbers, zones, moments)
def test_every_night_has_its_exchange(number, zone, start):
    place, last, nights = ZoneInfo(zone), None, []
    now = start
    for _ in range(40):
        last = now = max(now, next_due(NIGHTLY, number, zone, last, now))
        nights.append(now.astimezone(place).date())
    assert {b - a for a, b in pairwise(nights)} == {timedelta(1)}


def test_the_slot_of_a_school_never_moves():
    assert [round(slot(n), 6) for n in (1, 1234, 7999)] == [0.234916, 0.648633, 0.788622]


def test_slots_spread_evenly_over_the_window():
    tenths = Counter(int(slot(number) * 10) for number in range(1, 2537))
    assert len(tenths) == 10
    assert 210 < min(tenths.values()) <= max(tenths.values()) < 300


def test_a_slot_stays_due_while_its_window_is_open():
    now = local(AUCKLAND, 2026, 11, 24, 23, 58)
    due = next_due(NIGHTLY, 7999, AUCKLAND, now - timedelta(days=1), now)
    assert due <= now
    assert due.astimezone(ZoneInfo(AUCKLAND)).date() == date(2026, 11, 24)


def test_a_missed_window_is_caught_up_the_next_evening():
    last = local(AUCKLAND, 2026, 11, 3, 22, 30)
    due = next_due(WEEKLY, 7999, AUCKLAND, last, local(AUCKLAND, 2026, 11, 11, 9))
    assert due.astimezone(ZoneInfo(AUCKLAND)).date() == date(2026, 11, 11)


def test_a_manual_upload_sets_the_seven_days_anew():
    manual = local(AUCKLAND, 2026, 11, 5, 10)
    due = next_due(WEEKLY, 7999, AUCKLAND, manual, manual)
    assert due.astimezone(ZoneInfo(AUCKLAND)).date() == date(2026, 11, 12)


def test_an_upload_by_day_does_not_stand_in_for_the_one_at_night():
    by_day = local(AUCKLAND, 2026, 11, 24, 10)
    due = next_due(NIGHTLY, 7999, AUCKLAND, by_day, by_day)
    assert due.astimezone(ZoneInfo(AUCKLAND)).date() == date(2026, 11, 24)


@pytest.mark.parametrize("rhythm", [NIGHTLY, WEEKLY])
def test_an_exchange_that_ran_over_midnight_counts_for_the_evening_before(rhythm):
    late = local(AUCKLAND, 2026, 11, 25, 0, 10)
    due = next_due(rhythm, 7999, AUCKLAND, late, late)
    assert due.astimezone(ZoneInfo(AUCKLAND)).date() == date(2026, 11, 24) + timedelta(rhythm.every_days)


@pytest.mark.parametrize("zone, day", [(AUCKLAND, (2026, 9, 27)), (CHATHAM, (2026, 9, 27))])
def test_the_night_on_which_an_hour_does_not_exist(zone, day):
    """At 2:00 in Auckland (2:45 on the Chathams) the clock goes forward an hour."""
    opens, closes = window(SMALL_HOURS, ZoneInfo(zone), date(*day))
    assert closes - opens == timedelta(hours=1, minutes=30)
    skipped = Rhythm(every_days=1, opens=time(2, 50), closes=time(3, 40))
    opens, closes = window(skipped, ZoneInfo(zone), date(*day))
    assert opens <= closes
    assert all(t.astimezone(ZoneInfo(zone)).date() == date(*day) for t in (opens, closes))


@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
def test_the_night_on_which_an_hour_comes_twice(zone):
    opens, closes = window(SMALL_HOURS, ZoneInfo(zone), date(2026, 4, 5))
    assert closes - opens == timedelta(hours=3, minutes=30)


@given(numbers, zones, st.integers(0, 23), st.integers(0, 23), st.sampled_from([0, 30, 45]), moments)
def test_any_window_holds_its_due_time_on_the_wall_clock(number, zone, opens, closes, minute, now):
    rhythm = Rhythm(every_days=1, opens=time(opens, minute), closes=time(closes, minute))
    place = ZoneInfo(zone)
    due = next_due(rhythm, number, zone, None, now).astimezone(place)
    evening = due.date() if due.time() >= rhythm.opens else due.date() - timedelta(1)
    start, end = window(rhythm, place, evening)
    assert start <= due <= end
