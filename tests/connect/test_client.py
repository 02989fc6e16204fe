"""The client says what the contract says."""

import io
import traceback
from datetime import UTC, date, datetime

import pytest

from openpact.connect import (
    BadAddress,
    Client,
    ExchangeState,
    InsecureAddress,
    MangledSecret,
    ProblemError,
    SecretRefused,
    StillUnderWay,
    StrangeAnswer,
    Trigger,
)
from openpact.link.secret import new_secret

from .fake_hub import as_json, problem


class Unseekable(io.BytesIO):
    def seekable(self):
        return False


def test_an_upload_arrives_as_it_was_sent(client, hub):
    exchange = client.upload(b"a,b\n", idempotency_key="k1", trigger=Trigger.MANUAL)
    assert (exchange.id, exchange.state, exchange.trigger) == ("x1", ExchangeState.RECEIVED, "manual")
    assert exchange.received_at == datetime(2026, 11, 24, 9, 12, 3, tzinfo=UTC)
    sent = hub.requests[-1]
    assert sent.headers["content-type"] == "text/csv"
    assert sent.headers["content-length"] == "4"
    assert (sent.key, sent.body) == ("k1", b"a,b\n")


def test_an_upload_can_be_a_path_or_a_stream(client, hub, tmp_path):
    data = bytes(range(256)) * 1000
    (tmp_path / "ide.csv").write_bytes(data)
    half_read = io.BytesIO(b"skipped" + data)
    half_read.seek(7)
    for form in (tmp_path / "ide.csv", half_read, Unseekable(data)):
        client.upload(form)
        assert hub.requests[-1].body == data


def test_each_upload_has_a_key_of_its_own(client, hub):
    assert client.upload(b"same").id != client.upload(b"same").id
    assert client.upload(b"same", idempotency_key="k").id == client.upload(b"same", idempotency_key="k").id


def test_the_same_key_with_other_content_is_a_problem(client):
    client.upload(b"one", idempotency_key="k")
    with pytest.raises(ProblemError) as caught:
        client.upload(b"other", idempotency_key="k")
    assert (caught.value.status, caught.value.code) == (409, "idempotency-conflict")


def test_waiting_ends_with_the_outcome(client, hub):
    hub.end_state = "held"
    hub.more = {"reasons": [{"code": "many-leaving", "message": "31 students would leave."}]}
    exchange = client.wait(client.upload(b"a\nb\nc\n").id)
    assert exchange.state == ExchangeState.HELD
    assert exchange.reasons[0].message == "31 students would leave."
    assert not exchange.on_the_way


def test_waiting_gives_up_after_its_time_and_says_what_it_saw(client, hub, clock):
    hub.end_state = "checking"
    with pytest.raises(StillUnderWay) as caught:
        client.wait(client.upload(b"a").id, timeout=10)
    assert caught.value.exchange.state == "checking"
    assert 5 < sum(clock.slept) <= 10


def test_a_state_of_the_future_is_kept_as_a_word(client, hub):
    hub.end_state = "pondered"
    assert client.wait(client.upload(b"a").id).state == "pondered"


def test_exchanges_come_latest_first(client):
    for content in (b"1", b"2", b"3"):
        client.upload(content)
    assert [x.id for x in client.exchanges(limit=2)] == ["x3", "x2"]


def test_the_connection_is_read(client):
    connection = client.connection()
    assert (connection.school_number, connection.school_name) == (7999, "Kōwhai School")
    assert connection.last_upload is None


def test_judgements_come_page_by_page_in_order(client, hub):
    for number in range(7):
        hub.judge(str(number))
    pages = list(client.pull(limit=3))
    assert [len(page.items) for page in pages] == [3, 3, 1]
    rows = [row for page in pages for row in page.items]
    assert [row.cursor for row in rows] == list(range(1, 8))
    assert rows[0].judged_on == date(2026, 11, 24)
    assert rows[0].judge == "Hēmi Parata"


def test_acknowledging_moves_the_feed(client, hub):
    hub.judge("1")
    hub.judge("2")
    assert client.acknowledge(1) == 1
    assert [row.person_id for page in client.pull() for row in page.items] == ["2"]
    assert client.acknowledge(0) == 1
    with pytest.raises(ProblemError, match="beyond-feed"):
        client.acknowledge(9)


def test_export_switched_off_is_an_empty_page(client, hub):
    hub.judge("1")
    hub.automatic_export = False
    assert list(client.pull()) == []
    assert client.judgements().automatic_export is False


def test_a_feed_that_does_not_move_on_is_recognised(client, hub):
    hub.judge("1")
    page = {"items": [hub.feed[0]], "next_cursor": 1, "more": True}
    client.connection()
    hub.troubles = [as_json(200, page), as_json(200, page)]
    with pytest.raises(StrangeAnswer):
        list(client.pull())


def test_one_token_serves_many_requests(client, hub):
    for _ in range(3):
        client.connection()
    assert [r.path for r in hub.requests].count("/api/oauth/token") == 1


def test_a_token_is_renewed_before_it_runs_out(client, hub, clock):
    client.connection()
    clock.now += hub.token_life - 20
    client.connection()
    assert len(hub.tokens) == 2


def test_a_token_that_is_refused_is_renewed_once(client, hub):
    client.connection()
    hub.tokens.clear()
    assert client.connection().school_number == 7999
    client.connection()
    hub.troubles = [problem(401, "unauthenticated", "No"), None, problem(401, "unauthenticated", "No")]
    with pytest.raises(ProblemError) as caught:
        client.connection()
    assert caught.value.status == 401


def test_revoking_ends_the_token(client, hub):
    client.revoke()
    assert hub.requests == []
    client.connection()
    client.revoke()
    assert hub.tokens == {}
    assert client.connection().school_number == 7999


def test_a_revoked_secret_is_said_plainly_and_not_tried_again(make_client, hub):
    with pytest.raises(SecretRefused, match="revoked or replaced"):
        make_client(secret=str(new_secret())).connection()
    assert len(hub.requests) == 1


@pytest.mark.parametrize(
    "answer",
    [
        (200, {}, b"<html>Welcome to the school's proxy</html>"),
        (200, {}, b"[]"),
        (200, {}, b'{"access_token": "t", "expires_in": "soon"}'),
    ],
)
def test_an_answer_of_another_program_is_recognised(client, hub, answer):
    hub.troubles = [answer]
    with pytest.raises(StrangeAnswer):
        client.connection()


def test_an_error_page_is_a_problem_all_the_same(client, hub):
    client.connection()
    hub.troubles = [(500, {}, b"<h1>Oh dear</h1>")]
    with pytest.raises(ProblemError) as caught:
        client.connection()
    assert (caught.value.status, caught.value.code) == (500, "unknown")


def test_a_mangled_secret_is_recognised_before_anything_is_sent(make_client, hub):
    with pytest.raises(MangledSecret):
        make_client(secret=str(hub.secret)[:-1])
    assert hub.requests == []


def test_the_secret_does_not_travel_in_the_clear(hub):
    with pytest.raises(InsecureAddress, match=r"pact\.school\.nz is another machine"):
        Client("http://pact.school.nz", hub.secret)
    with pytest.raises(BadAddress, match="not a web address"):
        Client("pact.school.nz", hub.secret)
    Client("http://127.0.0.1:8000", hub.secret).close()
    Client("http://pact.internal", hub.secret, allow_http=True).close()


def test_no_repr_and_no_error_shows_the_secret(make_client, hub, caplog):
    caplog.set_level("DEBUG")
    other = new_secret()
    client = make_client(secret=other)
    texts = [repr(client), repr(client.__dict__), repr(vars(client._wire))]
    with pytest.raises(SecretRefused) as caught:
        client.connection()
    texts += ["".join(traceback.format_exception(caught.value)), caplog.text]
    assert not any(other.key in text for text in texts)
