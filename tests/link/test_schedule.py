"""The schedule, rule by rule. The same in words: docs/explanation/schedule.md; generated: test_lives.py, test_windows.py."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest

from openpact.link.providers import Rhythm
from openpact.link.schedule import CLOCKS_DIFFER, TAIL, Due, Past, Pause, Place, Why, next_due, slot, weekday
from openpact.link.words import Trigger

from .lives import AUCKLAND, NIGHTLY, ONE_DAY, RESETTING, WEEKLY

AUTOMATIC, MANUAL, FIRST = Trigger.AUTOMATIC, Trigger.MANUAL, Trigger.FIRST
WALL = ZoneInfo(AUCKLAND)
#: Its day for weekly rules is a Tuesday, and its time 10:20pm and 12 seconds.
SCHOOL = Place(988, AUCKLAND)
RULES = pytest.mark.parametrize("rhythm", [NIGHTLY, WEEKLY, RESETTING], ids=["nightly", "weekly", "resetting"])


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WALL)


#: A Monday morning.
LINKED = at(2026, 11, 2, 9)


def past(trigger: Trigger, *parts: int) -> Past:
    return Past(at(*parts), trigger)


def due(
    rhythm: Rhythm, history: list[Past], *now: int, since: datetime = LINKED, pauses: tuple[Pause, ...] = ()
) -> Due:
    return next_due(rhythm, SCHOOL, history, at(*now), since=since, pauses=pauses)


def november(*days: int) -> tuple[date, ...]:
    return tuple(date(2026, 11, day) for day in days)


# The place of a school


def test_the_place_of_a_school_never_moves():
    """These numbers are for ever: another would move 2,500 schools to another day and hour."""
    assert [round(slot(n), 6) for n in (1, 1234, 7999)] == [0.234916, 0.648633, 0.788622]
    assert [weekday(n) for n in (1, 2, 988, 1234, 7999)] == [4, 3, 1, 0, 5]


def test_the_end_of_a_window_is_nobodys_slot():
    last = max(range(1, 10_000), key=slot)
    due = next_due(NIGHTLY, Place(last, AUCKLAND), [], LINKED, since=LINKED)
    assert timedelta(0) < (due.closes - TAIL) - due.at < timedelta(seconds=10)


# Making the link


@RULES
def test_nothing_is_due_before_the_first_slot_after_the_link_was_made(rhythm):
    early, late = at(2026, 11, 3, 22, 19), at(2026, 11, 3, 22, 21)
    assert next_due(rhythm, SCHOOL, [], early, since=early).evening == date(2026, 11, 3)
    assert next_due(rhythm, SCHOOL, [], late, since=late).evening == date(2026, 11, 3) + rhythm.every_days * ONE_DAY


@RULES
def test_a_link_made_at_the_very_slot_has_missed_it_and_what_happens_at_that_very_moment_counts(rhythm):
    moment = next_due(rhythm, SCHOOL, [], LINKED, since=LINKED).at
    assert next_due(rhythm, SCHOOL, [], moment, since=moment).at == moment + rhythm.every_days * ONE_DAY
    by_hand = next_due(rhythm, SCHOOL, [Past(moment, MANUAL)], moment, since=moment)
    assert by_hand.why is (Why.RESET if rhythm.manual_resets else Why.REGULAR)


def test_a_link_made_after_midnight_but_before_the_slot_begins_with_the_evening_before():
    late = Rhythm(every_days=1, opens=time(23, 50), closes=time(3))
    midnight = at(2026, 11, 3)
    assert next_due(late, SCHOOL, [], midnight, since=midnight).evening == date(2026, 11, 2)


@RULES
def test_the_very_first_exchange_is_outside_the_schedule(rhythm):
    first = [past(FIRST, 2026, 11, 3, 22, 5)]
    assert due(rhythm, first, 2026, 11, 3, 22, 6) == due(rhythm, [], 2026, 11, 3, 22, 6)


@RULES
@pytest.mark.parametrize("trigger", Trigger)
def test_after_a_change_of_provider_nothing_counts_that_happened_before(rhythm, trigger):
    before = [past(trigger, 2026, 11, 2, 8), past(trigger, 2026, 10, 28, 22, 20)]
    assert due(rhythm, before, 2026, 11, 2, 10) == due(rhythm, [], 2026, 11, 2, 10)


# An evening


@RULES
def test_a_slot_stays_due_while_its_window_is_open(rhythm):
    now = due(rhythm, [], 2026, 11, 3, 23, 58)
    assert now.at < at(2026, 11, 3, 23, 58) < now.closes
    assert now.evening == date(2026, 11, 3)


@RULES
@pytest.mark.parametrize("done", [(3, 22, 20), (3, 23, 59), (4, 0, 10), (4, 9)])
def test_an_exchange_that_ran_late_counts_for_its_evening(rhythm, done):
    history = [past(AUTOMATIC, 2026, 11, *done)]
    after = due(rhythm, history, 2026, 11, 4, 10)
    assert after.evening == date(2026, 11, 3) + rhythm.every_days * ONE_DAY
    assert after.missed == ()


@pytest.mark.parametrize("minutes, missed", [(0, ()), (5, ()), (6, november(3))])
def test_an_exchange_counts_for_its_evening_though_the_clock_of_the_sms_is_five_minutes_ahead(minutes, missed):
    early = Past(at(2026, 11, 3, 22) - timedelta(minutes=minutes), AUTOMATIC)
    assert timedelta(minutes=5) == CLOCKS_DIFFER
    assert due(WEEKLY, [early], 2026, 11, 4, 10).missed == missed


def test_but_never_for_the_next_while_the_evening_before_is_open():
    all_day = Rhythm(every_days=1, opens=time(22), closes=time(22))
    history = [past(AUTOMATIC, 2026, 11, 4, 21, 58)]
    assert due(all_day, history, 2026, 11, 4, 21, 59).evening == date(2026, 11, 4)


def test_an_evening_whose_window_runs_past_midnight_keeps_its_name():
    late = Rhythm(every_days=7, opens=time(22), closes=time(2))
    assert due(late, [], 2026, 11, 4, 1, 59).evening == date(2026, 11, 3)
    assert due(late, [past(AUTOMATIC, 2026, 11, 4, 1, 30)], 2026, 11, 4, 1, 59).evening == date(2026, 11, 10)


# What was missed


def test_a_missed_week_is_caught_up_the_next_evening_and_says_so():
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20)]
    now = due(WEEKLY, history, 2026, 11, 11, 9)
    assert (now.evening, now.why, now.because, now.missed) == (*november(11), Why.CATCH_UP, *november(10), november(10))


def test_a_catch_up_that_fails_too_goes_to_the_next_evening_and_adds_nothing_to_what_was_missed():
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20)]
    now = due(WEEKLY, history, 2026, 11, 13, 9)
    assert (now.evening, now.missed) == (*november(13), november(10))


def test_missed_until_its_own_day_comes_round_it_needs_no_catching_up():
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20)]
    now = due(WEEKLY, history, 2026, 11, 17, 9)
    assert (now.evening, now.why, now.missed) == (*november(17), Why.REGULAR, november(10))


# By hand


@pytest.mark.parametrize("hour", [(0, 5), (10, 0), (22, 10), (23, 59)])
def test_an_upload_by_hand_sets_the_seven_days_anew(hour):
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20), past(MANUAL, 2026, 11, 5, *hour)]
    now = due(RESETTING, history, 2026, 11, 6, 9)
    assert (now.evening, now.why, now.because) == (*november(12), Why.RESET, *november(5))
    assert (
        now.at.astimezone(ZoneInfo(AUCKLAND)).time()
        == due(RESETTING, [], 2026, 11, 2, 10).at.astimezone(ZoneInfo(AUCKLAND)).time()
    )


def test_and_the_day_of_the_week_with_them():
    history = [past(MANUAL, 2026, 11, 5, 10), past(AUTOMATIC, 2026, 11, 12, 22, 20)]
    now = due(RESETTING, history, 2026, 11, 13, 9)
    assert (now.evening, now.why, now.because) == (*november(19), Why.REGULAR, None)


def test_on_the_own_day_it_takes_the_place_of_that_evenings():
    history = [past(MANUAL, 2026, 11, 10, 21)]
    assert due(RESETTING, history, 2026, 11, 10, 21, 1).evening == date(2026, 11, 17)


def test_it_settles_what_was_missed():
    history = [past(MANUAL, 2026, 11, 12, 10)]
    now = due(RESETTING, history, 2026, 11, 12, 11)
    assert (now.evening, now.missed) == (*november(19), ())


@pytest.mark.parametrize("rhythm", [NIGHTLY, WEEKLY], ids=["nightly", "weekly"])
def test_under_other_rules_it_does_not_stand_in_for_the_evenings(rhythm):
    history = [past(MANUAL, 2026, 11, 3, 10), past(MANUAL, 2026, 11, 3, 22, 10)]
    assert due(rhythm, history, 2026, 11, 3, 22, 15) == due(rhythm, [], 2026, 11, 3, 22, 15)


# Pauses


def test_evenings_in_a_pause_are_neither_due_nor_missed():
    pause = Pause(*november(9, 22))
    now = due(NIGHTLY, [past(AUTOMATIC, 2026, 11, 8, 22, 20)], 2026, 11, 12, 9, pauses=(pause,))
    assert (now.evening, now.why, now.because, now.missed) == (*november(23), Why.RESUMES, *november(22), ())


def test_what_fell_due_in_a_pause_is_due_on_the_first_evening_after_it_and_then_on_its_own_day():
    pause = Pause(*november(9, 11))
    now = due(WEEKLY, [], 2026, 11, 4, 9, since=at(2026, 11, 4, 8), pauses=(pause,))
    assert (now.evening, now.why, now.because) == (*november(12), Why.RESUMES, *november(11))
    then = due(WEEKLY, [Past(now.at, AUTOMATIC)], 2026, 11, 13, 9, pauses=(pause,))
    assert (then.evening, then.why) == (*november(17), Why.REGULAR)


def test_a_pause_in_which_nothing_falls_due_changes_nothing():
    pause = Pause(*november(11, 16))
    history = [past(AUTOMATIC, 2026, 11, 10, 22, 20)]
    assert due(WEEKLY, history, 2026, 11, 12, 9, pauses=(pause,)) == due(WEEKLY, history, 2026, 11, 12, 9)


def test_pauses_may_overlap_and_touch():
    apart = (Pause(*november(9, 20)), Pause(*november(12, 13)), Pause(*november(21, 22)))
    history = [past(AUTOMATIC, 2026, 11, 8, 22, 20)]
    one = due(NIGHTLY, history, 2026, 11, 12, 9, pauses=(Pause(*november(9, 22)),))
    assert due(NIGHTLY, history, 2026, 11, 12, 9, pauses=apart) == one


def test_the_evening_after_a_pause_can_be_missed_like_any_other():
    pause = Pause(*november(9, 11))
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20)]
    now = due(WEEKLY, history, 2026, 11, 14, 9, pauses=(pause,))
    assert (now.evening, now.why, now.because, now.missed) == (*november(14), Why.CATCH_UP, *november(12), november(12))


def test_what_was_missed_before_a_pause_is_caught_up_after_it():
    pause = Pause(*november(11, 13))
    history = [past(AUTOMATIC, 2026, 11, 3, 22, 20)]
    now = due(WEEKLY, history, 2026, 11, 12, 9, pauses=(pause,))
    assert (now.evening, now.why, now.because, now.missed) == (*november(14), Why.RESUMES, *november(13), november(10))
