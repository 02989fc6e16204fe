"""The client that SMSs use, against the real API in this process."""

import httpx
import pytest

from openpact.connect.client import Client
from openpact.connect.errors import ProblemError, SecretRefused
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle
from openpact.hub.sms import secrets
from openpact.hub.sms.models import Exchange
from tests.hub.judgements.people import add_people


@pytest.fixture
def client(secret, application):
    with Client("http://localhost:8000", str(secret), transport=httpx.WSGITransport(application)) as client:
        yield client


def test_it_uploads_and_follows_the_exchange(school, client):
    sent = client.upload(b"a file", idempotency_key="1", trigger="manual")
    assert (sent.state, sent.trigger, sent.on_the_way) == ("received", "manual", True)
    assert client.upload(b"a file", idempotency_key="1", trigger="manual").id == sent.id
    assert client.exchange(sent.id) == sent
    assert client.exchanges() == (sent,)
    with pytest.raises(ProblemError) as refused:
        client.upload(b"another", idempotency_key="1")
    assert (refused.value.status, refused.value.code) == (409, "idempotency-conflict")


def test_it_collects_page_by_page_and_the_log_shows_one_download(school, administrator, client):
    with at_school(school.id):
        students = add_people(school, "Anahera Parata", "Ben Smith", "Cora Ngata")
        cycle = Cycle.objects.get(kind="interim")
        confirm(school, administrator, [Entry(s.id, "3") for s in students], area="writing", cycle=cycle)
    assert client.connection().undelivered == 3
    saved = []
    for page in client.pull(limit=2):
        saved += page.items
        client.acknowledge(page.next_cursor)
    assert [(row.person_id, row.level, row.judge) for row in saved] == [
        ("s1", "3", "Mere Office"), ("s2", "3", "Mere Office"), ("s3", "3", "Mere Office"),
    ]  # fmt: skip
    assert client.connection().undelivered == 0
    with at_school(school.id):
        assert [e.state for e in Exchange.objects.filter(direction="download")] == ["applied"]


def test_a_revoked_token_is_renewed_and_a_revoked_secret_is_not(school, client):
    assert client.connection().school_number == 7999
    client.revoke()
    assert client.connection().provider == "kamar"
    with at_school(school.id):
        secrets.revoke(school, secrets.newest_id(school))
    with pytest.raises(SecretRefused):
        client.connection()
