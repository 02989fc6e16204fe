"""The agent does what is due, once, and gets over whatever goes wrong."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import httpx
import pytest

from openpact.connect import (
    Agent,
    FileStore,
    NothingToSend,
    NotOurs,
    NotSaved,
    Retries,
    SecretRefused,
    Timetable,
    Trigger,
    Unreachable,
)
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place, Why
from openpact.link.secret import new_secret

from .fake_hub import problem

AUCKLAND = ZoneInfo("Pacific/Auckland")
NOON = datetime(2026, 11, 24, 12, tzinfo=AUCKLAND).astimezone(UTC)
NIGHT = datetime(2026, 11, 24, 23, 56, tzinfo=AUCKLAND).astimezone(UTC)
DAY = timedelta(days=1)


@pytest.fixture
def saved():
    return []


@pytest.fixture
def make_agent(make_client, hub, tmp_path, saved):
    def make(client=None, *, source=lambda: b"the file", sink=None, provider="kamar", collect_every=None):
        hub.provider = provider
        timetable = Timetable(
            PROVIDERS[provider].upload, PROVIDERS[provider].download, Place(7999, "Pacific/Auckland"), collect_every
        )
        return Agent(
            client or make_client(retries=Retries(attempts=1)),
            source,
            sink or saved.extend,
            FileStore(tmp_path / "state.json"),
            timetable,
            provider=provider,
        )

    return make


def test_by_day_nothing_is_due(make_agent, hub):
    outcome = make_agent().run_once(NOON)
    assert (outcome.uploaded, outcome.collected, outcome.errors) == (None, None, ())
    assert [r.path for r in hub.requests] == ["/api/oauth/token", "/api/v1/connection"]


def test_at_night_both_ways_are_due_once(make_agent, hub, saved):
    hub.judge("1")
    agent = make_agent()
    outcome = agent.run_once(NIGHT)
    assert outcome.uploaded.trigger == "automatic"
    assert outcome.collected == len(saved) == 1
    again = agent.run_once(NIGHT + timedelta(minutes=1))
    assert (again.uploaded, again.collected) == (None, None)
    assert agent.run_once(NIGHT + DAY).uploaded.id == "x2"


def test_a_person_can_ask_at_any_time_and_a_restart_does_not_forget(make_agent, hub):
    make_agent().ask_upload()
    make_agent().ask_collect()
    outcome = make_agent().run_once(NOON)
    assert outcome.uploaded.trigger == "manual"
    assert outcome.collected == 0
    again = make_agent().run_once(NOON)
    assert (again.uploaded, again.collected) == (None, None)


def test_a_manual_upload_sets_musac_edges_seven_days_anew(make_agent):
    agent = make_agent(provider="musac-edge")
    agent.ask_upload(Trigger.MANUAL)
    agent.run_once(NOON)
    assert agent.run_once(NIGHT + 6 * DAY).uploaded is None
    assert agent.run_once(NIGHT + 7 * DAY).uploaded.id == "x2"


def test_an_upload_is_followed_to_its_end(make_agent, hub):
    agent = make_agent()
    agent.ask_upload()
    agent.run_once(NOON)
    states = [agent.run_once(NOON).followed for _ in range(3)]
    assert [s.state if s else None for s in states] == ["checking", "applied", None]


def test_a_held_upload_is_followed_until_a_person_decides(make_agent, hub):
    hub.end_state = "held"
    agent = make_agent()
    agent.ask_upload()
    agent.run_once(NOON)
    for _ in range(4):
        agent.run_once(NOON)
    hub.exchanges[0]["state"] = "applied"
    assert agent.run_once(NOON).followed.state == "applied"
    assert agent.run_once(NOON).followed is None


def test_an_exchange_that_pact_no_longer_knows_is_let_go(make_agent, hub):
    agent = make_agent()
    agent.ask_upload()
    agent.run_once(NOON)
    hub.exchanges.clear()
    assert agent.run_once(NOON).upload_error.status == 404
    assert agent.run_once(NOON + timedelta(hours=1)).errors == ()


def test_an_outage_is_waited_out(make_agent, hub):
    agent = make_agent()
    hub.troubles = [httpx.ConnectError("refused")]
    outcome = agent.run_once(NIGHT)
    assert isinstance(outcome.ask_error, Unreachable)
    assert (outcome.uploaded, outcome.collected) == (None, None)
    assert agent.run_once(NIGHT + timedelta(seconds=9)).errors == ()
    assert len(hub.requests) == 1
    assert agent.run_once(NIGHT + timedelta(seconds=10)).uploaded.id == "x1"


def test_an_upload_whose_answer_was_lost_goes_on_under_the_same_key(make_agent, hub):
    agent = make_agent()
    agent.ask_upload()
    hub.troubles = [None, None, httpx.ReadError("lost")]
    assert isinstance(agent.run_once(NOON).upload_error, Unreachable)
    assert agent.run_once(NOON + timedelta(seconds=10)).uploaded.id == "x1"
    assert len({r.key for r in hub.requests if r.method == "POST" and r.key}) == 1


def test_an_automatic_upload_that_is_known_to_have_arrived_is_not_sent_again(make_agent, hub, monkeypatch):
    agent = make_agent()
    agent.run_once(NOON)
    hub.troubles = [None, httpx.ReadError("lost")]
    assert isinstance(agent.run_once(NIGHT).upload_error, Unreachable)
    there = {"since": hub.since.isoformat(), "last_automatic": NIGHT.isoformat()}
    monkeypatch.setattr(hub, "_moves", lambda rhythm: there)
    assert agent.run_once(NIGHT + timedelta(seconds=20)).uploaded is None


def test_a_long_outage_is_looked_at_less_and_less_often(make_agent, hub):
    agent = make_agent(collect_every=timedelta(seconds=1))
    hub.troubles = [httpx.ConnectError("refused")] * 1000
    looks = []
    for second in range(1200):
        before = len(hub.requests)
        agent.run_once(NOON + timedelta(seconds=second))
        if len(hub.requests) > before:
            looks.append(second)
    assert looks == [0, 10, 30, 70, 150, 310, 610, 910]
    hub.troubles.clear()
    assert agent.run_once(NOON + timedelta(seconds=1300)).collected == 0
    assert agent.run_once(NOON + timedelta(seconds=1301)).collected == 0


def test_an_automatic_upload_that_an_outage_cut_short_waits_for_the_next_evening(make_agent, hub):
    agent = make_agent()
    agent.run_once(NOON)
    hub.troubles = [None, httpx.ConnectError("refused")]
    assert agent.run_once(NIGHT).upload_error
    assert agent.run_once(NIGHT + timedelta(hours=1)).uploaded is None
    assert agent.run_once(NIGHT + DAY).uploaded.trigger == "automatic"


def test_one_that_a_person_began_goes_on_as_soon_as_it_can(make_agent, hub):
    make_agent().ask_upload()
    hub.troubles = [None, None, httpx.ConnectError("refused")]
    assert make_agent().run_once(NOON).upload_error
    assert make_agent().run_once(NOON + timedelta(hours=1)).uploaded.trigger == "manual"


def test_before_an_automatic_exchange_pact_is_asked_how_things_stand(make_agent, hub):
    agent = make_agent()
    agent.run_once(NOON)
    hub.pauses = [{"first": "2026-11-24", "last": "2026-11-30"}]
    assert (agent.run_once(NIGHT).uploaded, agent.run_once(NIGHT).collected) == (None, None)
    assert agent.run_once(NIGHT + 6 * DAY).uploaded is None
    assert agent.run_once(NIGHT + 7 * DAY).uploaded.trigger == "automatic"


def test_what_pact_said_is_remembered_while_it_cannot_be_reached(make_agent, hub, tmp_path):
    make_agent().run_once(NOON)
    told = FileStore(tmp_path / "state.json").load().told
    assert told.at == NOON
    assert told.uploads.since == hub.since


@pytest.mark.parametrize("theirs", [{"school_number": 1, "school_name": "Elsewhere School"}, {"provider": "etap"}])
@pytest.mark.parametrize("trigger", [Trigger.FIRST, Trigger.MANUAL])
def test_nothing_goes_over_a_link_that_is_another_schools_or_another_smss(make_agent, hub, saved, theirs, trigger):
    agent = make_agent()
    for name, value in theirs.items():
        setattr(hub, name, value)
    hub.judge("1")
    agent.ask_upload(trigger)
    agent.ask_collect(trigger)
    outcome = agent.run_once(NIGHT)
    assert isinstance(outcome.ask_error, NotOurs)
    assert "Nothing was sent or collected." in str(outcome.ask_error)
    for later in range(1, 5):
        agent.run_once(NIGHT + later * timedelta(seconds=5))
    assert {r.path for r in hub.requests} == {"/api/oauth/token", "/api/v1/connection"}
    assert (hub.exchanges, saved, hub.acknowledged) == ([], [], 0)


def test_a_refused_first_contact_does_not_keep_what_was_asked_for(make_agent, hub):
    hub.school_number = 1
    agent = make_agent()
    agent.ask_upload()
    agent.run_once(NOON)
    hub.school_number = 7999
    assert agent.run_once(NOON + DAY / 24).uploaded is None


def test_before_the_first_contact_nothing_goes_and_what_was_asked_for_waits(make_agent, hub):
    agent = make_agent()
    agent.ask_upload(Trigger.FIRST)
    hub.troubles = [httpx.ConnectError("refused")]
    assert agent.run_once(NOON).uploaded is None
    assert agent.run_once(NOON + timedelta(seconds=5)).uploaded is None
    assert agent.run_once(NOON + timedelta(seconds=10)).uploaded.trigger == "first"


def test_whoever_asks_does_not_wait_for_an_agent_that_holds_off(make_agent, hub):
    agent = make_agent()
    hub.troubles = [httpx.ConnectError("refused")]
    agent.run_once(NOON)
    agent.ask_upload()
    assert agent.run_once(NOON + timedelta(seconds=1)).uploaded.trigger == "manual"


def test_without_a_link_nothing_is_due(make_agent, hub):
    hub.since = None
    agent = make_agent()
    assert [agent.run_once(NIGHT + n * DAY).uploaded for n in range(8)] == [None] * 8


def test_student_data_only_never_collects(make_client, hub, tmp_path, saved):
    hub.judge("1")
    etap = PROVIDERS["etap"]
    timetable = Timetable(etap.upload, etap.download, Place(7999, "Pacific/Auckland"))
    agent = Agent(make_client(), lambda: b"x", saved.extend, FileStore(tmp_path / "s"), timetable, judgements=False)
    agent.ask_collect()
    assert [agent.run_once(NIGHT + n * DAY).collected for n in range(8)] == [None] * 8
    assert saved == []


class TestDownloadsThatFollowUploads:
    """MUSAC Edge: the IDE file up, then judgements down; by hand, each by itself."""

    @pytest.fixture
    def agent(self, make_agent, hub):
        hub.judge("1")
        hub.since = NOON
        agent = make_agent(provider="musac-edge")
        agent.run_once(NOON)
        return agent

    def test_an_automatic_upload_brings_judgements_down(self, agent):
        outcomes = [agent.run_once(NIGHT + n * DAY) for n in range(7)]
        (up,) = [outcome for outcome in outcomes if outcome.uploaded]
        assert up.collected == 1
        assert [outcome.collected for outcome in outcomes if outcome is not up] == [None] * 6

    def test_so_does_the_first_upload_of_a_link(self, agent):
        agent.ask_upload(Trigger.FIRST)
        outcome = agent.run_once(NOON)
        assert (outcome.uploaded.trigger, outcome.collected) == ("first", 1)

    def test_an_upload_by_hand_moves_no_judgements(self, agent):
        agent.ask_upload()
        assert agent.run_once(NOON).collected is None
        assert [agent.run_once(NIGHT + n * DAY).collected for n in range(7)] == [None] * 7
        assert agent.run_once(NIGHT + 7 * DAY).collected == 1

    def test_a_download_by_hand_does_not_touch_the_schedule(self, agent, make_agent):
        before = agent.timetable.next_upload(agent.store.load(), NOON)
        agent.ask_collect()
        assert agent.run_once(NOON).collected == 1
        assert agent.timetable.next_upload(agent.store.load(), NOON) == before

    def test_an_upload_by_hand_that_pact_could_not_use_leaves_the_seven_days_alone(self, agent, hub):
        """PaCT says that it does not count, and the agent's own memory of it goes."""
        before = agent.timetable.next_upload(agent.store.load(), NOON)
        hub.end_state = "refused"
        agent.ask_upload()
        agent.run_once(NOON)
        assert agent.timetable.next_upload(agent.store.load(), NOON).why is Why.RESET
        followed = [agent.run_once(NOON).followed for _ in range(3)]
        assert [one.state if one else None for one in followed] == ["checking", "refused", None]
        assert agent.timetable.next_upload(agent.store.load(), NOON) == before
        hub.end_state = "applied"
        assert agent.run_once(before.at).uploaded.trigger == "automatic"

    def test_one_that_pact_counts_although_a_person_discarded_it_stays(self, agent, hub, monkeypatch):
        hub.end_state = "refused"
        agent.ask_upload()
        agent.run_once(NOON)
        counted = {"since": hub.since.isoformat(), "last_manual": NOON.isoformat()}
        monkeypatch.setattr(hub, "_moves", lambda rhythm: counted)
        after = agent.timetable.next_upload(agent.store.load(), NOON)
        for _ in range(3):
            agent.run_once(NOON)
        assert agent.timetable.next_upload(agent.store.load(), NOON) == after

    def test_judgements_that_did_not_come_with_the_upload_come_later(self, agent, hub):
        due = agent.timetable.next_upload(agent.store.load(), NOON).at
        hub.troubles = [None, None, None, httpx.ConnectError("refused")]
        outcome = agent.run_once(due)
        assert outcome.uploaded
        assert isinstance(outcome.collect_error, Unreachable)
        assert agent.run_once(due + timedelta(minutes=1)).collected == 1


def test_a_refused_secret_is_said_and_does_not_end_the_agent(make_agent, make_client):
    agent = make_agent(make_client(secret=new_secret()))
    agent.ask_upload()
    assert isinstance(agent.run_once(NOON).ask_error, SecretRefused)
    assert agent.run_once(NOON).errors == ()


def test_a_missing_file_is_said_and_judgements_still_come(make_agent, hub, tmp_path, saved):
    hub.judge("1")
    outcome = make_agent(source=(tmp_path / "none.csv").read_bytes).run_once(NIGHT)
    assert isinstance(outcome.upload_error, NothingToSend)
    assert outcome.collected == 1


def test_judgements_that_cannot_be_saved_come_again(make_agent, hub, saved):
    hub.judge("1")

    def full(_rows):
        raise OSError(28, "No space left on device")

    outcome = make_agent(sink=full).run_once(NIGHT)
    assert isinstance(outcome.collect_error, NotSaved)
    assert "No space left" in str(outcome.collect_error)
    assert hub.acknowledged == 0
    assert make_agent().run_once(NIGHT).collected == 1


def test_a_problem_with_one_way_does_not_stop_the_other(make_agent, hub):
    hub.judge("1")
    agent = make_agent()
    agent.run_once(NOON)
    hub.troubles = [None, problem(413, "too-large", "Too large")]
    outcome = agent.run_once(NIGHT)
    assert outcome.upload_error.code == "too-large"
    assert outcome.collected == 1


def test_collecting_can_be_quicker_than_the_providers_rhythm(make_agent, hub):
    agent = make_agent(collect_every=timedelta(seconds=5))
    assert agent.run_once(NOON).collected == 0
    hub.judge("1")
    assert agent.run_once(NOON + timedelta(seconds=4)).collected is None
    assert agent.run_once(NOON + timedelta(seconds=5)).collected == 1
