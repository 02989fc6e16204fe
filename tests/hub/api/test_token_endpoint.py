"""A secret is exchanged for a short-lived token, and only while it holds."""

import hashlib
from datetime import timedelta

import pytest
from django.test import Client
from oauth2_provider.models import AccessToken, Application

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import secrets
from openpact.hub.sms.models import Secret
from openpact.link.secret import Secret as SecretText
from openpact.link.secret import new_secret

from .conftest import Sms, ask_token, basic, link, signed_in_sms


def test_a_secret_buys_a_token_for_fifteen_minutes(secret):
    answer = ask_token(secret)
    assert answer.status_code == 200
    token = answer.json()
    assert token.pop("access_token")
    assert token == {
        "token_type": "Bearer", "expires_in": 900, "scope": "ide:write exchanges:read judgements:read",
    }  # fmt: skip
    assert answer["Cache-Control"] == "no-store"


def test_the_secret_may_stand_in_the_body(secret):
    form = {"grant_type": "client_credentials", "client_id": secret.client, "client_secret": secret.key}
    assert Client().post("/api/oauth/token", form).status_code == 200


def test_fewer_scopes_can_be_asked_for(secret):
    answer = ask_token(secret, scope="judgements:read")
    assert answer.json()["scope"] == "judgements:read"
    refused = Sms(answer.json()["access_token"]).upload(b"")
    assert refused.status_code == 403
    assert refused.json()["code"] == "insufficient-scope"
    assert 'scope="ide:write"' in refused["WWW-Authenticate"]


def test_a_scope_that_does_not_exist_is_refused(secret):
    assert ask_token(secret, scope="everything").json() == {"error": "invalid_scope"}


@pytest.mark.parametrize("change", [{"key": "x" * 43}, {"client": "A" * 16}, {"client": "\0" * 16}, {"client": "é"}])
def test_a_wrong_secret_is_refused(secret, change):
    wrong = SecretText(**{"client": secret.client, "key": secret.key, **change})
    answer = ask_token(wrong)
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


@pytest.mark.parametrize("authorization", ["Basic", "Basic %%%", "Basic /w==", "Bearer x", ""])
def test_a_mangled_header_is_refused(db, authorization):
    answer = Client().post(
        "/api/oauth/token", {"grant_type": "client_credentials"}, headers={"Authorization": authorization}
    )
    assert answer.status_code == 401


@pytest.mark.parametrize(
    "grant", ["password", "authorization_code", "urn:ietf:params:oauth:grant-type:device_code", ""]
)
def test_no_other_way_of_signing_in_exists(secret, grant):
    answer = ask_token(secret, grant_type=grant, username="a", password="b", device_code="\0")
    assert answer.status_code == 400
    assert answer.json() == {"error": "unsupported_grant_type"}


def test_a_token_is_not_bound_to_an_address_the_caller_names(secret):
    assert ask_token(secret, resource="\0 not an address").status_code == 200


def test_neither_key_nor_token_is_stored(secret):
    token = ask_token(secret).json()["access_token"]
    stored = AccessToken.objects.get()
    assert stored.token == ""
    assert stored.token_checksum == hashlib.sha256(token.encode()).hexdigest()
    hashed = Application.objects.get().client_secret
    assert hashed.startswith("random_key$")
    assert secret.key not in hashed


def test_a_revoked_secret_buys_no_token(school, secret):
    with at_school(school.id):
        assert secrets.revoke(school, Secret.objects.get().id)
    answer = ask_token(secret)
    assert answer.status_code == 401
    assert answer.json()["error"] == "invalid_client"


def test_the_tokens_of_a_revoked_secret_end_with_it(school, secret, sms):
    assert sms.get("/api/v1/connection").status_code == 200
    with at_school(school.id):
        secrets.revoke(school, Secret.objects.get().id)
    refused = sms.get("/api/v1/connection")
    assert refused.status_code == 401
    assert not AccessToken.objects.exists()


def test_a_replaced_secret_goes_on_for_its_grace_and_then_ends(school, secret, sms, monkeypatch):
    with at_school(school.id):
        successor = secrets.create_secret(school, None, grace=timedelta(days=7))
    assert ask_token(secret).status_code == 200
    assert ask_token(successor).status_code == 200
    assert sms.get("/api/v1/connection").status_code == 200
    now = clock.now()
    monkeypatch.setattr(clock, "now", lambda: now + timedelta(days=7, seconds=1))
    assert ask_token(secret).status_code == 401
    assert ask_token(successor).status_code == 200


def test_a_live_token_of_a_secret_whose_grace_ran_out_is_refused(school, secret, sms):
    with at_school(school.id):
        Secret.objects.update(ends_at=clock.now() - timedelta(seconds=1))
    assert AccessToken.objects.exists()
    refused = sms.get("/api/v1/connection")
    assert refused.status_code == 401
    assert "revoked or replaced" in refused.json()["detail"]


def test_a_replaced_secret_can_be_cut_off_at_once(school, secret, sms):
    with at_school(school.id):
        successor = secrets.create_secret(school, None, grace=None)
    assert ask_token(secret).status_code == 401
    assert sms.get("/api/v1/connection").status_code == 401
    assert signed_in_sms(successor).get("/api/v1/connection").status_code == 200


def test_a_client_that_is_no_secret_is_unknown(db):
    text = new_secret()
    Application.objects.create(
        client_id=text.client, client_secret=text.key, client_type="confidential",
        authorization_grant_type="client-credentials",
    )  # fmt: skip
    assert ask_token(text).status_code == 401


def test_a_token_can_be_ended_early(secret, sms):
    answer = Client().post("/api/oauth/revoke", {"token": sms.token}, headers={"Authorization": basic(secret)})
    assert answer.status_code == 200
    assert sms.get("/api/v1/connection").status_code == 401


def test_a_neighbours_secret_ends_no_token_of_ours(neighbour, sms):
    theirs = basic(link(neighbour))
    answer = Client().post("/api/oauth/revoke", {"token": sms.token}, headers={"Authorization": theirs})
    assert answer.status_code == 200
    assert sms.get("/api/v1/connection").status_code == 200


def test_after_ten_failures_the_secret_has_to_wait_at_that_address(secret):
    wrong = SecretText(client=secret.client, key="x" * 43)
    for _ in range(10):
        assert ask_token(wrong).status_code == 401
    refused = ask_token(wrong)
    assert refused.status_code == 429
    assert refused.json()["code"] == "rate-limited"
    assert 1 <= int(refused["Retry-After"]) <= 300
    assert ask_token(secret).status_code == 429


def test_failures_of_one_secret_do_not_hold_up_another_school(secret, neighbour):
    for _ in range(11):
        ask_token(SecretText(client=secret.client, key="x" * 43))
    assert ask_token(link(neighbour)).status_code == 200


def test_failures_from_elsewhere_do_not_hold_up_the_school(secret):
    for _ in range(11):
        Client(REMOTE_ADDR="203.0.113.9").post(
            "/api/oauth/token",
            {"grant_type": "client_credentials", "client_id": secret.client, "client_secret": "x"},
        )
    assert ask_token(secret).status_code == 200


def test_success_is_not_counted_as_failure(secret):
    assert [ask_token(secret).status_code for _ in range(12)] == [200] * 12


def test_the_first_use_and_then_one_each_minute_is_noted(school, secret, monkeypatch):
    def noted():
        with at_school(school.id):
            return Secret.objects.get().last_used_at

    assert noted() is None
    begun = clock.now()
    ask_token(secret)
    first = noted()
    assert first >= begun
    monkeypatch.setattr(clock, "now", lambda: first + timedelta(seconds=59))
    ask_token(secret)
    assert noted() == first
    monkeypatch.setattr(clock, "now", lambda: first + timedelta(seconds=60))
    ask_token(secret)
    assert noted() == first + timedelta(seconds=60)
