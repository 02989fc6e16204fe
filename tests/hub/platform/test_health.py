"""Supervisors, load balancers and Prometheus get true answers, and nobody else gets numbers."""

import re
from datetime import timedelta

import pytest
from django.db import OperationalError, connection

from openpact.hub.platform import clock, health, metrics
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.models import Exchange


@pytest.fixture(autouse=True)
def forgotten(monkeypatch):
    monkeypatch.setattr(health, "_in_step", False)


def beat(seconds_ago: int = 0) -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (%s)",
            [clock.now() - timedelta(seconds=seconds_ago)],
        )


def queue(status: str, number: int = 1) -> None:
    with connection.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO procrastinate_jobs (queue_name, task_name, args, status) VALUES ('exchanges', 't', '{}', %s)",
            [[status]] * number,
        )


def test_alive_asks_nothing_of_the_database(client):
    answer = client.get("/healthz")
    assert (answer.status_code, answer.json()) == (200, {"status": "alive"})


def test_ready_when_database_tables_and_worker_are(client, db):
    beat(50)
    answer = client.get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {"status": "ready", "checks": {"database": "ok", "migrations": "ok", "worker": "ok"}}
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.parametrize(("ago", "words"), [(None, "no worker has been seen"), (61, "no worker for 6")])
def test_not_ready_without_a_worker(client, db, ago, words):
    if ago is not None:
        beat(ago)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["worker"].startswith(words)


def test_one_worker_of_several_is_enough(client, db):
    beat(500)
    beat(1)
    assert client.get("/readyz").status_code == 200


def test_not_ready_while_a_migration_waits(client, db):
    beat()
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM django_migrations WHERE app = 'judgements'")
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert "older than this release" in answer.json()["checks"]["migrations"]
    assert "worker" not in answer.json()["checks"]


def test_not_ready_without_a_database_and_its_address_is_not_told(client, db, monkeypatch):
    def gone():
        raise OperationalError("connection to 10.0.0.1 refused")

    monkeypatch.setattr(health, "_database", gone)
    answer = client.get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"] == {"database": "the database does not answer"}


def test_metrics_tell_queue_exchanges_and_worker(client, school):
    beat()
    queue("todo", 2)
    queue("failed")
    queue("succeeded")
    with at_school(school.id):
        Exchange.objects.create(
            school=school, direction="upload", source="sms", trigger="automatic", state="held", received_at=clock.now()
        )
    lines = client.get("/metrics").content.decode().splitlines()
    assert 'openpact_jobs{queue="exchanges",status="todo"} 2.0' in lines
    assert 'openpact_jobs{queue="exchanges",status="failed"} 1.0' in lines
    assert 'openpact_exchanges{direction="upload",state="held"} 1.0' in lines
    assert any(line.startswith("openpact_oldest_job_seconds ") for line in lines)
    (seen,) = [line for line in lines if line.startswith("openpact_worker_last_seen_timestamp_seconds ")]
    assert float(seen.split()[1]) > 1_700_000_000
    assert any(line.startswith("openpact_request_seconds_bucket") for line in lines)
    assert "succeeded" not in "".join(lines)


def test_metrics_name_no_school(client, school):
    answer = client.get("/metrics").content.decode()
    assert school.name not in answer
    # Among the digits of a measured time any number may turn up by chance.
    assert not re.search(rf"(?<![\d.]){school.number}(?![\d.])", answer)


def test_metrics_of_an_empty_database(client, db):
    lines = metrics.exposition().decode().splitlines()
    assert "openpact_worker_last_seen_timestamp_seconds 0.0" in lines
    assert "openpact_oldest_job_seconds 0.0" in lines


@pytest.mark.parametrize(
    ("token", "headers", "address", "status"),
    [
        ("", {}, "127.0.0.1", 200),
        ("", {}, "::1", 200),
        ("", {}, "203.0.113.9", 401),
        ("", {}, "", 401),
        ("", {"X-Forwarded-For": "203.0.113.9"}, "127.0.0.1", 401),
        ("t0ken", {}, "127.0.0.1", 401),
        ("t0ken", {"Authorization": "Bearer wrong"}, "127.0.0.1", 401),
        ("t0ken", {"Authorization": "Bearer t0ken"}, "203.0.113.9", 200),
    ],
)
def test_who_may_see_metrics(client, db, settings, token, headers, address, status):
    settings.METRICS_TOKEN = token
    assert client.get("/metrics", headers=headers, REMOTE_ADDR=address).status_code == status


def test_behind_a_proxy_only_the_token_opens_metrics(client, db, settings):
    settings.SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    assert client.get("/metrics").status_code == 401


@pytest.mark.parametrize("path", ["/healthz", "/readyz", "/metrics"])
def test_they_only_answer_questions(client, db, path):
    assert client.post(path).status_code == 405
