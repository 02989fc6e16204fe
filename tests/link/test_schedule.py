"""The schedule: inside the window, once an evening or a week, stable, spread, and right through both changes of the clock."""

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import ONE_DAY, TAIL, Past, Pause, Place, Why, next_due, slot, weekday, window
from openpact.link.words import Trigger

NIGHTLY, WEEKLY, RESET = (PROVIDERS[key].upload for key in ("kamar", "etap", "musac-edge"))
AUCKLAND, CHATHAM = "Pacific/Auckland", "Pacific/Chatham"
SMALL_HOURS = Rhythm(every_days=1, opens=time(1, 30), closes=time(4))
AUTOMATIC, MANUAL, FIRST = Trigger

zones = st.sampled_from([AUCKLAND, CHATHAM])
places = st.builds(Place, st.integers(1, 9999), zones)
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))
rhythms = st.sampled_from([NIGHTLY, WEEKLY, RESET])
hours = st.builds(time, st.integers(0, 23), st.sampled_from([0, 30, 45]))
any_rhythm = st.builds(Rhythm, st.sampled_from([1, 7]), hours, hours, st.booleans())


def local(zone: str, *parts: int) -> datetime:
    return datetime(*parts, tzinfo=ZoneInfo(zone))


def wall(place: Place, at: datetime) -> datetime:
    return at.astimezone(place.wall)


def is_inside(rhythm: Rhythm, place: Place, at: datetime) -> bool:
    """On the wall clock."""
    shown = wall(place, at).time()
    if rhythm.closes > rhythm.opens:
        return rhythm.opens <= shown <= rhythm.closes
    return shown >= rhythm.opens or shown <= rhythm.closes


def simulate(rhythm, place, since, until, *, off=(), by_hand=(), pauses=()):
    """The automatic exchanges from one moment to another. The SMS is off in the spans `off`; people press the button at
    `by_hand`; otherwise it does what is due, when it is due."""
    last, told, now = {}, [], since
    presses = sorted(by_hand)
    while now < until:
        while presses and presses[0] <= now:
            last[MANUAL] = Past(presses.pop(0), MANUAL)
        due = next_due(rhythm, place, last.values(), now, since=since, pauses=pauses)
        ahead = max(now, due.at)
        if presses and presses[0] < ahead:
            now = presses[0]
            continue
        outage = next((span for span in off if span[0] <= ahead < span[1]), None)
        if outage is not None:
            now = outage[1]
            continue
        if ahead >= until:
            break
        now = ahead
        last[AUTOMATIC] = Past(now, AUTOMATIC)
        told.append((now, due))
        now += timedelta(seconds=1)
    return told


def evenings(told):
    return [due.evening for _, due in told]


# --- When nothing interferes ---------------------------------------------------------------------------------------


@settings(max_examples=10, deadline=None)
@given(places, moments, st.sampled_from([WEEKLY, RESET]))
def test_for_ten_years_there_is_exactly_one_exchange_a_week_at_the_same_time_on_the_wall(place, since, rhythm):
    told = simulate(rhythm, place, since, since + timedelta(days=3652))
    assert {b - a for a, b in pairwise(evenings(told))} == {timedelta(7)}
    assert {due.evening.weekday() for _, due in told} == {weekday(place.number)}
    assert len({wall(place, at).time() for at, _ in told}) == 1
    assert all(is_inside(rhythm, place, at) for at, _ in told)
    assert {due.why for _, due in told} == {Why.REGULAR}
    assert told[0][0] - since <= timedelta(days=8)


@settings(max_examples=5, deadline=None)
@given(places, moments)
def test_for_ten_years_every_evening_has_its_exchange(place, since):
    told = simulate(NIGHTLY, place, since, since + timedelta(days=3652))
    assert {b - a for a, b in pairwise(evenings(told))} == {ONE_DAY}
    assert len({wall(place, at).time() for at, _ in told}) == 1
    assert all(is_inside(NIGHTLY, place, at) for at, _ in told)


# --- When things go wrong --------------------------------------------------------------------------------------------


@st.composite
def spans(draw, since, longest=40):
    """Some spans of days in the two years after a moment."""
    found = []
    for _ in range(draw(st.integers(0, 4))):
        begins = since + timedelta(hours=draw(st.integers(0, 700 * 24)))
        found.append((begins, begins + timedelta(hours=draw(st.integers(1, longest * 24)))))
    return sorted(found)


@settings(max_examples=60, deadline=None)
@given(st.data(), places, moments, rhythms)
def test_whatever_happens_an_automatic_exchange_lies_inside_its_window_and_in_no_pause(data, place, since, rhythm):
    off = data.draw(spans(since))
    by_hand = [span[0] for span in data.draw(spans(since))]
    pauses = [Pause(wall(place, a).date(), wall(place, b).date()) for a, b in data.draw(spans(since))]
    told = simulate(rhythm, place, since, since + timedelta(days=740), off=off, by_hand=by_hand, pauses=pauses)
    for at, due in told:
        assert is_inside(rhythm, place, at)
        assert due.opens <= at < due.closes
        assert at >= since
        assert not any(pause.covers(due.evening) for pause in pauses)
    assert len(set(evenings(told))) == len(told), "two on one evening"


@settings(max_examples=60, deadline=None)
@given(places, moments, st.integers(1, 30), st.integers(10, 60))
def test_after_an_outage_there_is_one_catch_up_and_then_the_schools_own_day_again(place, since, days, after):
    begins = since + timedelta(days=after)
    ends = begins + timedelta(days=days)
    told = simulate(WEEKLY, place, since, ends + timedelta(days=60), off=[(begins, ends)])
    late = [due for _, due in told if due.why is Why.CATCH_UP]
    assert len(late) <= 1
    for due in late:
        assert due.because == due.missed[0]
        assert all(day.weekday() == weekday(place.number) for day in due.missed)
    own = [due for _, due in told if due.why is not Why.CATCH_UP]
    assert all(due.evening.weekday() == weekday(place.number) for due in own)
    # No more than a week and a day without an exchange, but for the outage.
    gaps = [b - a for (a, _), (b, _) in pairwise(told)]
    assert max(gaps) <= max(timedelta(days=7, hours=3), timedelta(days=days + 8, hours=3))


def test_a_missed_evening_is_caught_up_the_next_one_and_reported():
    place = Place(7999, AUCKLAND)
    last = local(AUCKLAND, 2026, 11, 3, 22, 30)
    due_on = date(2026, 11, 3) + timedelta(days=(weekday(7999) - date(2026, 11, 3).weekday()) % 7 or 7)
    now = datetime.combine(due_on + ONE_DAY, time(9), tzinfo=place.wall)
    due = next_due(WEEKLY, place, [Past(last, AUTOMATIC)], now, since=last - ONE_DAY)
    assert (due.why, due.because, due.missed) == (Why.CATCH_UP, due_on, (due_on,))
    assert due.evening == due_on + ONE_DAY


def test_every_missed_evening_is_counted():
    place = Place(7999, AUCKLAND)
    since = local(AUCKLAND, 2026, 11, 1, 12)
    due = next_due(NIGHTLY, place, [], local(AUCKLAND, 2026, 11, 6, 9), since=since)
    assert due.missed == tuple(date(2026, 11, day) for day in (5, 4, 3, 2, 1))
    assert (due.why, due.evening) == (Why.REGULAR, date(2026, 11, 6))


def test_a_slot_stays_due_while_its_window_is_open():
    place, now = Place(7999, AUCKLAND), local(AUCKLAND, 2026, 11, 24, 23, 58)
    due = next_due(NIGHTLY, place, [Past(now - ONE_DAY, AUTOMATIC)], now, since=now - 9 * ONE_DAY)
    assert due.at <= now < due.closes
    assert due.evening == date(2026, 11, 24)


# --- By hand ---------------------------------------------------------------------------------------------------------


@given(places, moments, st.integers(0, 24 * 60 - 1))
@example(Place(7999, AUCKLAND), datetime(2026, 1, 1, tzinfo=UTC), 23 * 60 + 59)
@example(Place(7999, CHATHAM), datetime(2026, 1, 1, tzinfo=UTC), 5)
def test_an_exchange_by_hand_resets_the_seven_days_from_its_day_where_the_rule_says_so(place, since, minute):
    day = wall(place, since).date() + 10 * ONE_DAY
    pressed = datetime.combine(day, time(minute // 60, minute % 60), tzinfo=place.wall).astimezone(UTC)
    due = next_due(RESET, place, [Past(pressed, MANUAL)], pressed, since=since)
    assert due.evening == day + 7 * ONE_DAY
    assert (due.why, due.because) == (Why.RESET, day)
    assert is_inside(RESET, place, due.at)
    after = next_due(RESET, place, [Past(pressed, MANUAL), Past(due.at, AUTOMATIC)], due.at + ONE_DAY, since=since)
    assert (after.evening, after.why) == (day + 14 * ONE_DAY, Why.REGULAR)


@given(places, moments, st.sampled_from([NIGHTLY, WEEKLY]), st.timedeltas(timedelta(0), timedelta(5)))
def test_elsewhere_an_exchange_by_hand_changes_nothing(place, since, rhythm, later):
    now = since + later
    undisturbed = next_due(rhythm, place, [], now, since=since)
    assert next_due(rhythm, place, [Past(now, MANUAL)], now, since=since) == undisturbed


@given(places, moments, rhythms)
def test_the_first_exchange_of_a_link_is_outside_the_schedule(place, since, rhythm):
    undisturbed = next_due(rhythm, place, [], since, since=since)
    assert next_due(rhythm, place, [Past(since, FIRST)], since, since=since) == undisturbed


# --- Pauses and changes of provider ----------------------------------------------------------------------------------


@settings(max_examples=60, deadline=None)
@given(places, moments, rhythms, st.integers(1, 60), st.integers(0, 20))
def test_what_fell_due_in_a_pause_comes_on_the_first_evening_after(place, since, rhythm, days, until):
    first = wall(place, since).date() + until * ONE_DAY
    pause = Pause(first, first + (days - 1) * ONE_DAY)
    told = simulate(rhythm, place, since, since + timedelta(days=120), pauses=[pause])
    assert all(not due.missed for _, due in told), "nothing is missed in a pause"
    resumed = [due for _, due in told if due.why is Why.RESUMES]
    assert len(resumed) <= 1
    if resumed:
        assert resumed[0].evening == pause.last + ONE_DAY
        assert resumed[0].because == pause.last
    if rhythm is NIGHTLY and until:
        assert pause.last + ONE_DAY in evenings(told)


def test_pauses_that_touch_are_one():
    place, now = Place(7999, AUCKLAND), local(AUCKLAND, 2026, 12, 20, 9)
    pauses = [Pause(date(2026, 12, 19), date(2026, 12, 31)), Pause(date(2027, 1, 1), date(2027, 1, 26))]
    due = next_due(NIGHTLY, place, [], now, since=now, pauses=pauses)
    assert (due.evening, due.why) == (date(2027, 1, 27), Why.RESUMES)


@given(places, moments, rhythms, st.timedeltas(timedelta(0), timedelta(400)))
def test_what_happened_before_the_link_was_made_does_not_count(place, since, rhythm, ago):
    before = [Past(since - ago - timedelta(seconds=1), trigger) for trigger in (AUTOMATIC, MANUAL)]
    assert next_due(rhythm, place, before, since, since=since) == next_due(rhythm, place, [], since, since=since)
    assert next_due(rhythm, place, before, since, since=since).at > since


# --- The function itself -----------------------------------------------------------------------------------------------


@given(st.data(), places, moments, any_rhythm)
def test_only_the_latest_of_each_kind_matters_in_any_order(data, place, since, rhythm):
    history = [
        Past(since + timedelta(hours=data.draw(st.integers(0, 2000))), data.draw(st.sampled_from(Trigger)))
        for _ in range(data.draw(st.integers(0, 6)))
    ]
    now = since + timedelta(days=100)
    whole = next_due(rhythm, place, history, now, since=since)
    assert next_due(rhythm, place, data.draw(st.permutations(history)), now, since=since) == whole
    # Only the latest of each kind matters.
    latest = [
        max((past for past in history if past.trigger is t), key=lambda past: past.at, default=None) for t in Trigger
    ]
    assert next_due(rhythm, place, [past for past in latest if past], now, since=since) == whole


@given(places, moments, any_rhythm)
def test_any_window_holds_its_due_time_on_the_wall_clock(place, since, rhythm):
    due = next_due(rhythm, place, [], since, since=since)
    assert (due.opens, due.closes) == window(rhythm, place.wall, due.evening)
    assert due.opens <= due.at <= max(due.opens, due.closes - TAIL)


@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
def test_the_night_on_which_an_hour_does_not_exist(zone):
    """At 2:00 in Auckland, at 2:45 on the Chathams, the clock goes forward an hour."""
    day = date(2026, 9, 27)
    opens, closes = window(SMALL_HOURS, ZoneInfo(zone), day)
    assert closes - opens == timedelta(hours=1, minutes=30)
    skipped = Rhythm(every_days=1, opens=time(2, 45), closes=time(3, 40))
    opens, closes = window(skipped, ZoneInfo(zone), day)
    assert opens <= closes
    assert all(t.astimezone(ZoneInfo(zone)).date() == day for t in (opens, closes))
    since = local(zone, 2026, 9, 20, 12)
    told = simulate(SMALL_HOURS, Place(1234, zone), since, since + timedelta(days=14))
    assert {b - a for a, b in pairwise(evenings(told))} == {ONE_DAY}


@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
def test_the_night_on_which_an_hour_comes_twice(zone):
    opens, closes = window(SMALL_HOURS, ZoneInfo(zone), date(2026, 4, 5))
    assert closes - opens == timedelta(hours=3, minutes=30)
    since = local(zone, 2026, 3, 28, 12)
    told = simulate(SMALL_HOURS, Place(1234, zone), since, since + timedelta(days=14))
    assert {b - a for a, b in pairwise(evenings(told))} == {ONE_DAY}


# --- The places of 2,536 schools ----------------------------------------------------------------------------------------


def test_the_place_of_a_school_never_moves():
    assert [round(slot(n), 6) for n in (1, 1234, 7999)] == [0.234916, 0.648633, 0.788622]
    assert [weekday(n) for n in (1, 1234, 7999)] == [weekday(n) for n in (1, 1234, 7999)]


def test_schools_spread_evenly_over_the_window_and_over_the_week():
    tenths = Counter(int(slot(number) * 10) for number in range(1, 2537))
    assert len(tenths) == 10
    assert 210 < min(tenths.values()) <= max(tenths.values()) < 300
    days = Counter(weekday(number) for number in range(1, 2537))
    assert len(days) == 7
    assert 310 < min(days.values()) <= max(days.values()) < 415
