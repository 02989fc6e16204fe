"""Windows on the nights on which the clock changes: in these years forward on 27 September 2026 and back on 4 April 2027,
at 2:00 in Auckland and 2:45 on the Chathams (going back: 3:00 and 3:45)."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.link.providers import Rhythm
from openpact.link.schedule import Past, Place, Why, next_due, weekday, window
from openpact.link.words import Trigger

from .lives import AUCKLAND, CHATHAM, ONE_DAY, rhythms, shows, zones


@given(rhythms(), zones, st.sampled_from([date(2026, 9, 26), date(2027, 4, 3)]), st.integers(0, 2))
@settings(deadline=None)
def test_from_its_opening_to_its_close_a_window_is_one_on_the_wall_clock(rhythm, zone, near, days):
    wall = ZoneInfo(zone)
    opens, closes = window(rhythm, wall, near + days * ONE_DAY)
    minutes = (closes - opens) // timedelta(minutes=1)
    assert all(shows(rhythm, wall, opens + timedelta(minutes=minute)) for minute in range(minutes))
    if opens == closes:
        skipped = time(2, 45) if zone == CHATHAM else time(2)
        later = skipped.replace(hour=skipped.hour + 1)
        assert near + days * ONE_DAY in (date(2026, 9, 26), date(2026, 9, 27))
        assert skipped <= rhythm.opens < later or skipped <= rhythm.closes < later


CHANGES = {
    "a window over the skipped hour is an hour shorter": (AUCKLAND, (9, 27), (1, 30), (4, 0), 90),
    "and on the Chathams": (CHATHAM, (9, 27), (1, 30), (4, 0), 90),
    "a window over the hour that comes twice is an hour longer": (AUCKLAND, (4, 4), (1, 30), (4, 0), 210),
    "as on the Chathams": (CHATHAM, (4, 4), (1, 30), (4, 0), 210),
    "a window in the skipped hour is not open at all": (CHATHAM, (9, 27), (2, 45), (3, 45), 0),
    "a window that begins in it opens later": (CHATHAM, (9, 27), (2, 45), (4, 45), 60),
    "a window that ends in it closes earlier": (AUCKLAND, (9, 27), (0, 30), (2, 30), 60),
    "a window in the hour that comes twice is open the first time": (AUCKLAND, (4, 4), (2, 0), (2, 45), 45),
    "a window that begins in it opens the second time": (CHATHAM, (4, 4), (3, 15), (5, 15), 120),
    "a window that ends in it closes the first time": (CHATHAM, (4, 4), (1, 15), (3, 15), 120),
    "the evening before, a window over midnight is an hour shorter": (AUCKLAND, (9, 26), (22, 0), (4, 0), 300),
    "the window of every provider is two hours long": (CHATHAM, (9, 27), (22, 0), (0, 0), 120),
}


@pytest.mark.parametrize("zone, day, opens, closes, minutes", CHANGES.values(), ids=CHANGES)
def test_on_the_night_on_which_the_clock_changes(zone, day, opens, closes, minutes):
    evening = date(2026 if day[0] == 9 else 2027, *day)
    begins, ends = window(Rhythm(1, time(*opens), time(*closes)), ZoneInfo(zone), evening)
    assert ends - begins == timedelta(minutes=minutes)


def test_a_week_whose_window_is_skipped_has_its_exchange_the_next_evening_and_has_missed_nothing():
    school = next(Place(number, CHATHAM) for number in range(1, 100) if weekday(number) == 6)
    skipped = Rhythm(every_days=7, opens=time(2, 50), closes=time(3, 40))
    since = datetime(2026, 9, 21, 9, tzinfo=school.wall)
    now = next_due(skipped, school, [], since, since=since)
    assert (now.evening, now.why, now.because) == (date(2026, 9, 28), Why.CATCH_UP, date(2026, 9, 27))
    after = next_due(skipped, school, [Past(now.at, Trigger.AUTOMATIC)], now.closes, since=since)
    assert (after.evening, after.why, after.missed) == (date(2026, 10, 4), Why.REGULAR, ())


def test_where_every_night_has_one_a_skipped_night_is_not_missed():
    school = Place(988, CHATHAM)
    done = Past(datetime(2026, 9, 26, 3, tzinfo=school.wall), Trigger.AUTOMATIC)
    rhythm = Rhythm(every_days=1, opens=time(2, 50), closes=time(3, 40))
    now = next_due(rhythm, school, [done], done.at + ONE_DAY * 1.5, since=done.at - ONE_DAY)
    assert (now.evening, now.why, now.missed) == (date(2026, 9, 28), Why.REGULAR, ())
