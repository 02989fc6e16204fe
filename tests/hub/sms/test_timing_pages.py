"""What Manage shows of each direction: what came last and its outcome, what comes next and why; and what did not come."""

import re
from datetime import timedelta
from html import unescape

import pytest
from django.urls import reverse

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Connection
from openpact.link.words import ExchangeState, Trigger

from ..conftest import signed_in
from .test_timing import NOON, happened, of

PAGES = ["sms-settings", "exchanges"]


@pytest.fixture
def now(monkeypatch):
    moment = [NOON]
    monkeypatch.setattr(clock, "now", lambda: moment[0])
    return moment


@pytest.fixture
def linked(school, now):
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
    return school


@pytest.fixture
def look(linked, administrator):
    """A page, and what a direction's part of it says."""

    def look(page, direction=None):
        html = signed_in(administrator).get(reverse(page, args=[7999])).content.decode()
        if direction:
            html = (
                html.partition(f'aria-labelledby="moves-{direction}"')[2].partition("</section>")[0].partition(">")[2]
            )
        return " ".join(unescape(re.sub(r"<[^>]+>", " ", html)).split())

    return look


@pytest.mark.parametrize("page", PAGES)
def test_before_anything_came_it_says_so(look, page):
    assert "Last None yet Next, by itself" in look(page, "uploads")
    assert "Last None yet Next, by itself" in look(page, "downloads")


@pytest.mark.parametrize("page", PAGES)
def test_the_last_upload_its_outcome_and_the_next(linked, look, page):
    upload = happened(linked, NOON, Trigger.MANUAL, counts={"joining": 3, "leaving": 1})
    said = look(page, "uploads")
    assert "Last Tuesday 24 November, 12:00pm Applied 1 leaving, 3 joining Next, by itself Tuesday 1 December" in said
    assert "An upload by hand on Tuesday 24 November started the seven days anew." in said
    with at_school(linked.id):
        type(upload).objects.update(state=ExchangeState.REFUSED, counts={}, reasons=[{"message": "The file is empty."}])
    assert "Refused The file is empty." in look(page, "uploads")


@pytest.mark.parametrize("page", PAGES)
def test_the_last_download_and_how_many_judgements(linked, look, page):
    happened(linked, NOON, direction="download", counts={"judgements": 7})
    assert "Last Tuesday 24 November, 12:00pm Collected 7 judgements" in look(page, "downloads")


@pytest.mark.parametrize("page", PAGES)
def test_a_collection_that_found_nothing_is_the_last(linked, look, page):
    with at_school(linked.id):
        Connection.objects.update(collected_at=NOON)
    words = "Last Tuesday 24 November, 12:00pm The SMS came, and there was nothing for it."
    assert f"{words} Next, by itself" in look(page, "downloads")
    finished = NOON - timedelta(days=7)
    happened(linked, finished, direction="download", counts={"judgements": 1}, finished_at=finished)
    before = "Last with judgements Tuesday 17 November, 12:00pm Collected 1 judgement Next, by itself"
    assert f"{words} {before}" in look(page, "downloads")


def test_two_windows_without_an_exchange_are_pointed_out(linked, look, now):
    alert = "Nothing was lost. Look at MUSAC Edge: is it running, and is it still linked?"
    now[0] += timedelta(days=8)
    assert alert not in look("sms-settings")
    now[0] += timedelta(days=7)
    missed = of(linked).uploads.missed
    assert missed.startswith("2 in a row did not come")
    assert f"{missed} {alert}" in look("sms-settings")


def test_only_an_administrator_sees_it(linked, teacher, neighbours_administrator):
    for page in PAGES:
        assert signed_in(teacher).get(reverse(page, args=[7999])).status_code == 403
        assert signed_in(neighbours_administrator).get(reverse(page, args=[7999])).status_code == 404
