"""The schedule in words."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.link import told
from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import Past, Pause, Place, next_due, slot
from openpact.link.words import Trigger

KAMAR, ETAP, EDGE = PROVIDERS["kamar"], PROVIDERS["etap"], PROVIDERS["musac-edge"]
WALL = ZoneInfo("Pacific/Auckland")
#: A school whose slot lies between 10:20pm and 10:40pm.
SCHOOL = Place(next(n for n in range(1, 999) if 20 <= slot(n) * 115 < 40), "Pacific/Auckland")
NOW = datetime(2026, 11, 24, 12, tzinfo=WALL)


def due(provider=KAMAR, history=(), now=NOW, since=NOW, pauses=()):
    return next_due(provider.upload, SCHOOL, history, now, since=since, pauses=pauses)


def test_a_day_and_a_span():
    found = due(EDGE, [Past(NOW, Trigger.MANUAL)])
    assert told.when(found, WALL, NOW) == "Tuesday 1 December, between 10:20pm and 10:40pm"


def test_a_day_of_another_year_has_its_year():
    found = due(pauses=[Pause(date(2026, 11, 24), date(2027, 1, 26))])
    assert told.when(found, WALL, NOW) == "Wednesday 27 January 2027, between 10:20pm and 10:40pm"


def test_once_its_time_has_come_it_is_told_until_when():
    late = datetime(2026, 11, 24, 23, 30, tzinfo=WALL)
    assert told.when(due(now=late), WALL, late) == "Now, until midnight"


@pytest.mark.parametrize(
    ("provider", "words"),
    [
        (KAMAR, "every night between 10pm and midnight"),
        (EDGE, "every seven days between 10pm and midnight"),
    ],
)
def test_the_rule_of_a_provider(provider, words):
    assert told.rule(provider.upload, SCHOOL) == words


def test_a_weekly_rule_names_the_schools_day():
    assert any(
        told.rule(ETAP.download, SCHOOL) == f"every week on {day} between 10pm and midnight" for day in told.DAYS
    )


def test_a_rule_with_odd_hours():
    odd = Rhythm(every_days=1, opens=time(9, 30), closes=time(12))
    assert told.rule(odd, SCHOOL) == "every night between 9:30am and noon"


def test_why_it_is_due_just_then():
    def why(provider, **how):
        return told.why(provider, provider.upload, SCHOOL, due(provider, **how), how.get("now", NOW))

    assert why(KAMAR) == "KAMAR does this every night between 10pm and midnight."
    assert why(EDGE, history=[Past(NOW, Trigger.MANUAL)]).startswith(
        "An upload by hand on Tuesday 24 November started the seven days anew."
    )
    assert why(KAMAR, pauses=[Pause(date(2026, 11, 20), date(2026, 11, 30))]).startswith(
        "Paused until Monday 30 November; it resumes on Tuesday 1 December."
    )
    missed = why(KAMAR, now=NOW + timedelta(days=2))
    assert missed.startswith("2 in a row did not come, the last on Wednesday 25 November.")
    assert why(KAMAR, now=NOW + timedelta(days=1)).startswith("The one of Tuesday 24 November did not come.")


def test_a_catch_up_says_which_evening_it_is_for():
    regular = due(ETAP)
    now = regular.closes + timedelta(hours=9)
    words = told.why(ETAP, ETAP.upload, SCHOOL, due(ETAP, now=now), now)
    assert "did not come, so the next evening takes its place" in words


@given(st.integers(1, 9999), st.sampled_from(["Pacific/Auckland", "Pacific/Chatham"]), st.integers(0, 400))
def test_the_span_holds_the_moment_and_lies_inside_the_window(number, zone, days):
    now = NOW + timedelta(days=days)
    found = next_due(KAMAR.upload, Place(number, zone), [], now, since=now)
    begins, ends = told.span(found, ZoneInfo(zone))
    assert found.opens <= begins <= found.at < ends <= found.closes
    assert ends - begins <= told.SPAN
