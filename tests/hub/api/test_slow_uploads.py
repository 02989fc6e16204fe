"""A file takes its time to arrive. What ends an SMS's right to act for a school ends it for what is under way too."""

import io

import pytest

from openpact.hub.api import caller
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import secrets, vendors
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Connection, Exchange, IdeFileChunk
from tests.hub.jobs import queued

from .conftest import signed_in_sms
from .test_problems import is_problem

FILE = b"mlepSmsPersonId,mlepRole\n"


class Slow(io.BytesIO):
    """Something happens while it arrives."""

    def __init__(self, meanwhile):
        super().__init__(FILE)
        self.meanwhile = meanwhile

    def read(self, size=-1):
        piece = super().read(size)
        if not piece:
            self.meanwhile()
        return piece


@pytest.fixture
def upload_while(monkeypatch):
    def upload(sms, meanwhile, **headers):
        monkeypatch.setattr("openpact.hub.api.calls.body", lambda request: Slow(meanwhile))
        return sms.upload(FILE, **headers)

    return upload


def saves(school, **settings):
    def save():
        with at_school(school.id):
            save_settings(school, None, automatic_export=True, **settings)

    return save


def revokes(school):
    def revoke():
        with at_school(school.id):
            assert secrets.revoke(school, secrets.newest_id(school))

    return revoke


def nothing_is_stored(school):
    with at_school(school.id):
        assert not Exchange.objects.exists()
        assert not IdeFileChunk.objects.exists()
    assert queued() == []


def test_one_that_nothing_happens_to_is_taken(school, sms, upload_while):
    assert upload_while(sms, lambda: None).status_code == 202


@pytest.mark.parametrize("choice", [{"use_sms": False, "provider": "kamar"}, {"use_sms": True, "provider": "assembly"}])
def test_a_school_that_chooses_otherwise_meanwhile_is_not_uploaded_for(school, sms, upload_while, choice):
    is_problem(upload_while(sms, saves(school, **choice)), 403, "not-linked")
    nothing_is_stored(school)


def test_a_secret_that_is_revoked_meanwhile_does_not_count(school, sms, upload_while):
    is_problem(upload_while(sms, revokes(school)), 401, "unauthenticated")
    nothing_is_stored(school)


def test_a_secret_that_is_replaced_goes_on_for_its_grace(school, sms, upload_while):
    def replaces():
        with at_school(school.id):
            secrets.create_secret(school, None, grace=secrets.GRACE)

    assert upload_while(sms, replaces).status_code == 202


def test_a_retry_is_refused_too_though_its_key_is_known(school, sms, upload_while):
    assert upload_while(sms, lambda: None, key="night-1").status_code == 202
    is_problem(upload_while(sms, revokes(school), key="night-1"), 401, "unauthenticated")


class TestVendors:
    @pytest.fixture
    def selected(self, school):
        saves(school, use_sms=True, provider="musac-edge")()
        return school

    def test_a_school_that_unselects_its_sms_is_not_uploaded_for(self, selected, vendors_sms, upload_while):
        unselect = saves(selected, use_sms=False, provider="musac-edge")
        is_problem(upload_while(vendors_sms, unselect, **{"X-School": "7999"}), 403, "not-linked")
        nothing_is_stored(selected)

    def test_credentials_that_are_revoked_do_not_count(self, selected, upload_while):
        credentials = vendors.create("musac-edge")
        sms, hint = signed_in_sms(credentials), str(credentials)[-4:]
        refused = upload_while(sms, lambda: vendors.revoke(hint), **{"X-School": "7999"})
        is_problem(refused, 401, "unauthenticated")
        nothing_is_stored(selected)


@pytest.mark.parametrize(
    "call",
    [
        lambda sms: sms.get("/api/v1/judgements"),
        lambda sms: sms.post("/api/v1/judgements/acknowledgements", {"cursor": 0}),
    ],
)
def test_a_call_of_the_earlier_sms_never_counts_as_one_of_the_later(school, sms, monkeypatch, call):
    """Between finding out who calls and doing what it asks for, the school chose another SMS."""
    check = caller.Bearer.check_scope

    def meanwhile(self, access):
        saves(school, use_sms=True, provider="assembly")()
        check(self, access)

    monkeypatch.setattr(caller.Bearer, "check_scope", meanwhile)
    is_problem(call(sms), 403, "not-linked")
    with at_school(school.id):
        assert Connection.objects.get().collected_at is None
