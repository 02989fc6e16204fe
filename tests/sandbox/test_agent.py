"""The agent beside the pages: it collects, follows uploads, survives being killed, and ends with its
parent."""

import signal
import time
from datetime import timedelta

import httpx
import psutil
import pytest

from openpact import clock
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place, next_due
from tests.connect.fake_hub import problem

from .conftest import answers, free_port, program, wait_for

QUICK = {"SANDBOX_TICK": "0.1"}
KAMAR = PROVIDERS["kamar"].upload


@pytest.fixture
def agent(environment):
    with program("agent", environment=environment, **QUICK) as process:
        yield process


def evening(linked):
    """A moment tonight, or tomorrow night, at which the school's exchanges are due."""
    now = clock.now()
    return next_due(KAMAR, Place(linked.number, "Pacific/Auckland"), (), now, since=now).at + timedelta(seconds=5)


def test_results_come_by_themselves_in_the_evening(linked, agent, move):
    linked.hub.since = clock.now()
    linked.hub.judge("1001")
    uploads = len(linked.hub.exchanges)
    move(evening(linked))
    wait_for(lambda: linked.hub.acknowledged == 1)
    assert "Curriculum level 3" in linked.get("/results/")
    wait_for(lambda: "1 result received from PaCT." in linked.get("/log/"))
    assert [x["trigger"] for x in linked.hub.exchanges[uploads:]] == ["automatic"]
    agent.send_signal(signal.SIGTERM)
    assert agent.wait(5) == 0


def test_an_upload_that_takes_a_while_is_followed(linked, agent):
    linked.hub.end_state = "held"
    linked.post("/pact/upload/")
    assert "Waits in PaCT" in linked.get("/log/", kind="upload")
    linked.hub.exchanges[-1]["state"] = "applied"
    wait_for(lambda: "Waits in PaCT" not in linked.get("/log/", kind="upload"))


def test_an_upload_that_waited_is_looked_at_again_when_the_next_one_goes(linked):
    linked.hub.end_state = "held"
    linked.post("/pact/upload/")
    linked.hub.exchanges[-1]["state"] = "superseded"
    linked.hub.end_state = "applied"
    linked.post("/pact/upload/")
    log = linked.get("/log/", kind="upload")
    assert "Overtaken" in log
    assert "Waits in PaCT" not in log


def test_a_link_saved_during_an_outage_starts_by_itself(school, agent):
    school.hub.troubles = [problem(503, "not-ready", "Not ready")] * 2
    school.link()
    wait_for(lambda: school.hub.exchanges)
    assert school.hub.exchanges[0]["trigger"] == "first"
    wait_for(lambda: "Linked" in school.get("/pact/"))


THEIRS = [
    # PaCT refuses it itself: whose it is, it does not say.
    ({"school_number": 1, "school_name": "Elsewhere School"}, "This secret is another school's"),
    ({"provider": "etap"}, "In PaCT this school has chosen eTAP, not KAMAR."),
]


@pytest.mark.parametrize("theirs, words", THEIRS)
def test_a_secret_that_turns_out_to_be_anothers_after_an_outage_moves_nothing(school, environment, theirs, words):
    for name, value in theirs.items():
        setattr(school.hub, name, value)
    school.hub.judge("1001")
    school.hub.troubles = [problem(503, "not-ready", "Not ready")] * 2
    assert "Saved for" in school.link()
    with program("agent", environment=environment, **QUICK):
        wait_for(lambda: words in school.get("/log/"))
    for page in (school.get("/pact/configuration/"), school.post("/pact/upload/"), school.post("/pact/collect/")):
        assert words in page
    assert "Elsewhere School" not in school.get("/log/")
    assert (school.hub.exchanges, school.hub.acknowledged) == ([], 0)
    assert "Nothing has come from PaCT yet" in school.get("/results/")


def test_etap_waits_for_its_button_after_an_outage_too(school_of, environment):
    etap = school_of("etap")
    etap.hub.troubles = [problem(503, "not-ready", "Not ready")] * 2
    secret = {f"secret-{etap.number}": str(etap.hub.secret)}
    page = etap.post("/pact/configuration/", takes="both", **secret)
    assert "the link is tried again by itself. Select Upload Latest IDE file To PaCT once it is there." in page
    with program("agent", environment=environment, **QUICK):
        wait_for(lambda: "PaCT is reached again." in etap.get("/log/"))
        wait_for(lambda: "Linked" in etap.get("/pact/"))
    assert etap.hub.exchanges == []


def test_an_agent_that_runs_collects_nothing_once_the_school_takes_student_data_only(school_of, environment, move):
    etap = school_of("etap")
    etap.post("/pact/configuration/", takes="both", **{f"secret-{etap.number}": str(etap.hub.secret)})
    etap.hub.since = clock.now()
    etap.hub.judge("1001")
    before = len(etap.hub.requests)
    with program("agent", environment=environment, **QUICK):
        wait_for(lambda: len(etap.hub.requests) > before)
        etap.post("/pact/configuration/", takes="data")
        due = next_due(
            PROVIDERS["etap"].upload, Place(etap.number, "Pacific/Auckland"), (), clock.now(), since=clock.now()
        )
        move(due.at + timedelta(seconds=5))
        wait_for(lambda: etap.hub.exchanges)
        time.sleep(1)
    assert [x["trigger"] for x in etap.hub.exchanges] == ["automatic"]
    assert etap.hub.acknowledged == 0
    assert not [r for r in etap.hub.requests if "judgements" in r.path]


def test_an_agent_that_is_killed_loses_nothing(linked, environment, move):
    linked.hub.since = clock.now()
    linked.hub.judge("1001")
    with program("agent", environment=environment, **QUICK) as first:
        wait_for(lambda: any(r.path.endswith("connection") for r in linked.hub.requests[3:]))
        move(evening(linked))
        wait_for(lambda: len(linked.hub.exchanges) > 1)
        linked.hub.troubles = [problem(503, "not-ready", "Not ready", {"Retry-After": "60"})] * 3
        wait_for(lambda: len(linked.hub.troubles) < 3)
        first.kill()
        first.wait()
    linked.hub.troubles.clear()
    with program("agent", environment=environment, **QUICK):
        wait_for(lambda: linked.hub.acknowledged == 1)
    assert linked.get("/results/").count("Interim 2026") == 1


def _gone(process):
    """Ended, whether or not somebody has taken note (an orphan in a container may have nobody to do so)."""
    return not process.is_running() or process.status() == psutil.STATUS_ZOMBIE


def _agents(parent):
    children = psutil.Process(parent.pid).children(recursive=True)
    return [p for p in children if not _gone(p) and "agent" in p.cmdline()]


def test_serve_keeps_an_agent_running_and_stops_cleanly(url, environment):
    port = free_port()
    with program("serve", "--port", str(port), environment=environment) as serve:
        first = wait_for(lambda: _agents(serve))[0]
        wait_for(lambda: answers(f"http://127.0.0.1:{port}"))
        first.kill()
        second = wait_for(lambda: [p for p in _agents(serve) if p.pid != first.pid])[0]
        serve.send_signal(signal.SIGTERM)
        assert serve.wait(10) == 0
        wait_for(lambda: _gone(second))
    with pytest.raises(httpx.ConnectError):
        httpx.get(f"http://127.0.0.1:{port}/healthz")


def test_nothing_outlives_a_server_that_is_killed(url, environment):
    port = free_port()
    with program("serve", "--port", str(port), environment=environment) as serve:
        wait_for(lambda: _agents(serve))
        wait_for(lambda: answers(f"http://127.0.0.1:{port}"))
        children = psutil.Process(serve.pid).children(recursive=True)
        serve.kill()
        serve.wait()
        wait_for(lambda: all(_gone(child) for child in children))
