"""What is tried again, how often, and after how long."""

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.connect import ProblemError, Retries, Unreachable
from openpact.connect.retry import retry_after

from .fake_hub import as_json, problem

PASSING = [
    httpx.ConnectError("refused"),
    httpx.ReadTimeout("slow"),
    httpx.WriteError("cut"),
    httpx.RemoteProtocolError("cut"),
    (502, {}, b"<html>"),
    problem(503, "not-ready", "Not ready"),
    (504, {}, b""),
]


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_a_passing_trouble_is_tried_again(client, hub, clock, trouble):
    client.connection()
    hub.troubles = [trouble, trouble]
    assert client.connection().school_number == 7999
    assert clock.slept == [pytest.approx(0.999), pytest.approx(1.998)]


@pytest.mark.parametrize("trouble", PASSING, ids=str)
def test_a_lasting_trouble_ends_as_unreachable(client, hub, trouble):
    hub.troubles = [trouble] * 9
    with pytest.raises(Unreachable, match="tried 4 times"):
        client.connection()
    assert len(hub.requests) == 4


def test_a_retried_upload_sends_the_same_key_and_all_its_bytes(client, hub, tmp_path):
    data = b"x" * 300_000
    (tmp_path / "ide.csv").write_bytes(data)
    client.connection()
    hub.troubles = [httpx.WriteError("cut"), problem(503, "not-ready", "Not ready")]
    client.upload(tmp_path / "ide.csv")
    uploads = [r for r in hub.requests if r.path.endswith("ide-files")]
    assert len(uploads) == 3
    assert len({r.key for r in uploads}) == 1
    assert all(r.body == data for r in uploads)
    assert len(hub.exchanges) == 1


def test_retry_after_is_honoured(client, hub, clock):
    client.connection()
    hub.troubles = [problem(429, "rate-limited", "Slow down", {"Retry-After": "17"})]
    client.connection()
    assert clock.slept == [17.0]


def test_a_rate_limit_that_lasts_is_a_problem_that_passes(client, hub):
    hub.troubles = [problem(429, "rate-limited", "Slow down", {"Retry-After": "1"})] * 9
    with pytest.raises(ProblemError) as caught:
        client.connection()
    assert caught.value.code == "rate-limited"
    assert caught.value.passing


@pytest.mark.parametrize("status", [400, 403, 404, 409, 413, 422, 500])
def test_other_refusals_are_not_tried_again(client, hub, clock, status):
    client.connection()
    hub.troubles = [problem(status, "some-code", "No")]
    with pytest.raises(ProblemError):
        client.connection()
    assert clock.slept == []


def test_the_token_endpoint_is_tried_again_too(client, hub, clock):
    hub.troubles = [as_json(503, {}), httpx.ConnectError("refused")]
    client.connection()
    assert len(clock.slept) == 2


@given(st.integers(1, 50), st.floats(0, 1, exclude_max=True))
def test_waits_are_random_and_bounded(attempt, chance):
    retries = Retries(base=0.5, longest=30)
    wait = retries.wait(attempt, lambda: chance)
    assert 0 <= wait <= min(30, 0.5 * 2 ** (attempt - 1))


@given(st.floats(0, 1e9))
def test_patience_has_an_end(asked):
    assert Retries(patience=60).wait(1, lambda: 0.5, asked) == min(asked, 60)


@pytest.mark.parametrize(
    "text, seconds",
    [
        ("5", 5.0),
        ("Tue, 24 Nov 2026 09:00:30 GMT", 30.0),
        ("Tue, 24 Nov 2020 09:00:30 GMT", 0.0),
        ("soon", None),
        ("", None),
    ],
)
def test_retry_after_is_seconds_or_a_date(text, seconds):
    now = datetime(2026, 11, 24, 9, 0, 0, tzinfo=UTC)
    assert retry_after(httpx.Response(429, headers={"Retry-After": text}), now) == seconds
