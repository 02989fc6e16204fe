"""One machine: PostgreSQL, web and worker together, for as long as nobody says stop.

Everything that must survive is in the database, so a kill -9 of any or all of it loses nothing: started again, it goes on.
"""

import json
import os
import secrets
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import structlog

from openpact.hub.env import home as env_home

from .children import Child, until_signalled
from .embedded import Database, EmbeddedPostgres

log = structlog.get_logger("openpact.supervisor")
#: In OPENPACT_HOME: where the running database is. No secrets.
ENVIRONMENT = "serving.json"


def secret_key(home: Path) -> str:
    """Made at the first start and kept, readable by us alone."""
    path = home / "secret_key"
    if not path.exists():
        home.mkdir(parents=True, exist_ok=True)
        descriptor = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
        with os.fdopen(descriptor, "w") as file:
            file.write(secrets.token_urlsafe(64))
    return path.read_text().strip()


@contextmanager
def hub_database(home: Path, name: str = "openpact") -> Iterator[tuple[Database, EmbeddedPostgres | None]]:
    """The database DATABASE_URL names, or one on the embedded server."""
    if url := os.environ.get("DATABASE_URL"):
        yield Database(owner=os.environ.get("DATABASE_OWNER_URL", url), login=url), None
        return
    with EmbeddedPostgres(home / "postgres") as server:
        yield server.database(name), server


def borrow_environment() -> None:
    """For a command beside a running `serve`: its database and key, unless the environment names others."""
    folder = env_home()
    if os.environ.get("DATABASE_URL") or not (folder / ENVIRONMENT).exists():
        return
    for name, value in json.loads((folder / ENVIRONMENT).read_text()).items():
        os.environ.setdefault(name, value)
    if not os.environ.get("OPENPACT_DEMO"):
        os.environ.setdefault("OPENPACT_SECRET_KEY", secret_key(folder))


def run(command: list[str], environment: dict[str, str]) -> None:
    """One of our commands, to its end. Where it fails it has said why, and we end, too."""
    done = subprocess.run([sys.executable, "-m", "openpact", *command], env={**os.environ, **environment}, check=False)
    if done.returncode:
        raise SystemExit(done.returncode)


def serve(home: Path, host: str, port: int, ready: Callable[[], None] | None = None) -> None:
    """Run until SIGTERM or Ctrl-C. `ready` is called once everything has been started."""
    stop = until_signalled()
    with hub_database(home) as (database, _), hub_processes(home, database, host, port):
        if ready is not None:
            ready()
        stop.wait()
        log.info("stopping")


@contextmanager
def hub_processes(
    home: Path, database: Database, host: str, port: int, more: dict[str, str] | None = None
) -> Iterator[dict[str, str]]:
    """Web and worker while the block runs; the value is the environment they have."""
    environment = {"OPENPACT_HOME": str(home), "DATABASE_URL": database.login, **(more or {})}
    told = {"DATABASE_URL": database.login, "OPENPACT_URL": os.environ.get("OPENPACT_URL", ""), **(more or {})}
    (home / ENVIRONMENT).write_text(json.dumps(told))
    if not (os.environ.get("OPENPACT_SECRET_KEY") or environment.get("OPENPACT_SECRET_KEY")):
        environment["OPENPACT_SECRET_KEY"] = secret_key(home)
    run(["migrate", "--quiet"], {**environment, "DATABASE_OWNER_URL": database.owner})
    children = [
        Child("web", ["web", "--host", host, "--port", str(port)], environment),
        Child("worker", ["worker"], environment),
    ]
    with running(children):
        yield environment


@contextmanager
def running(children: list[Child]) -> Iterator[None]:
    """The children are started, and all are stopped at the end: first asked together, then waited for."""
    for child in children:
        child.start()
    try:
        yield
    finally:
        for child in children:
            child.stop()
        for child in children:
            child.join()
