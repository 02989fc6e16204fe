"""The kit's two halves meet: the PaCT that it plays for vendors keeps every rule that it holds a PaCT to, so nobody who
passes against the one is surprised by the other. Its answers are what the OpenAPI document says."""

from uuid import uuid4, uuid5

import httpx
import pytest

from openpact import clock
from openpact.conform.credentials import Vendor
from openpact.conform.played_hub import PlayedHub
from openpact.conform.played_sms import PlayedSms
from openpact.conform.report import Exit, Outcome, Report
from openpact.conform.rules import Credentials, Side, not_for
from openpact.hub.api import schemas


class Standing:
    """A clock that moves when somebody waits."""

    def __init__(self):
        self.seconds = 1000.0

    def __call__(self):
        return self.seconds

    def wait(self, seconds):
        self.seconds += seconds


def played(**more):
    run = uuid4()
    return PlayedHub(clock=Standing(), limit=60, id=lambda short: str(uuid5(run, short)), **more)


def against(hub, vendor=None):
    def judge(word):
        if word == "confirm":
            return hub.judge("1")
        first, version = hub.feed[0], len(hub.feed) + 1
        taken_back = {"withdrawn": True, "level": "", "level_name": ""} if word == "withdraw" else {}
        return hub.judge("1", id=first["id"], version=version, **taken_back)

    kind = Credentials.SECRET if vendor is None else Credentials.VENDOR
    report = Report(Side.HUB, "played", clock.now(), not_for(kind))
    with httpx.Client(transport=hub.transport(), base_url="https://pact.test") as http:
        return PlayedSms(http, hub.secret, report, judge=judge, vendor=vendor, sleep=hub.clock.wait).run()


def is_clean(report):
    assert {rule.id: f.seen for rule, f in report.all() if f.outcome is not Outcome.PASSED} == {}
    assert report.exit_code is Exit.PASSED


def test_the_played_pact_keeps_every_rule_for_a_pact():
    is_clean(against(played()))


def test_the_played_pact_keeps_every_rule_for_a_vendor():
    hub = played(provider="musac-edge", schools=[7997, 7999])

    def select(word):
        hub.schools = [7997] if word == "unselect" else [7997, 7999]

    is_clean(against(hub, Vendor(7999, unselected=7998, select=select)))


@pytest.fixture
def signed_in():
    hub = played()
    with httpx.Client(transport=hub.transport(), base_url="https://pact.test") as http:
        form = {"grant_type": "client_credentials", "client_id": hub.secret.client, "client_secret": hub.secret.key}
        token = http.post("/api/oauth/token", data=form).json()["access_token"]
        http.headers = {"Authorization": f"Bearer {token}"}
        file = b'#openpact:selection {"roles": ["Student"], "without_groups": []}\r\n'
        http.post("/api/v1/ide-files", content=file, headers={"Idempotency-Key": "k"})
        hub.judge("1")
        yield hub, http


@pytest.mark.parametrize(
    ("path", "schema"),
    [
        ("exchanges", schemas.ExchangesOut),
        ("judgements", schemas.JudgementsOut),
        ("connection", schemas.ConnectionOut),
    ],
)
def test_the_played_pacts_answers_are_the_documents(signed_in, path, schema):
    said = signed_in[1].get(f"/api/v1/{path}").json()
    assert set(schema.model_fields) <= said.keys()
    schema.model_validate(said)


def test_an_exchange_of_the_played_pact_is_the_documents_to_its_end(signed_in):
    _, http = signed_in
    name = http.get("/api/v1/exchanges").json()["items"][0]["id"]
    steps = [schemas.ExchangeOut.model_validate(http.get(f"/api/v1/exchanges/{name}").json()) for _ in range(2)]
    assert [str(step.state) for step in steps] == ["checking", "applied"]
    assert steps[-1].selection.roles == ["Student"]


@pytest.mark.parametrize("since", [None, clock.now()])
def test_the_played_pact_says_of_both_directions_what_the_document_says(signed_in, since):
    hub, http = signed_in
    hub.since = since
    said = http.get("/api/v1/connection").json()
    for direction in ("uploads", "downloads"):
        assert set(said[direction]) == set(schemas.MovesOut.model_fields)
        assert said[direction]["next"] is None or set(said[direction]["next"]) == set(schemas.NextOut.model_fields)


def test_an_upload_without_a_key_is_one_of_its_own(signed_in):
    _, http = signed_in
    first, second = (http.post("/api/v1/ide-files", content=body).json()["id"] for body in (b"one", b"two"))
    assert first != second
