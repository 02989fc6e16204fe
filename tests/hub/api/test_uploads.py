"""An IDE file arrives over HTTP."""

import hashlib
import io

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from openpact.hub.api import upload
from openpact.hub.platform.problems import Problem
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange, IdeFileChunk
from tests.hub.jobs import queued

from .conftest import Sms

FILE = b"# IDE 1.71\nmlepSmsPersonId,mlepRole\n"


def stored(school) -> tuple[Exchange, bytes]:
    with at_school(school.id):
        exchange = Exchange.objects.get()
        return exchange, b"".join(bytes(c.content) for c in IdeFileChunk.objects.filter(exchange=exchange))


def test_a_file_is_stored_queued_and_answered_with_its_exchange(school, sms):
    answer = sms.upload(FILE, key="night-1")
    assert answer.status_code == 202
    exchange, content = stored(school)
    body = answer.json()
    assert answer["Location"] == f"/api/v1/exchanges/{exchange.id}"
    assert (body["id"], body["state"], body["direction"], body["trigger"]) == (
        str(exchange.id), "received", "upload", "automatic",
    )  # fmt: skip
    assert content == FILE
    assert (exchange.source, exchange.provider, exchange.sha256) == ("sms", "kamar", hashlib.sha256(FILE).hexdigest())
    assert queued() == [("sms.check_upload", {"school_id": school.id, "exchange_id": str(exchange.id)})]


def test_a_person_may_have_started_it(school, sms):
    assert sms.upload(FILE, **{"X-Trigger": "manual"}).json()["trigger"] == "manual"


def test_the_same_key_and_content_answer_the_same_exchange(school, sms):
    first = sms.upload(FILE, key="night-1").json()
    again = sms.upload(FILE, key="night-1")
    assert (again.status_code, again.json()["id"]) == (202, first["id"])
    assert len(queued()) == 1


def test_the_same_key_with_other_content_is_refused(school, sms):
    sms.upload(FILE, key="night-1")
    refused = sms.upload(FILE + b"x", key="night-1")
    assert (refused.status_code, refused.json()["code"]) == (409, "idempotency-conflict")
    assert stored(school)[1] == FILE


def test_two_schools_may_use_the_same_key(sms, neighbours_sms):
    assert sms.upload(FILE, key="1").json()["id"] != neighbours_sms.upload(b"other", key="1").json()["id"]


@pytest.mark.parametrize("headers", [{"Idempotency-Key": "x" * 201}, {"Idempotency-Key": " "}, {"X-Trigger": "maybe"}])
def test_a_header_that_cannot_be_used_is_refused(school, sms, headers):
    refused = sms.upload(FILE, **headers)
    assert (refused.status_code, refused.json()["code"]) == (422, "invalid-request")
    assert refused.json()["errors"][0]["where"] == f"header.{next(iter(headers))}"


@pytest.mark.parametrize(
    "media", ["multipart/form-data; boundary=x", "application/json", "application/x-www-form-urlencoded"]
)
def test_a_form_or_json_is_no_ide_file(school, sms, media):
    refused = sms.upload(FILE, media=media)
    assert (refused.status_code, refused.json()["code"]) == (415, "unsupported-media-type")


def test_a_file_over_the_limit_is_refused_by_its_header_before_it_is_read(school, sms, settings, monkeypatch):
    settings.MAX_IDE_BYTES = 1000
    monkeypatch.setattr("django.http.HttpRequest.read", lambda *a: pytest.fail("it was read"))
    refused = sms.upload(b"x" * 1001)
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")


def test_a_file_over_the_limit_is_stopped_while_it_arrives(school, sms, settings, monkeypatch):
    monkeypatch.setattr("openpact.hub.api.calls.body", lambda request: io.BytesIO(b"x" * 1001))
    settings.MAX_IDE_BYTES = 1000
    refused = sms.upload(b"whatever its header said")
    assert (refused.status_code, refused.json()["code"]) == (413, "too-large")


def test_a_file_at_the_limit_is_taken(school, sms, settings):
    settings.MAX_IDE_BYTES = len(FILE)
    assert sms.upload(FILE).status_code == 202


def test_a_file_that_broke_off_is_not_stored(school, sms):
    answer = Client().generic(
        "POST", "/api/v1/ide-files", content_type="text/csv", headers={"Authorization": f"Bearer {sms.token}"},
        CONTENT_LENGTH=str(len(FILE) + 10), **{"wsgi.input": io.BytesIO(FILE)},
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (400, "incomplete")
    with at_school(school.id):
        assert not Exchange.objects.exists()
    assert queued() == []


def test_chunked_sending_is_refused_rather_than_taken_for_an_empty_file(school, sms):
    answer = Client().generic(
        "POST", "/api/v1/ide-files", b"", content_type="text/csv",
        headers={"Authorization": f"Bearer {sms.token}", "Transfer-Encoding": "chunked"}, CONTENT_LENGTH="",
    )  # fmt: skip
    assert (answer.status_code, answer.json()["code"]) == (411, "length-required")


def test_a_file_is_read_piece_by_piece(settings):
    class Counting(io.BytesIO):
        largest = 0

        def read(self, size: int = -1) -> bytes:
            piece = super().read(size)
            self.largest = max(self.largest, len(piece))
            return piece

    content = Counting(b"x" * 1_000_000)
    request = RequestFactory().generic("POST", "/api/v1/ide-files", content_type="text/csv")
    request._stream, request.META["CONTENT_LENGTH"] = content, "1000000"
    stream = upload.body(request)
    assert sum(len(piece) for piece in iter(lambda: stream.read(65536), b"")) == 1_000_000
    assert content.largest == 65536


def test_a_connection_that_breaks_is_told_as_incomplete(school, sms, monkeypatch):
    from django.http.request import UnreadablePostError

    def broken(self, size=-1):
        raise UnreadablePostError("gone")

    monkeypatch.setattr("django.http.HttpRequest.read", broken)
    refused = sms.upload(FILE)
    assert (refused.status_code, refused.json()["code"]) == (400, "incomplete")


def test_a_body_shorter_than_announced_raises_at_its_end():
    request = RequestFactory().generic("POST", "/", b"abc", content_type="text/csv")
    request.META["CONTENT_LENGTH"] = "4"
    request._stream = io.BytesIO(b"abc")
    stream = upload.body(request)
    assert stream.read(10) == b"abc"
    with pytest.raises(Problem, match="incomplete"):
        stream.read(10)


def test_the_upload_needs_no_csrf_token_because_no_cookie_signs_it_in(school, sms):
    strict = Sms(sms.token, Client(enforce_csrf_checks=True))
    assert strict.upload(FILE).status_code == 202
    assert resolve("/api/v1/ide-files").func.csrf_exempt


def test_while_use_sms_is_off_nothing_is_taken_and_the_secret_stays_good(school, sms):
    with at_school(school.id):
        save_settings(school, None, use_sms=False, provider="kamar", automatic_export=True)
    refused = sms.upload(FILE)
    assert (refused.status_code, refused.json()["code"]) == (403, "not-linked")
    with at_school(school.id):
        assert not Exchange.objects.exists()
        save_settings(school, None, use_sms=True, provider="kamar", automatic_export=True)
    assert sms.upload(FILE).status_code == 202
