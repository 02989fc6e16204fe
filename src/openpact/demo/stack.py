"""Everything the demo runs: the hub's database, web and worker, and the stand-in SMSs with a database of their own."""

import os
import shutil
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

import httpx
import typer

from openpact import clock
from openpact.hub.running.children import Child, until_signalled
from openpact.hub.running.embedded import Database, EmbeddedPostgres
from openpact.hub.running.supervisor import hub_processes, running
from openpact.link.providers import PROVIDERS

from .schools import NEW_SCHOOL, PASSWORD, SCHOOLS
from .seed import VENDOR

#: Seconds for everything to answer on a slow machine.
STARTING = 90


@dataclass(frozen=True)
class Stack:
    """Where everything is, and the databases as their owners see them."""

    hub: str
    sms: str
    hub_database: Database
    sms_database: Database
    #: By how much everybody's clock runs ahead: see openpact.clock.
    clock: Path


def run(home: Path, port: int, *, fresh: bool) -> None:
    """For people: until Ctrl-C or SIGTERM."""
    stop = until_signalled()
    if fresh:
        shutil.rmtree(home, ignore_errors=True)
    typer.echo("Starting … the first time takes a little longer.", err=True)
    with started(home, port, port + 1, with_history=True) as stack:
        welcome(stack)
        stop.wait()
        typer.echo("Stopping …", err=True)


@contextmanager
def started(
    home: Path,
    hub_port: int,
    sms_port: int,
    *,
    tick: float = 3,
    with_history: bool = False,
) -> Iterator[Stack]:
    """The whole demo on loopback while the block runs; it keeps its data in `home`. With history, those of the schools that
    are to be linked have been so for three weeks when it first starts; without, nothing is set up."""
    for port in (hub_port, sms_port):
        _free(port)
    hub, sms = f"http://localhost:{hub_port}", f"http://localhost:{sms_port}"
    # An operator's own database is no place for a demo.
    for name in ("DATABASE_URL", "DATABASE_OWNER_URL"):
        os.environ.pop(name, None)
    with EmbeddedPostgres(home / "postgres") as server:
        hub_database, sms_database = server.database("openpact"), server.database("openpact_sms")
        first_time = not (home / VENDOR).exists()
        clock_file = {clock.VARIABLE: str(home / "clock")}
        settings = {"OPENPACT_DEMO": "1", "OPENPACT_URL": hub, "OPENPACT_LOG_LEVEL": "WARNING", **clock_file}
        with hub_processes(home, hub_database, "127.0.0.1", hub_port, settings) as environment:
            _part("seed-hub", environment, str(home))
            sms_environment = {
                "SANDBOX_DATABASE_URL": sms_database.owner,
                "SANDBOX_HUB_URL": f"http://127.0.0.1:{hub_port}",
                "SANDBOX_TICK": str(tick),
                "SANDBOX_VENDOR_SECRETS": f"musac-edge={(home / VENDOR).read_text()}",
                **clock_file,
            }
            _part("seed-sms", sms_environment)
            if first_time and with_history:
                _answers(f"{hub}/readyz")
                numbers = [str(school.number) for school in SCHOOLS if school.linked]
                _part("play", sms_environment, hub, hub_database.owner, *numbers)
                _part("seed-register", environment)
            child = Child("sms", ["sandbox", str(sms_port)], sms_environment, module="openpact.demo")
            with running([child]):
                _answers(f"{hub}/readyz", f"{sms}/healthz")
                yield Stack(hub, sms, hub_database, sms_database, home / "clock")


def welcome(stack: Stack) -> None:
    typer.echo(f"""
OpenPaCT demo: everything in it is made up, and everybody knows the passwords. Never put real people into it.

  PaCT                   {stack.hub}
  the stand-in SMSs      {stack.sms}
  move everybody's clock {stack.hub}/demo/clock/
  the mail it has sent   {stack.hub}/demo/mail/

Everybody's password is   {PASSWORD}
""")
    for school in SCHOOLS:
        state = f"linked with {PROVIDERS[school.provider].name}" if school.linked else "nothing set up yet"
        typer.echo(f"  {school.name} ({school.number}), {state}: {school.shows}")
        typer.echo(f"    PaCT administrator   {school.administrator}")
        typer.echo(f"    leader, reader       {school.leader}, {school.reader}")
    typer.echo(f"""
Try this:

  - Link {NEW_SCHOOL.name}: sign in as its administrator, Manage > Change SMS Settings > Use SMS, KAMAR, Get secret, Save
    changes; then in KAMAR, IAM/PaCT > PaCT configuration, paste the secret beside the school's name, Save changes.
  - Change somebody's class in a stand-in SMS, let an evening pass on the clock's page, and look at Manage > Exchange log.
  - Confirm a judgement, let an evening pass, and find it in the SMS's results.

Ctrl-C stops it.
""")


def _part(command: str, environment: dict[str, str], *arguments: str) -> None:
    subprocess.run(
        [sys.executable, "-m", "openpact.demo", command, *arguments], env={**os.environ, **environment}, check=True
    )


def _answers(*addresses: str) -> None:
    until = clock.monotonic() + STARTING
    for address in addresses:
        while True:
            try:
                if httpx.get(address, timeout=2).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            if clock.monotonic() > until:
                raise RuntimeError(f"{address} did not answer within {STARTING} seconds.")
            time.sleep(0.2)


def _free(port: int) -> None:
    with socket.socket() as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            typer.echo(f"Port {port} is in use: stop what uses it, or choose another with --port.", err=True)
            raise typer.Exit(2) from None
