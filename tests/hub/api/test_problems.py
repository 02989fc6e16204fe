"""Every error is problem details, tells what to do, and gives nothing away."""

import json
from pathlib import Path

import pytest
from django.db import OperationalError
from django.test import Client
from oauth2_provider.models import AccessToken

from openpact.hub.api import calls
from openpact.hub.platform import clock
from openpact.hub.platform.models import RateWindow
from openpact.hub.platform.problems import KINDS

from .conftest import Sms, ask_token


def is_problem(answer, status: int, code: str) -> dict:
    assert answer.status_code == status
    assert answer["Content-Type"] == "application/problem+json"
    assert answer["Cache-Control"] == "no-store"
    body = answer.json()
    assert (body["status"], body["code"], body["title"]) == (status, code, KINDS[code].title)
    assert body["type"] == f"http://localhost:8000/api/docs#problem-{code}"
    assert body["detail"].endswith(".") or code == "invalid-request"
    return body


def test_no_token(db):
    answer = Client().get("/api/v1/connection")
    is_problem(answer, 401, "unauthenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="PaCT"'


@pytest.mark.parametrize("token", ["nonsense", "\xe9", "a b", ""])
def test_an_unknown_token(db, token):
    answer = Sms(token).get("/api/v1/connection")
    is_problem(answer, 401, "unauthenticated")
    assert answer["WWW-Authenticate"] == 'Bearer realm="PaCT", error="invalid_token"'


def test_a_token_in_the_query_is_no_token(sms):
    assert Client().get(f"/api/v1/connection?access_token={sms.token}").status_code == 401


def test_a_token_that_ran_out(sms):
    AccessToken.objects.update(expires=clock.now())
    body = is_problem(sms.get("/api/v1/connection"), 401, "unauthenticated")
    assert "run out" in body["detail"]


@pytest.mark.parametrize(
    "path", ["/api/", "/api/v1", "/api/v2/ide-files", "/api/v1/exchanges/not-an-id", "/api/v1/ide-files/"]
)
def test_an_unknown_address(db, path):
    is_problem(Client().get(path), 404, "not-found")
    is_problem(Client().post(path), 404, "not-found")


@pytest.mark.parametrize(
    ("method", "path", "allowed"),
    [
        ("get", "/api/v1/ide-files", "POST"),
        ("delete", "/api/v1/judgements", "GET"),
        ("get", "/api/oauth/token", "POST"),
        ("put", "/api/oauth/revoke", "POST"),
    ],
)
def test_a_method_the_address_does_not_take(db, method, path, allowed):
    answer = getattr(Client(), method)(path)
    is_problem(answer, 405, "method-not-allowed")
    assert answer["Allow"] == allowed


def test_what_nobody_foresaw_is_told_by_its_request_id_alone(sms, monkeypatch, caplog):
    def fail(*_):
        raise RuntimeError("the innards: NSN 0123456789")

    monkeypatch.setattr(calls.ConnectionOut, "of", fail)
    answer = sms.get("/api/v1/connection")
    body = is_problem(answer, 500, "unexpected")
    assert body["request_id"] == answer["X-Request-Id"]
    assert "innards" not in answer.content.decode()
    assert "unexpected error" in caplog.text


def test_a_call_that_failed_was_counted_all_the_same(sms, monkeypatch):
    monkeypatch.setattr(calls.ConnectionOut, "of", lambda *_: 1 / 0)
    sms.get("/api/v1/connection")
    assert RateWindow.objects.get(caller__startswith="requests:").calls == 1


def test_a_database_that_does_not_answer(sms, monkeypatch):
    def gone(*_):
        raise OperationalError("connection to server at 10.0.0.1 failed")

    monkeypatch.setattr(calls.ConnectionOut, "of", gone)
    answer = sms.get("/api/v1/connection")
    is_problem(answer, 503, "not-ready")
    assert answer["Retry-After"] == "5"
    assert "10.0.0.1" not in answer.content.decode()


def test_too_many_calls_have_to_wait(sms, settings):
    settings.API_REQUESTS_PER_MINUTE = 2
    first, second, third = (sms.get("/api/v1/connection") for _ in range(3))
    assert (first.status_code, second.status_code) == (200, 200)
    assert first["RateLimit-Policy"] == '"requests";q=2;w=60'
    assert first["RateLimit"].startswith('"requests";r=1;t=')
    is_problem(third, 429, "rate-limited")
    assert 1 <= int(third["Retry-After"]) <= 60
    assert third["RateLimit"].startswith('"requests";r=0;t=')


def test_too_many_uploads_have_to_wait_while_other_calls_go_on(sms, settings):
    settings.API_UPLOADS_PER_HOUR = 1
    first, second = (sms.upload(b"x") for _ in range(2))
    assert first.status_code == 202
    assert first["RateLimit-Policy"] == '"requests";q=120;w=60, "uploads";q=1;w=3600'
    is_problem(second, 429, "rate-limited")
    assert sms.get("/api/v1/connection").status_code == 200


def test_a_neighbour_is_not_held_up(sms, neighbours_sms, settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    assert [sms.get("/api/v1/connection").status_code for _ in range(2)] == [200, 429]
    assert neighbours_sms.get("/api/v1/connection").status_code == 200


def test_a_new_token_does_not_reset_the_count(secret, sms, settings):
    settings.API_REQUESTS_PER_MINUTE = 1
    sms.get("/api/v1/connection")
    again = Sms(ask_token(secret).json()["access_token"])
    assert again.get("/api/v1/connection").status_code == 429


def test_every_problem_has_its_entry_in_the_docs(db):
    page = Client().get("/api/docs").content.decode()
    for code in KINDS:
        assert f'id="problem-{code}"' in page


def test_the_docs_need_no_script_of_another_place(db):
    page = Client().get("/api/docs").content.decode()
    assert "<script>" not in page
    assert "https://" not in page
    assert " style=" not in page


def test_the_document_is_openapi_3_1(db):
    document = Client().get("/api/openapi.json").json()
    assert document["openapi"] == "3.1.0"
    assert set(document["paths"]) == {
        "/api/oauth/token", "/api/oauth/revoke", "/api/v1/ide-files", "/api/v1/exchanges",
        "/api/v1/exchanges/{exchange_id}", "/api/v1/judgements", "/api/v1/judgements/acknowledgements",
        "/api/v1/connection", "/api/v1/schools",
    }  # fmt: skip
    upload = document["paths"]["/api/v1/ide-files"]["post"]
    assert "application/problem+json" in upload["responses"]["409"]["content"]
    assert upload["security"] == [{"Bearer": ["ide:write"]}]


def test_no_secret_and_no_token_stands_in_the_logs(caplog, secret):
    caplog.set_level("DEBUG")
    sms = Sms(ask_token(secret).json()["access_token"])
    sms.upload(b"x", key="k")
    Client().post("/api/oauth/token", {"client_id": secret.client, "client_secret": secret.key})
    sms.get("/api/v1/exchanges")
    everything = caplog.text + json.dumps([str(vars(record)) for record in caplog.records])
    for word in (secret.key, str(secret), sms.token):
        assert word not in everything


def test_every_problem_stands_in_the_reference():
    reference = (Path(__file__).parents[3] / "docs/reference/api.md").read_text()
    for kind in KINDS.values():
        assert f"| {kind.code} | {kind.status} |" in reference
