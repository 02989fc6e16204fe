"""Our own agent keeps every rule for each SMS; an SMS that breaks a rule is caught at it."""

import time
import uuid
from datetime import datetime
from pathlib import Path

import httpx
import pytest

from openpact import clock, ide
from openpact.conform.page import page
from openpact.conform.played_hub import PlayedHub
from openpact.conform.report import Exit, Outcome, Report
from openpact.conform.rules import RULES, Credentials, Side, not_for
from openpact.conform.scenes import Run
from openpact.connect import Agent, Client, Retries, Timetable, Trigger
from openpact.connect.state import AgentState
from openpact.ide.sample import people
from openpact.link import providers
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place


def ide_file():
    zone = Place(0, "Pacific/Auckland").wall
    now = clock.now().astimezone(zone).replace(tzinfo=None, microsecond=0)
    return ide.write(people(students=8), school_number=7999, exported_at=now)


NOON = datetime(2026, 11, 24, 12, tzinfo=Place(0, "Pacific/Auckland").wall)


class Memory:
    """An agent's state, for the length of a test."""

    def __init__(self):
        self.state = AgentState()

    def load(self):
        return self.state

    def save(self, state):
        self.state = state


class OurAgent:
    """openpact.connect, moved by hand."""

    def __init__(self, hub, provider):
        sms = providers.PROVIDERS[provider]
        school = None if hub.schools is None else 7999
        retries = Retries(attempts=3, base=0.01)
        client = Client("https://pact.test", hub.secret, transport=hub.transport(), retries=retries, school=school)
        timetable = Timetable(sms.upload, sms.download, Place(7999, "Pacific/Auckland"))
        self.agent = Agent(client, ide_file, lambda rows: None, Memory(), timetable)

    def upload(self, said):
        self.agent.ask_upload(Trigger.MANUAL)
        self.agent.run_once(clock.now())

    def collect(self, said):
        self.agent.ask_collect(Trigger.MANUAL)
        self.agent.run_once(clock.now())


def run_against(provider, make=OurAgent, now=clock.now):
    hub = PlayedHub(provider=provider)
    # A link that was made just now: nothing is due by itself meanwhile.
    hub.since = clock.now()
    # An SMS that needs no secret acts with its vendor's credentials.
    vendor = not providers.PROVIDERS[provider].uses_secret
    hub.schools = [7999] if vendor else None
    report = Report(Side.SMS, provider, clock.now(), not_for(Credentials.VENDOR if vendor else Credentials.SECRET))
    return Run(hub, make(hub, provider), report, now).all()


def failed(report):
    return {rule.id for rule, finding in report.all() if finding.outcome is Outcome.FAILED}


def is_clean(report):
    assert failed(report) == set()
    assert report.exit_code is Exit.PASSED, [f for r, f in report.all() if r.must and f.outcome is not Outcome.PASSED]


@pytest.mark.parametrize("provider", PROVIDERS)
def test_our_agent_keeps_every_rule_for_each_sms(provider):
    is_clean(run_against(provider))


class InPieces:
    """A body whose length is not known beforehand: it is sent in chunks."""

    def __init__(self, data):
        self.data = data

    def __iter__(self):
        return iter([self.data])


class Careless:
    """An SMS made in a hurry, over plain HTTP. Each flaw is a switch."""

    def __init__(self, hub, provider, *flaws):
        self.flaws, self.secret, self.token, self.key, self.have = set(flaws), hub.secret, "", "", set()
        self.http = httpx.Client(transport=hub.transport(), base_url="https://pact.test")

    def call(self, method, path, **more):
        if "a token for each call" in self.flaws:
            self.token = ""
        for _ in range(20 if "hammers" in self.flaws else 3):
            if not self.token:
                form = {"grant_type": "password" if "wrong grant" in self.flaws else "client_credentials"}
                answer = self.http.post("/api/oauth/token", data=form, auth=(self.secret.client, self.secret.key))
                if answer.is_error:
                    continue
                self.token = answer.json()["access_token"]
            headers = {**more.pop("headers", {}), "Authorization": f"Bearer {self.token}"}
            answer = self.http.request(method, path, headers=headers, **more)
            more["headers"] = headers
            if answer.status_code == 401 and "never renews" not in self.flaws:
                self.token = ""
                continue
            if answer.status_code in (429, 503):
                if "does not wait" not in self.flaws:
                    time.sleep(float(answer.headers.get("Retry-After", 0)))
                if "new key" in self.flaws and "Idempotency-Key" in headers:
                    headers["Idempotency-Key"] = uuid.uuid4().hex
                continue
            return answer if answer.is_success else None
        return None

    def upload(self, said):
        self.key = self.key if "one key" in self.flaws and self.key else uuid.uuid4().hex
        data = b"mlepSmsPersonId\r\n" if "bad file" in self.flaws else ide_file()
        if "bad selection" in self.flaws:
            data = b"#openpact:selection [1]\r\n" + data
        headers = {"Idempotency-Key": self.key, "X-Trigger": "automatic" if "no trigger" in self.flaws else "manual"}
        headers["Content-Type"] = "application/json" if "wrong type" in self.flaws else "text/csv"
        content = InPieces(data) if "no length" in self.flaws else data
        self.call("POST", "/api/v1/ide-files", content=content, headers=headers)

    def collect(self, said):
        while True:
            answer = self.call("GET", "/api/v1/judgements", params={"limit": 500})
            page = answer.json() if answer else {}
            if not page.get("items") or not self.keep(page["items"]):
                return
            ahead = 1 if "acknowledges too much" in self.flaws else 0
            cursor = 0 if "never acknowledges" in self.flaws else page["next_cursor"] + ahead
            done = self.call("POST", "/api/v1/judgements/acknowledgements", json={"cursor": cursor})
            if done is None or not page["more"] or cursor == 0 or "one page" in self.flaws:
                return

    def keep(self, rows):
        """Whether it goes on to acknowledge them."""
        if "reckons with scores" in self.flaws and any(row["score"] is None for row in rows):
            return False
        if "knows its fields" in self.flaws and any("a_field_of_the_future" in row for row in rows):
            return False
        known = {(row["id"], row["version"]) for row in rows} <= self.have
        self.have |= {(row["id"], row["version"]) for row in rows}
        return not (known and "takes no row twice" in self.flaws)


def test_an_sms_made_in_a_hurry_but_without_flaws_passes():
    is_clean(run_against("kamar", Careless))


BROKEN = [
    ("wrong grant", "sms-token-by-client-credentials"),
    ("a token for each call", "sms-token-is-kept"),
    ("never renews", "sms-token-renewed-after-401"),
    ("new key", "sms-key-kept-on-503"),
    ("one key", "sms-key-for-each-upload"),
    ("does not wait", "sms-waits-as-asked"),
    ("does not wait", "sms-waits-when-it-calls-too-often"),
    ("bad file", "sms-upload-is-a-readable-ide-file"),
    ("bad selection", "sms-selection-is-readable"),
    ("wrong type", "sms-upload-says-its-length-and-type"),
    ("no length", "sms-upload-says-its-length-and-type"),
    ("no trigger", "sms-says-who-started-it"),
    ("no trigger", "sms-automatic-inside-the-window"),
    ("hammers", "sms-gives-up-a-refused-secret"),
    ("one page", "sms-collects-in-order"),
    ("knows its fields", "sms-ignores-unknown-fields"),
    ("reckons with scores", "sms-takes-a-row-without-a-score"),
    ("takes no row twice", "sms-takes-a-row-twice"),
    ("acknowledges too much", "sms-acknowledges-what-it-was-given"),
    ("never acknowledges", "sms-takes-corrections"),
]


@pytest.mark.parametrize(("flaw", "rule"), BROKEN)
def test_an_sms_that_breaks_a_rule_is_caught_at_it(flaw, rule):
    report = run_against("kamar", lambda hub, provider: Careless(hub, provider, flaw), now=lambda: NOON)
    assert rule in failed(report)


class Nameless(OurAgent):
    """Acts with vendor credentials, and does not say for whom."""

    def __init__(self, hub, provider):
        super().__init__(hub, provider)
        self.agent.client.school = None


class Elsewhere(OurAgent):
    """Acts for a school that has not selected it."""

    def __init__(self, hub, provider):
        super().__init__(hub, provider)
        self.agent.client.school = 7998


BROKEN_VENDORS = [(Nameless, "sms-vendor-names-the-school"), (Elsewhere, "sms-vendor-names-the-school")]


@pytest.mark.parametrize(("make", "rule"), BROKEN_VENDORS)
def test_a_vendor_that_breaks_a_rule_is_caught_at_it(make, rule):
    assert rule in failed(run_against("musac-edge", make))


def test_for_every_rule_for_an_sms_there_is_one_that_breaks_it():
    every = {rule.id for rule in RULES.values() if rule.side is Side.SMS}
    assert {rule for _, rule in BROKEN + BROKEN_VENDORS} == every


def test_an_sms_that_does_nothing_is_not_called_conforming():
    class Idle:
        def __init__(self, hub, provider): ...

        def upload(self, said): ...

        collect = upload

    report = run_against("kamar", Idle)
    assert report.exit_code is Exit.NOT_ALL_SEEN
    assert {finding.outcome for _, finding in report.all()} == {Outcome.NOT_SEEN}


def test_a_report_names_no_secret_and_every_rule():
    report, left_out = run_against("kamar"), not_for(Credentials.SECRET)
    for text in (report.as_json(), report.as_markdown()):
        assert "pact_" not in text
        assert all(rule.id in text for rule in RULES.values() if rule.side is Side.SMS and rule.id not in left_out)


def test_the_reference_page_is_the_catalogues():
    assert (Path(__file__).parents[2] / "docs/reference/conformance.md").read_text() == page()
