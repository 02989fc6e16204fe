"""The schedule through generated years: ten of them, and seasons in which everything interferes."""

from datetime import UTC, date, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.link.schedule import TAIL, Past, Place, Why, next_due, window
from openpact.link.words import Trigger

from .lives import (
    AUCKLAND,
    CHATHAM,
    NIGHTLY,
    ONE_DAY,
    RESETTING,
    WEEKLY,
    Life,
    foretold,
    lived,
    lives,
    pauses,
    rhythms,
    schools,
    shows,
)

RULES = [NIGHTLY, WEEKLY, RESETTING]
moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))
#: The clocks go forward on 27 September 2026 and back on 4 April 2027.
seasons = lives(st.sampled_from([datetime(2026, 9, 10, tzinfo=UTC), datetime(2027, 3, 20, tzinfo=UTC)]), 60, 6)
decades = lives(st.datetimes(datetime(2024, 1, 1), datetime(2027, 1, 1), timezones=st.just(UTC)), 3653, 20)


def check(life: Life) -> None:
    """It goes as a person with a calendar would say, and no answer on the way breaks a rule that always holds."""
    wall, happened = ZoneInfo(life.school.zone), []
    for rhythm, since, now, due, done in lived(life):
        assert now < due.closes
        assert since < due.at
        assert due.opens <= due.at <= max(due.opens, due.closes - TAIL)
        assert shows(rhythm, wall, due.at)
        assert not life.is_paused(due.evening)
        assert not any(map(life.is_paused, due.missed))
        assert (due.because is None) == (due.why is Why.REGULAR)
        if done:
            happened.append((since, done))
    assert [done for _, done in happened] == list(foretold(life))
    assert len({(since, done.evening) for since, done in happened}) == len(happened), "two for one evening"


@settings(max_examples=400, deadline=None)
@given(seasons)
def test_a_season_full_of_trouble_goes_as_a_person_with_a_calendar_would_say(life):
    check(life)


@settings(max_examples=30, deadline=None)
@given(decades)
def test_so_do_ten_years(life):
    check(life)


@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
@pytest.mark.parametrize("rhythm", RULES, ids=["nightly", "weekly", "resetting"])
def test_with_no_trouble_each_evening_of_the_rule_has_one_exchange_at_the_same_hour_for_ten_years(rhythm, zone):
    start = datetime(2024, 1, 1, tzinfo=UTC)
    life = Life(Place(988, zone), ((start, rhythm),), start + 3653 * ONE_DAY)
    exchanges = [done for *_, done in lived(life) if done]
    times = [done.at.astimezone(ZoneInfo(zone)) for done in exchanges]
    assert {later.date() - earlier.date() for earlier, later in pairwise(times)} == {rhythm.every_days * ONE_DAY}
    assert len({shown.time() for shown in times}) == 1
    assert {(done.why, done.missed) for done in exchanges} == {(Why.REGULAR, ())}
    assert len(times) == 3653 if rhythm.every_days == 1 else len(times) in (521, 522)


@settings(max_examples=20, deadline=None)
@given(rhythms(), schools, st.datetimes(datetime(2024, 1, 1), datetime(2033, 1, 1), timezones=st.just(UTC)))
def test_any_rule_keeps_its_days_and_but_for_the_nights_of_a_change_of_the_clock_its_hour(rhythm, school, start):
    wall = school.wall
    exchanges = [done for *_, done in lived(Life(school, ((start, rhythm),), start + 400 * ONE_DAY)) if done]
    own = [done for done in exchanges if done.why is Why.REGULAR]
    assert all(done.missed == () for done in exchanges)
    assert all((later.evening - earlier.evening).days % rhythm.every_days == 0 for earlier, later in pairwise(own))
    # At most one evening a year falls out, where its window lies in the hour that is skipped.
    assert len(exchanges) >= 400 // rhythm.every_days - 2
    usual = datetime.combine(date(2024, 1, 10), rhythm.closes) - datetime.combine(date(2024, 1, 10), rhythm.opens)
    usual += ONE_DAY if usual <= timedelta(0) else timedelta(0)
    windows = ((done, *window(rhythm, wall, done.evening)) for done in exchanges)
    whole = [done for done, opens, closes in windows if closes - opens == usual]
    assert len({done.at.astimezone(wall).time() for done in whole}) == 1
    assert len(exchanges) - len(whole) <= 6


@given(st.sampled_from(RULES), schools, moments, st.integers(1, 100))
@settings(deadline=None)
def test_an_outage_is_caught_up_once_says_what_was_missed_and_then_the_own_days_go_on(rhythm, school, start, evenings):
    usual = next_due(rhythm, school, [], start, since=start)
    back = usual.closes + evenings * ONE_DAY - timedelta(hours=12)
    life = Life(school, ((start, rhythm),), back + 30 * ONE_DAY, outages=((start, back),))
    first, second, third, *_ = [done for *_, done in lived(life) if done]
    rounds = -(-evenings // rhythm.every_days)
    own = [usual.evening + number * rhythm.every_days * ONE_DAY for number in range(rounds + 3)]
    assert first.evening == usual.evening + evenings * ONE_DAY
    assert first.missed == tuple(reversed(own[:rounds]))
    caught_up = first.evening not in own
    assert first.why is (Why.CATCH_UP if caught_up else Why.REGULAR)
    assert [second.evening, third.evening] == (own[rounds:] if caught_up else own[rounds + 1 :])[:2]
    assert {(done.why, done.missed) for done in (second, third)} == {(Why.REGULAR, ())}


pasts = st.builds(
    lambda ago, trigger: (timedelta(minutes=ago), trigger), st.integers(0, 60 * 24 * 60), st.sampled_from(Trigger)
)


@given(rhythms(), schools, moments, st.lists(pasts, max_size=12), st.integers(0, 90), st.randoms())
def test_neither_the_order_of_the_past_nor_anything_but_the_last_of_each_kind_matters(
    rhythm, school, now, ago, days, random
):
    history = [Past(now - how_long, trigger) for how_long, trigger in ago]
    last = [max((p for p in history if p.trigger is kind), key=lambda p: p.at, default=None) for kind in Trigger]
    answer = next_due(rhythm, school, history, now, since=now - days * ONE_DAY)
    random.shuffle(history)
    assert next_due(rhythm, school, history, now, since=now - days * ONE_DAY) == answer
    assert next_due(rhythm, school, [p for p in last if p], now, since=now - days * ONE_DAY) == answer


@given(rhythms(), schools, moments, st.lists(pasts, max_size=3), st.data())
def test_what_is_due_later_is_still_due_once_it_is_later(rhythm, school, now, ago, data):
    history = [Past(now - how_long, trigger) for how_long, trigger in ago]
    days = st.integers(-30, 30).map(lambda number: now.date() + number * ONE_DAY)
    known = {"since": now - 20 * ONE_DAY, "pauses": data.draw(st.lists(pauses(days), max_size=3))}
    answer = next_due(rhythm, school, history, now, **known)
    assert next_due(rhythm, school, history, max(now, answer.at), **known) == answer
    assert next_due(rhythm, school, history, answer.closes - timedelta(microseconds=1), **known) == answer
    assert next_due(rhythm, school, history, answer.closes, **known).evening > answer.evening
