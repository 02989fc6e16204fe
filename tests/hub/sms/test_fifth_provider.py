"""A fifth SMS that is declared and registered, and that nothing else in PaCT knows: settings, secret, schedule, an upload."""

from dataclasses import replace
from datetime import time, timedelta

import pytest
from django.test import Client

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.connection import get_connection
from openpact.hub.sms.models import Exchange
from openpact.hub.sms.timing import timing
from openpact.link.providers import PROVIDERS, Provider, Rhythm
from openpact.link.secret import parse_secret
from tests.hub.api.conftest import signed_in_sms
from tests.hub.conftest import signed_in
from tests.hub.jobs import run_jobs

from .settings_page import FORM, URL, get_secret, shown_secret, text_of
from .test_exchange import CLASS
from .uploads import written

WEEKLY = Rhythm(every_days=7, opens=time(20), closes=time(22))
PIWAKAWAKA = Provider(
    key="piwakawaka",
    name="Pīwakawaka",
    uses_secret=True,
    where=("Settings", "PaCT"),
    secret_label="PaCT secret",
    save="Keep",
    finish="Keep",
    steps=("Select Settings, then PaCT.", "Paste the secret and select Keep."),
    upload=WEEKLY,
    download=replace(WEEKLY, every_days=1),
    notes=("Your principal has to agree.",),
    overwrites=("interim",),
    warning="Interim judgements made in PaCT take the place of Pīwakawaka's.",
)


@pytest.fixture(autouse=True)
def fifth(monkeypatch):
    monkeypatch.setitem(PROVIDERS, PIWAKAWAKA.key, PIWAKAWAKA)


@pytest.fixture
def admin(administrator):
    return signed_in(administrator)


@pytest.fixture
def form():
    return {**FORM, "provider": PIWAKAWAKA.key, "review": "never", "warned": PIWAKAWAKA.key}


def test_it_is_offered_in_its_place_in_the_alphabet(admin, school):
    page = text_of(admin.get(URL))
    assert page.index("MUSAC Edge") < page.index("Pīwakawaka")


def test_what_to_know_and_to_do_stands_on_the_page_in_its_own_words(admin, school, form):
    assert "Before you link Pīwakawaka" in text_of(admin.post(URL, {**form, "warned": ""}))
    admin.post(URL, form)
    page = text_of(admin.get(URL))
    for words in (PIWAKAWAKA.warning, *PIWAKAWAKA.steps, *PIWAKAWAKA.notes):
        assert words in page
    assert "Pīwakawaka takes judgements down every night between 8pm and 10pm." in page


def test_it_is_linked_uploads_and_collects_by_its_own_rule(admin, school, form):
    secret = parse_secret(shown_secret(get_secret(admin, school, **form)))
    admin.post(URL, form)
    sms = signed_in_sms(secret)
    assert sms.upload(written(CLASS), key="first", **{"X-Trigger": "first"}).status_code == 202
    run_jobs()
    with at_school(school.id):
        exchange = Exchange.objects.get()
        when = timing(school, get_connection(school))
    assert (exchange.state, exchange.provider) == ("applied", "piwakawaka")
    assert when.uploads.rule.startswith("every week on ")
    assert when.uploads.rule.endswith(" between 8pm and 10pm")
    assert when.downloads.rule == "every night between 8pm and 10pm"
    assert clock.now() < when.downloads.due.at < clock.now() + timedelta(days=2)
    told = sms.get("/api/v1/connection").json()
    assert (told["provider"], told["uploads"]["rule"]) == ("piwakawaka", when.uploads.rule)
    assert sms.get("/api/v1/judgements").json()["items"] == []
    assert "Upload from Pīwakawaka" in text_of(admin.get("/schools/7999/manage/exchanges/"))


def test_a_stranger_sees_nothing_of_it(school, form, stranger):
    assert signed_in(stranger).post(URL, form).status_code == 404
    assert Client().post(URL, form).status_code == 302
