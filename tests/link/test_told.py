"""The schedule in words: what a school's people read, on both sides."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.link import told
from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import Due, Past, Pause, Place, Why, next_due
from openpact.link.words import Trigger

from .lives import AUCKLAND, CHATHAM, rhythms, schools

KAMAR, ETAP, EDGE = (PROVIDERS[key] for key in ("kamar", "etap", "musac-edge"))
WALL = ZoneInfo(AUCKLAND)
#: Its day for weekly rules is a Tuesday, and its time 10:20pm and 12 seconds.
SCHOOL = Place(988, AUCKLAND)
LINKED = datetime(2026, 11, 2, 9, tzinfo=WALL)

moments = st.datetimes(datetime(2024, 1, 1), datetime(2034, 1, 1), timezones=st.just(UTC))


def at(*parts: int) -> datetime:
    return datetime(*parts, tzinfo=WALL)


def an_exchange(moment: datetime, opens: datetime, closes: datetime) -> Due:
    return Due(moment, opens, closes, opens.date(), Why.REGULAR)


def why(provider, now: datetime, *history: Past, pauses: tuple[Pause, ...] = ()) -> str:
    due = next_due(provider.upload, SCHOOL, history, now, since=LINKED, pauses=pauses)
    return told.why(provider, provider.upload, SCHOOL, due, now)


# When


def test_it_is_told_as_a_day_and_a_span_of_twenty_minutes():
    now = at(2026, 11, 25, 9)
    due = next_due(ETAP.upload, SCHOOL, [], now, since=now)
    assert told.when(due, WALL, now) == "Tuesday 1 December, between 10:20pm and 10:40pm"


def test_with_the_year_where_it_is_another():
    now = at(2026, 12, 30, 9)
    due = next_due(ETAP.upload, SCHOOL, [], now, since=now)
    assert told.when(due, WALL, now) == "Tuesday 5 January 2027, between 10:20pm and 10:40pm"


def test_once_its_time_has_come_it_is_due_now_until_the_window_closes():
    now = at(2026, 11, 3, 22, 20, 12)
    due = next_due(ETAP.upload, SCHOOL, [], now, since=LINKED)
    assert told.when(due, WALL, now) == "Now, until midnight"


def test_the_day_is_the_one_on_which_it_happens_though_its_evening_began_the_day_before():
    opens, closes = at(2026, 11, 30, 22), at(2026, 12, 1, 2)
    due = an_exchange(at(2026, 12, 1, 0, 30), opens, closes)
    assert told.when(due, WALL, LINKED) == "Tuesday 1 December, between 12:20am and 12:40am"


@pytest.mark.parametrize(
    "hour, minute, words",
    [
        (22, 0, "between 10pm and 10:20pm"),
        (22, 19, "between 10pm and 10:20pm"),
        (22, 20, "between 10:20pm and 10:40pm"),
        (23, 54, "between 11:40pm and midnight"),
    ],
)
def test_the_span_ends_where_the_window_does(hour, minute, words):
    opens, closes = at(2026, 12, 1, 22), at(2026, 12, 2)
    due = an_exchange(at(2026, 12, 1, hour, minute, 59), opens, closes)
    assert told.when(due, WALL, LINKED) == f"Tuesday 1 December, {words}"


def test_and_begins_where_it_does():
    due = an_exchange(at(2026, 12, 1, 22, 17), at(2026, 12, 1, 22, 10), at(2026, 12, 1, 22, 30))
    assert told.when(due, WALL, LINKED) == "Tuesday 1 December, between 10:10pm and 10:20pm"


@settings(deadline=None)
@given(rhythms(), schools, moments)
def test_it_happens_in_the_span_that_was_told_and_that_lies_in_the_window(rhythm, school, now):
    due = next_due(rhythm, school, [], now, since=now)
    begins, ends = told.span(due, school.wall)
    assert due.opens <= begins <= due.at < ends <= due.closes
    assert ends - begins <= told.SPAN


@pytest.mark.parametrize(
    "zone, day, words",
    [
        (AUCKLAND, date(2026, 9, 27), "Sunday 27 September, between 1:40am and 3am"),
        (CHATHAM, date(2026, 9, 27), "Sunday 27 September, between 2:40am and 4am"),
        (AUCKLAND, date(2027, 4, 4), "Sunday 4 April 2027, between 2:40am and 2am"),
        (CHATHAM, date(2027, 4, 4), "Sunday 4 April 2027, between 3:40am and 3am"),
    ],
)
def test_beside_a_change_of_the_clock_the_hours_are_those_the_clock_will_show(zone, day, words):
    """Going forward from 2:00 (2:45) to 3:00 (3:45), and back again."""
    wall = ZoneInfo(zone)
    last_minute = {AUCKLAND: time(1, 59), CHATHAM: time(2, 44)}[zone]
    if day.month == 4:
        last_minute = last_minute.replace(hour=last_minute.hour + 1)
    moment = datetime.combine(day, last_minute, wall).astimezone(UTC)
    due = an_exchange(moment, moment - timedelta(hours=1), moment + timedelta(hours=1))
    assert told.when(due, wall, datetime(2026, 9, 1, tzinfo=UTC)) == words


@pytest.mark.parametrize(
    "shown, words",
    [
        (time(0), "midnight"),
        (time(0, 20), "12:20am"),
        (time(9), "9am"),
        (time(11, 5), "11:05am"),
        (time(12), "noon"),
        (time(12, 40), "12:40pm"),
        (time(22, 20), "10:20pm"),
    ],
)
def test_hours_are_told_as_people_say_them(shown, words):
    assert told.hour(datetime.combine(date(2026, 12, 1), shown, WALL), WALL) == words


@pytest.mark.parametrize(
    "shown, words",
    [(time(0), "12:00am"), (time(9, 5, 59), "9:05am"), (time(12), "12:00pm"), (time(22), "10:00pm")],
)
def test_what_has_happened_is_told_to_the_minute(shown, words):
    assert told.minute(shown) == words


# The rule


@pytest.mark.parametrize(
    "rhythm, words",
    [
        (KAMAR.upload, "every night between 10pm and midnight"),
        (ETAP.upload, "every week on Tuesday between 10pm and midnight"),
        (EDGE.upload, "every seven days between 10pm and midnight"),
        (Rhythm(1, time(1, 30), time(12)), "every night between 1:30am and noon"),
    ],
)
def test_a_rule_is_told_with_its_days_and_hours(rhythm, words):
    assert told.rule(rhythm, SCHOOL) == words


# Why then


def test_on_an_ordinary_evening_the_rule_is_the_reason():
    assert why(KAMAR, at(2026, 11, 2, 10)) == "KAMAR does this every night between 10pm and midnight."


def test_after_an_upload_by_hand_the_reason_is_the_upload():
    by_hand = Past(at(2026, 11, 5, 10), Trigger.MANUAL)
    assert why(EDGE, at(2026, 11, 6, 10), by_hand) == (
        "An upload by hand on Thursday 5 November started the seven days anew. "
        "MUSAC Edge does this every seven days between 10pm and midnight."
    )


def test_a_catch_up_says_what_did_not_come():
    assert why(ETAP, at(2026, 11, 4, 10)) == (
        "The one of Tuesday 3 November did not come. The next evening takes its place. "
        "eTAP does this every week on Tuesday between 10pm and midnight."
    )


def test_and_how_many():
    assert why(ETAP, at(2026, 11, 19, 10)) == (
        "3 in a row did not come, the last on Tuesday 17 November. The next evening takes its place. "
        "eTAP does this every week on Tuesday between 10pm and midnight."
    )


def test_what_did_not_come_is_said_on_an_ordinary_evening_too():
    assert why(KAMAR, at(2026, 11, 4, 10)) == (
        "2 in a row did not come, the last on Tuesday 3 November. KAMAR does this every night between 10pm and midnight."
    )


def test_in_a_pause_and_after_it_the_reason_is_the_pause():
    holidays = Pause(date(2026, 12, 17), date(2027, 2, 1))
    done = Past(at(2026, 12, 16, 22, 20), Trigger.AUTOMATIC)
    rule = "KAMAR does this every night between 10pm and midnight."
    assert why(KAMAR, at(2026, 12, 20, 10), done, pauses=(holidays,)) == (
        f"Paused until Monday 1 February 2027; it resumes on Tuesday 2 February 2027. {rule}"
    )
    assert why(KAMAR, at(2027, 2, 2, 10), done, pauses=(holidays,)) == (
        f"Paused until Monday 1 February; it resumes on Tuesday 2 February. {rule}"
    )


def test_and_what_was_missed_before_it_is_said_too():
    holidays = Pause(date(2026, 11, 4), date(2026, 11, 6))
    assert why(ETAP, at(2026, 11, 5, 10), pauses=(holidays,)) == (
        "Paused until Friday 6 November; it resumes on Saturday 7 November. "
        "The one of Tuesday 3 November did not come. eTAP does this every week on Tuesday between 10pm and midnight."
    )


def test_a_night_that_the_clock_skips_is_nobodys_fault():
    now = datetime(2026, 9, 25, 9, tzinfo=WALL)
    rhythm = Rhythm(every_days=7, opens=time(2, 5), closes=time(2, 55))
    due = Due(now, now, now, date(2026, 9, 28), Why.CATCH_UP, date(2026, 9, 27))
    assert told.why(ETAP, rhythm, SCHOOL, due, now) == (
        "The clocks change on Sunday 27 September, so the next evening takes its place. "
        "eTAP does this every week on Tuesday between 2:05am and 2:55am."
    )


@pytest.mark.parametrize(
    "evenings, words",
    [
        ((), ""),
        ((date(2026, 11, 23),), "The one of Monday 23 November did not come."),
        ((date(2026, 1, 1), date(2025, 12, 31)), "2 in a row did not come, the last on Thursday 1 January."),
        ((date(2025, 12, 31),), "The one of Wednesday 31 December 2025 did not come."),
    ],
)
def test_what_was_missed_is_counted(evenings, words):
    due = Due(LINKED, LINKED, LINKED, LINKED.date(), Why.REGULAR, missed=evenings)
    assert told.missed(due, date(2026, 11, 24)) == words


@given(
    st.sampled_from(list(PROVIDERS.values())), schools, moments, st.integers(0, 40), st.sampled_from([None, *Trigger])
)
def test_whatever_happened_the_reason_is_whole_sentences(provider, school, now, days, trigger):
    history = [Past(now - timedelta(days), trigger)] if trigger else []
    pauses = [Pause(now.date() + timedelta(days - 20), now.date() + timedelta(days))]
    due = next_due(provider.upload, school, history, now, since=now - timedelta(days), pauses=pauses)
    said = told.why(provider, provider.upload, school, due, now)
    assert said.endswith(f"{provider.name} does this {told.rule(provider.upload, school)}.")
    assert "None" not in said
    assert "  " not in said
    assert told.missed(due, now.astimezone(school.wall).date()) in said
