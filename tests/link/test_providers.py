"""The rules every provider keeps: the conformance run for a new one (docs/how-to/add-a-provider.md)."""

import re
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from openpact.hub.schools.models import Cycle
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import TAIL, Place, window

from .lives import AUCKLAND, CHATHAM, ONE_DAY, Life, lived, shows

EACH = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)
RHYTHMS = {
    f"{provider.key}'s {direction}": rhythm
    for provider in PROVIDERS.values()
    for direction, rhythm in (("upload", provider.upload), ("download", provider.download))
    if rhythm is not None
}
EACH_RHYTHM = pytest.mark.parametrize("rhythm", RHYTHMS.values(), ids=RHYTHMS)


def test_they_stand_in_alphabetical_order():
    names = [provider.name.casefold() for provider in PROVIDERS.values()]
    assert names == sorted(names)


@EACH
def test_the_key_is_fit_for_addresses_and_for_the_database(provider):
    assert re.fullmatch(r"[a-z][a-z0-9-]{0,19}", provider.key)
    assert PROVIDERS[provider.key] is provider


@EACH
def test_a_school_is_told_what_to_do_in_the_sms(provider):
    assert provider.steps
    assert all(text.endswith(".") for text in (*provider.steps, *provider.notes))


@EACH
def test_the_steps_lead_past_every_name_on_the_screen_where_a_secret_is_pasted(provider):
    on_screen = (*(provider.where or ("", "")), provider.secret_label, provider.save, provider.finish)
    assert [bool(name) for name in on_screen] == [provider.uses_secret] * 5
    said = " ".join(provider.steps)
    for name in (*(provider.where or ()), provider.save, provider.finish):
        assert name in said


@EACH
def test_what_is_chosen_beside_the_secret_needs_a_screen(provider):
    assert provider.uses_secret or not (provider.several_schools or provider.selects)


@EACH
def test_a_school_is_warned_of_just_those_judgements_that_are_overwritten(provider):
    assert set(provider.overwrites) <= set(Cycle.Kind.values)
    assert bool(provider.warning) == bool(provider.overwrites)
    assert provider.warning.endswith("." if provider.overwrites else "")


@EACH
def test_an_sms_shows_what_it_overwrites_by(provider):
    assert set(provider.shows) <= set(Cycle.Kind.values)
    assert not provider.shows or set(provider.overwrites) <= set(provider.shows)


@EACH_RHYTHM
def test_it_happens_every_night_or_every_week(rhythm):
    assert rhythm.every_days in (1, 7)


@EACH_RHYTHM
def test_only_weeks_are_counted_anew_from_an_exchange_by_hand(rhythm):
    assert rhythm.every_days == 7 or not rhythm.manual_resets


@EACH_RHYTHM
@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
def test_a_window_is_open_every_evening_of_a_year_long_enough_to_spread_2500_schools(rhythm, zone):
    for number in range(365):
        opens, closes = window(rhythm, ZoneInfo(zone), datetime(2026, 1, 1).date() + number * ONE_DAY)
        assert closes - opens > 4 * TAIL


@EACH_RHYTHM
@pytest.mark.parametrize("zone", [AUCKLAND, CHATHAM])
def test_a_year_of_exchanges_keeps_inside_the_window_through_both_changes_of_the_clock(rhythm, zone):
    start = datetime(2026, 1, 1, tzinfo=UTC)
    life = Life(Place(7999, zone), ((start, rhythm),), start + timedelta(366))
    exchanges = [done for *_, done in lived(life) if done]
    assert all(shows(rhythm, ZoneInfo(zone), done.at) for done in exchanges)
    assert {later.evening - earlier.evening for earlier, later in pairwise(exchanges)} == {rhythm.every_days * ONE_DAY}
