"""`openpact connect agent`: the loop that an SMS runs, with an IDE file to read and a folder to write to."""

import threading
from collections.abc import Sequence
from datetime import timedelta
from hashlib import sha256
from pathlib import Path
from typing import Annotated

import typer

from openpact import clock
from openpact.link.providers import PROVIDERS
from openpact.link.schedule import Place
from openpact.link.words import Trigger

from ..agent import Agent, Outcome, Timetable
from ..client import Client
from ..errors import StrangeAnswer, Unreachable
from ..judgements import Judgement
from ..loop import stop_on_signals
from ..rows import Form, as_text
from ..state import FileStore, replace_file
from ..values import Connection
from .common import (
    AllowHttp,
    SchoolNumber,
    SecretFile,
    StateFile,
    Url,
    human_errors,
    open_client,
    open_store,
    read_secret,
)

#: A file that changed less than this many seconds ago may still be being written.
SETTLED = 10.0


def agent(
    url: Url,
    ide_file: Annotated[Path, typer.Option(help="The IDE file that the SMS exports.")],
    out_dir: Annotated[Path, typer.Option(help="Where judgements go, one file for each collection.")],
    secret_file: SecretFile = None,
    school: SchoolNumber = None,
    form: Annotated[Form, typer.Option("--format", help="How judgements are written.")] = Form.CSV,
    on_change: Annotated[bool, typer.Option(help="Also upload when the file's content has changed.")] = False,
    collect_every: Annotated[
        float | None, typer.Option(help="Collect every so many seconds instead of by the provider's rhythm.")
    ] = None,
    every: Annotated[float, typer.Option(help="Seconds between two looks at what is due.")] = 30.0,
    once: Annotated[bool, typer.Option("--once", help="Do what is due now, then end.")] = False,
    state: StateFile = None,
    allow_http: AllowHttp = False,
) -> None:
    """Upload and collect by the provider's schedule until SIGTERM or Ctrl-C."""
    with human_errors():
        secret = read_secret(secret_file)
        store = open_store(state, secret)
        stop = stop_on_signals()
        with open_client(url, secret, school=school, allow_http=allow_http) as client:
            connection = _first_contact(client, stop, every, once)
            if connection is None:
                return
            worker = Agent(
                client,
                ide_file.read_bytes,
                FolderSink(out_dir, form),
                store,
                timetable(connection, timedelta(seconds=collect_every) if collect_every else None),
            )
            if connection.last_upload is None:
                worker.ask_upload(Trigger.FIRST)
            watch = Watch(ide_file, store)
            while not stop.is_set():
                if on_change and watch.changed():
                    worker.ask_upload(Trigger.AUTOMATIC)
                outcome = worker.run_once(clock.now())
                _log(outcome)
                if once:
                    for error in outcome.errors:
                        raise error
                    return
                stop.wait(every)
        typer.echo("Stopped.")


def timetable(connection: Connection, collect_every: timedelta | None) -> Timetable:
    provider = PROVIDERS.get(connection.provider)
    if provider is None:
        raise StrangeAnswer(f"the provider {connection.provider!r} is not one this version knows")
    school = Place(connection.school_number, connection.time_zone)
    return Timetable(provider.upload, provider.download, school, collect_every)


class FolderSink:
    """Each batch of judgements is a file of its own, complete when it appears under its name."""

    def __init__(self, folder: Path, form: Form) -> None:
        self._folder, self._form = folder, form

    def __call__(self, rows: Sequence[Judgement]) -> None:
        name = f"judgements-{rows[0].cursor:08d}-{rows[-1].cursor:08d}.{self._form}"
        replace_file(self._folder / name, as_text(rows, self._form).encode())


class Watch:
    """Notices when the IDE file has other content than what was last uploaded, once it is no longer being
    written."""

    def __init__(self, path: Path, store: FileStore) -> None:
        self._path, self._store = path, store
        self._seen: tuple[int, int] | None = None

    def changed(self) -> bool:
        try:
            stat = self._path.stat()
            signature = (stat.st_mtime_ns, stat.st_size)
            if signature == self._seen or clock.now().timestamp() - stat.st_mtime < SETTLED:
                return False
            digest = sha256(self._path.read_bytes()).hexdigest()
        except OSError:
            return False
        self._seen = signature
        return digest != self._store.load().last_digest


def _first_contact(client: Client, stop: threading.Event, every: float, once: bool) -> Connection | None:
    while not stop.is_set():
        try:
            return client.connection()
        except Unreachable as error:
            if once:
                raise
            typer.echo(f"{clock.now():%Y-%m-%dT%H:%M:%SZ} {error}", err=True)
            stop.wait(every)
    return None


def _log(outcome: Outcome) -> None:
    """A line for each thing that happened: times, ids and counts, no personal data."""
    at = f"{clock.now():%Y-%m-%dT%H:%M:%SZ}"
    if outcome.uploaded:
        typer.echo(f"{at} uploaded {outcome.uploaded.id} {outcome.uploaded.state}")
    if outcome.followed and not outcome.followed.on_the_way:
        typer.echo(f"{at} exchange {outcome.followed.id} {outcome.followed.state}")
    if outcome.collected:
        typer.echo(f"{at} collected {outcome.collected}")
    for error in outcome.errors:
        typer.echo(f"{at} {error}", err=True)
