"""Vendor credentials act for exactly the schools that selected the vendor's SMS, and for no others."""

import pytest
from django.test import Client

from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import vendors
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange, VendorCredentials
from openpact.hub.sms.vendors import NotAVendor
from tests.hub.jobs import run_jobs
from tests.hub.sms.uploads import written

from .conftest import Sms, ask_token, link
from .test_problems import is_problem


def select(school, *, use_sms=True, provider="musac-edge"):
    with at_school(school.id):
        save_settings(school, None, use_sms=use_sms, provider=provider, automatic_export=True)


def at(school):
    return {"headers": {"X-School": str(school.number)}}


@pytest.fixture
def selected(school):
    select(school)
    return school


def test_selecting_the_sms_and_saving_is_all(selected, vendors_sms):
    answer = vendors_sms.get("/api/v1/connection", **at(selected))
    assert answer.status_code == 200
    assert (answer.json()["school_number"], answer.json()["provider"]) == (7999, "musac-edge")


def test_the_list_holds_exactly_the_schools_that_selected_it(school, neighbour, vendors_sms):
    assert vendors_sms.get("/api/v1/schools").json() == {"items": []}
    select(school)
    link(neighbour, provider="kamar")
    assert vendors_sms.get("/api/v1/schools").json() == {
        "items": [{"school_number": 7999, "school_name": "Kōwhai Flats School", "time_zone": "Pacific/Auckland"}]
    }
    select(neighbour)
    assert [s["school_number"] for s in vendors_sms.get("/api/v1/schools").json()["items"]] == [7998, 7999]


def test_it_uploads_for_a_school_that_selected_it(selected, vendors_sms):
    answer = vendors_sms.upload(written([]), key="k", **{"X-School": "7999", "X-Trigger": "first"})
    assert answer.status_code == 202
    run_jobs()
    with at_school(selected.id):
        exchange = Exchange.objects.get()
    assert (exchange.provider, exchange.trigger) == ("musac-edge", "first")
    assert vendors_sms.get(f"/api/v1/exchanges/{exchange.id}", **at(selected)).json()["state"] == "held"


@pytest.mark.parametrize("path", ["/api/v1/connection", "/api/v1/exchanges", "/api/v1/judgements"])
def test_it_may_not_act_for_a_school_that_did_not_select_it(path, neighbour, vendors_sms):
    is_problem(vendors_sms.get(path, **at(neighbour)), 403, "not-linked")
    link(neighbour, provider="kamar")
    is_problem(vendors_sms.get(path, **at(neighbour)), 403, "not-linked")


def test_unselecting_ends_it_at_once(selected, vendors_sms):
    select(selected, use_sms=False)
    is_problem(vendors_sms.get("/api/v1/connection", **at(selected)), 403, "not-linked")
    select(selected)
    assert vendors_sms.get("/api/v1/connection", **at(selected)).status_code == 200
    select(selected, provider="kamar")
    is_problem(vendors_sms.get("/api/v1/connection", **at(selected)), 403, "not-linked")
    is_problem(
        vendors_sms.post("/api/v1/judgements/acknowledgements", {"cursor": 0}, **at(selected)), 403, "not-linked"
    )
    is_problem(vendors_sms.upload(b"x", key="k", **{"X-School": "7999"}), 403, "not-linked")


def test_a_school_that_is_not_here_answers_like_one_that_did_not_select_it(neighbour, vendors_sms):
    absent = vendors_sms.get("/api/v1/connection", headers={"X-School": "1"}).json()
    unselected = vendors_sms.get("/api/v1/connection", **at(neighbour)).json()
    assert absent == unselected


@pytest.mark.parametrize("number", [None, "", "seven", "79990", "-1", "٧"])
def test_it_has_to_say_which_school(number, selected, vendors_sms):
    headers = {} if number is None else {"X-School": number}
    is_problem(vendors_sms.get("/api/v1/connection", headers=headers), 400, "which-school")


def test_anothers_exchange_is_not_found(selected, neighbour, vendors_sms):
    select(neighbour)
    vendors_sms.upload(written([], school_number=7998), key="k", **{"X-School": "7998"})
    with at_school(neighbour.id):
        theirs = Exchange.objects.get()
    is_problem(vendors_sms.get(f"/api/v1/exchanges/{theirs.id}", **at(selected)), 404, "not-found")


def test_a_schools_secret_has_no_list_of_schools(sms):
    is_problem(sms.get("/api/v1/schools"), 403, "vendors-only")


def test_a_schools_secret_names_its_own_school_or_none(sms, neighbour):
    assert sms.get("/api/v1/connection", headers={"X-School": "7999"}).status_code == 200
    assert sms.get("/api/v1/connection", headers={"X-School": "07999"[-4:]}).status_code == 200
    is_problem(sms.get("/api/v1/connection", headers={"X-School": "7998"}), 403, "other-school")
    is_problem(sms.upload(b"x", key="k", **{"X-School": "7998"}), 403, "other-school")
    with at_school(neighbour.id):
        assert not Exchange.objects.exists()


def test_revoked_credentials_and_their_tokens_are_refused_at_once(selected, db):
    credentials = vendors.create("musac-edge")
    sms = Sms(ask_token(credentials).json()["access_token"])
    assert sms.get("/api/v1/schools").status_code == 200
    assert vendors.revoke(str(credentials)[-4:]) == 1
    is_problem(sms.get("/api/v1/schools"), 401, "unauthenticated")
    assert ask_token(credentials).status_code == 401
    assert vendors.revoke(str(credentials)[-4:]) == 0


def test_the_key_of_credentials_is_stored_as_a_hash(db):
    credentials = vendors.create("musac-edge")
    stored = VendorCredentials.objects.select_related("application").get().application.client_secret
    assert stored
    assert credentials.key not in stored


@pytest.mark.parametrize("provider", ["kamar", "assembly", "etap", "nobody"])
def test_an_sms_with_secrets_has_no_vendor(provider, db):
    with pytest.raises(NotAVendor):
        vendors.create(provider)


def test_a_token_with_fewer_scopes_does_less(selected, vendors_sms):
    narrow = ask_token(vendors.create("musac-edge"), scope="judgements:read").json()["access_token"]
    is_problem(Sms(narrow).get("/api/v1/connection", **at(selected)), 403, "insufficient-scope")
    is_problem(Sms(narrow).get("/api/v1/schools"), 403, "insufficient-scope")
    assert Sms(narrow).get("/api/v1/judgements", **at(selected)).status_code == 200


def test_calls_for_one_school_do_not_use_up_anothers(selected, neighbour, vendors_sms, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    select(neighbour)
    answers = [vendors_sms.get("/api/v1/connection", **at(selected)).status_code for _ in range(3)]
    assert answers == [200, 200, 429]
    assert vendors_sms.get("/api/v1/connection", **at(neighbour)).status_code == 200


def test_nobody_gets_a_list_without_a_token(db):
    is_problem(Client().get("/api/v1/schools"), 401, "unauthenticated")
