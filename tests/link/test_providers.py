"""The rules every provider keeps: the conformance run for a new one (docs/how-to/add-a-provider.md)."""

import itertools
import re
from datetime import UTC, datetime, timedelta

import pytest

from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Past, Place, next_due
from openpact.link.words import Trigger

EACH = pytest.mark.parametrize("provider", PROVIDERS.values(), ids=PROVIDERS)


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
    if provider.uses_secret:
        assert provider.where
        assert all(provider.where)
        assert provider.secret_label
        assert provider.save
        assert provider.finish


@EACH
def test_whoever_overwrites_the_smss_own_judgements_says_so_first(provider):
    assert bool(provider.overwrites) == bool(provider.warning)
    assert set(provider.overwrites) <= {"interim", "final"}


@EACH
def test_what_has_no_time_of_its_own_follows_uploads(provider):
    if provider.download is None:
        assert provider.upload.manual_resets, "an upload by hand puts off the download too: the school is told of both"
    else:
        assert not provider.download.manual_resets, "collecting by hand never touches the schedule"


@EACH
@pytest.mark.parametrize("zone", ["Pacific/Auckland", "Pacific/Chatham"])
@pytest.mark.parametrize("direction", ["upload", "download"])
def test_a_year_of_exchanges_keeps_inside_the_window_through_both_changes_of_the_clock(provider, zone, direction):
    rhythm = getattr(provider, direction) or provider.upload
    since = now = datetime(2026, 1, 1, tzinfo=UTC)
    school, history, times = Place(7999, zone), [], []
    while now < datetime(2027, 1, 1, tzinfo=UTC):
        due = next_due(rhythm, school, history, now, since=since)
        history.append(Past(due.at, Trigger.AUTOMATIC))
        times.append(due.at.astimezone(school.wall))
        now = due.at + timedelta(minutes=1)
    closes = rhythm.closes if rhythm.closes > rhythm.opens else None
    assert all(t.time() >= rhythm.opens and (closes is None or t.time() < closes) for t in times)
    assert {(b.date() - a.date()).days for a, b in itertools.pairwise(times)} == {rhythm.every_days}
