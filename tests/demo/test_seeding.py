"""The demo stopped and started again goes on where it was."""

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo


@pytest.fixture
def database(postgres_admin_url):
    name = f"demo_sms_{os.environ['OPENPACT_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(postgres_admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(postgres_admin_url, dbname=name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def seed(database):
    """Fill the stand-in SMSs, as the demo does each time it starts."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENPACT_", "DATABASE_", "DJANGO_"))}
    command = [sys.executable, "-m", "openpact.demo", "seed-sms"]
    return lambda: subprocess.run(command, env={**environment, "SANDBOX_DATABASE_URL": database}, check=True)


@pytest.fixture
def sms(database, seed):
    seed()
    with psycopg.connect(database, autocommit=True) as connection:
        yield connection


def count(sms, table: str) -> int:
    return sms.execute(sql.SQL("SELECT count(*) FROM {}").format(sql.Identifier(table))).fetchone()[0]


def test_what_was_changed_in_an_sms_is_there_after_a_new_start(sms, seed):
    sms.execute("UPDATE sms_person SET left_on = '2026-11-02' WHERE sms_id = 'T101'")
    sms.execute("DELETE FROM sms_membership WHERE NOT home")
    sms.execute("UPDATE sms_otj SET level = '1' WHERE level = '2'")
    before = [count(sms, table) for table in ("sms_person", "sms_membership", "sms_otj")]
    assert all(before)
    seed()
    assert [count(sms, table) for table in ("sms_person", "sms_membership", "sms_otj")] == before
    assert sms.execute("SELECT count(*) FROM sms_person WHERE sms_id = 'T101' AND left_on IS NULL").fetchone()[0] == 0
    assert sms.execute("SELECT count(*) FROM sms_otj WHERE level = '2'").fetchone()[0] == 0
