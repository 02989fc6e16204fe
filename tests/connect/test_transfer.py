"""Crashes and outages at each line of the two transfers: nothing is lost, and PaCT sees one upload."""

from datetime import UTC, datetime

import httpx
import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.connect import (
    AgentState,
    FileStore,
    Pending,
    ProblemError,
    Retries,
    Trigger,
    Unreachable,
    collect,
    send,
)

from .fake_hub import problem

NOW = datetime(2026, 11, 24, 9, tzinfo=UTC)


class Crash(BaseException):
    """The machine stops here."""


@pytest.fixture
def store(tmp_path):
    return FileStore(tmp_path / "deep" / "state.json")


def test_a_finished_upload_leaves_its_trace(client, store, hub):
    send(client, store, b"file", Trigger.AUTOMATIC, NOW)
    state = store.load()
    assert (state.pending, state.following, state.last_upload_at) == (None, "x1", NOW)


def test_an_upload_whose_answer_was_lost_goes_on_as_the_same_upload(client, store, hub):
    """PaCT has the file, and the SMS stops before it hears so."""
    upload = client.upload

    def crash_after(*args, **options):
        upload(*args, **options)
        raise Crash

    client.upload = crash_after
    with pytest.raises(Crash):
        send(client, store, b"file", Trigger.MANUAL, NOW)
    assert store.load().pending is not None

    client.upload = upload
    assert send(client, store, b"file", Trigger.MANUAL, NOW).id == "x1"
    assert len(hub.exchanges) == 1


def test_an_upload_during_an_outage_keeps_its_key(make_client, store, hub):
    client = make_client(retries=Retries(attempts=1))
    hub.troubles = [httpx.ConnectError("refused")]
    with pytest.raises(Unreachable):
        send(client, store, b"file", Trigger.AUTOMATIC, NOW)
    key = store.load().pending.key
    send(client, store, b"file", Trigger.AUTOMATIC, NOW)
    assert hub.requests[-1].key == key


def test_other_content_after_a_crash_is_another_upload(client, store, hub):
    store.save(AgentState(pending=Pending("old-key", "old-digest", "manual")))
    send(client, store, b"file", Trigger.MANUAL, NOW)
    assert hub.requests[-1].key != "old-key"


def test_a_refused_upload_is_not_repeated_under_its_key(client, store, hub):
    client.connection()
    hub.troubles = [problem(413, "too-large", "Too large")]
    with pytest.raises(ProblemError):
        send(client, store, b"file", Trigger.MANUAL, NOW)
    assert store.load() == AgentState()


def test_rows_are_saved_before_they_are_acknowledged(client, store, hub):
    for number in range(5):
        hub.judge(str(number))
    saved = []

    def sink(rows):
        assert hub.acknowledged == len(saved)
        saved.extend(rows)

    assert collect(client, store, sink, page_size=2) == 5
    assert hub.acknowledged == store.load().cursor == 5


def test_a_crash_between_saving_and_acknowledging_brings_the_rows_again(client, store, hub):
    hub.judge("1")
    saved = []
    acknowledge = client.acknowledge

    def crash(_cursor):
        raise Crash

    client.acknowledge = crash
    with pytest.raises(Crash):
        collect(client, store, saved.extend)
    client.acknowledge = acknowledge
    collect(client, store, saved.extend)
    assert [(row.id, row.version) for row in saved] == [("j1", 1), ("j1", 1)]
    assert hub.acknowledged == 1


def test_a_crash_while_saving_acknowledges_nothing(client, store, hub):
    hub.judge("1")

    def crash(_rows):
        raise Crash

    with pytest.raises(Crash):
        collect(client, store, crash)
    assert hub.acknowledged == 0


def test_a_broken_state_file_is_a_fresh_start(store):
    store.path.parent.mkdir(parents=True)
    for text in ("", "{", "[]", '{"pending": {}}', '{"last_upload_at": "yesterday"}', "null"):
        store.path.write_text(text)
        assert store.load() == AgentState()


moments = st.none() | st.datetimes(timezones=st.just(UTC))
states = st.builds(
    AgentState,
    pending=st.none() | st.builds(Pending, st.text(), st.text(), st.sampled_from(["automatic", "manual"])),
    asked_upload=st.none() | st.just("manual"),
    last_upload_at=moments,
    following=st.none() | st.text(),
    last_collect_at=moments,
    cursor=st.none() | st.integers(),
)


@given(states)
def test_state_reads_back_as_it_was_saved(state):
    assert AgentState.from_json(state.to_json()) == state


def test_state_of_a_newer_version_is_read_as_far_as_known():
    assert AgentState.from_json({"cursor": 3, "mood": "good"}) == AgentState(cursor=3)


def test_saving_state_leaves_nothing_else_behind(store):
    store.save(AgentState(cursor=1))
    store.save(AgentState(cursor=2))
    assert [p.name for p in store.path.parent.iterdir()] == ["state.json"]
    assert store.load().cursor == 2
