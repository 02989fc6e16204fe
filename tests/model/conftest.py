"""PaCT in this process, the stand-in SMS in another: every call between them passes through the test."""

import os
import subprocess
import sys

import psycopg
import pytest
from psycopg import sql
from psycopg.conninfo import make_conninfo

from tests.hub.conftest import quick_passwords

from .network import Driver

__all__ = ["quick_passwords"]
pytest.register_assert_rewrite("tests.model.judging")


@pytest.fixture(scope="session")
def sms_database(postgres_admin_url):
    name = f"model_{os.environ['OPENPACT_TEST_RUN']}_{os.environ.get('PYTEST_XDIST_WORKER', 'main')}"
    with psycopg.connect(postgres_admin_url, autocommit=True) as admin:
        admin.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        yield make_conninfo(postgres_admin_url, dbname=name)
        admin.execute(sql.SQL("DROP DATABASE {} WITH (FORCE)").format(sql.Identifier(name)))


@pytest.fixture
def driver(sms_database):
    environment = {
        **os.environ,
        "SANDBOX_DATABASE_URL": sms_database,
        "DJANGO_SETTINGS_MODULE": "openpact.sandbox.settings",
        "SANDBOX_LOG_LEVEL": "CRITICAL",
    }
    command = [sys.executable, "-m", "tests.model.driver"]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        yield Driver(process)
        process.stdin.close()
        process.wait(20)
