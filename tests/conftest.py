"""The tables are made as the owner; the tests then run as the role that serves, so that row-level security holds in every
test as it does in life."""

import os

import pytest
from hypothesis import settings

# How long one example takes says more about what else the machine does than about the example.
settings.register_profile("ours", deadline=None)
settings.load_profile("ours")


@pytest.fixture(scope="session")
def postgres_admin_url() -> str:
    """A superuser's connection string on the server under test."""
    return os.environ["OPENPACT_TEST_ADMIN_URL"]


@pytest.fixture(scope="session")
def django_db_modify_db_settings(request):
    from django.conf import settings

    worker = getattr(request.config, "workerinput", {}).get("workerid", "main")
    name = f"test_openpact_{os.environ['OPENPACT_TEST_RUN']}_{worker}"
    settings.DATABASES["default"].setdefault("TEST", {})["NAME"] = name


@pytest.fixture(scope="session")
def django_db_setup(django_test_environment, django_db_modify_db_settings, django_db_blocker):
    """In place of pytest-django's own, which makes no database for tests that only use fixtures of ours: those would then
    write into, and empty, the database that DATABASE_URL names."""
    from django.conf import settings
    from django.db import connection
    from django.test.utils import setup_databases, teardown_databases

    from openpact.hub.platform.database import prepare

    with django_db_blocker.unblock():
        made = setup_databases(verbosity=0, interactive=False)
        prepare(verbosity=0)
        options = connection.settings_dict["OPTIONS"]
        options["assume_role"] = settings.APP_ROLE
        connection.close()
    yield
    options.pop("assume_role")
    with django_db_blocker.unblock():
        connection.close()
        # Threads of a test may have left a session open; the database could not be dropped.
        with connection._nodb_cursor() as cursor:
            cursor.execute(
                "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = %s",
                [connection.settings_dict["NAME"]],
            )
        teardown_databases(made, verbosity=0)
