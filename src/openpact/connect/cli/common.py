"""What the commands share: options, the client they describe, how errors and results are shown."""

import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from enum import IntEnum, StrEnum
from pathlib import Path
from typing import Annotated, Any

import typer
from rich.console import Console

from openpact.link.secret import MangledSecret, Secret, parse_secret

from ..client import Client
from ..errors import (
    BadAddress,
    ConnectError,
    NothingToSend,
    NotSaved,
    ProblemError,
    SecretRefused,
    StillUnderWay,
    Unreachable,
)
from ..retry import Retries
from ..state import FileStore
from ..values import Exchange


class Exit(IntEnum):
    """Exit codes, for scripts and schedulers."""

    DONE = 0
    NOT_APPLIED = 1  # the upload arrived, and PaCT holds or refuses it: a person should look
    USAGE = 2  # options are missing or wrong (Typer's own code)
    SECRET = 3  # the secret is mangled, revoked or replaced
    LATER = 4  # PaCT cannot be reached or is not finished: run the same command again later
    REFUSED = 5  # PaCT refused the request, or the answer is not PaCT's
    FILE = 6  # a file on this machine cannot be read or written


class Show(StrEnum):
    TEXT = "text"
    JSON = "json"


Url = Annotated[str, typer.Option("--url", envvar="OPENPACT_URL", help="PaCT's address, https://…")]
SecretFile = Annotated[
    Path | None,
    typer.Option("--secret-file", help="A file that holds the secret. Without it, OPENPACT_SECRET is read."),
]
StateFile = Annotated[
    Path | None, typer.Option("--state", help="Where to keep what a crash must not lose (default: per user).")
]
SchoolNumber = Annotated[
    int | None,
    typer.Option(
        "--school",
        envvar="OPENPACT_SCHOOL",
        min=1,
        max=9999,
        help="The school's Ministry number: PaCT then refuses the secret of any other school.",
    ),
]
AllowHttp = Annotated[
    bool, typer.Option("--allow-http", envvar="OPENPACT_ALLOW_HTTP", help="Accept plain http to another machine.")
]
Format = Annotated[Show, typer.Option("--format", help="How to print the result.")]

#: A person or a scheduler waits for these commands.
PATIENCE = Retries(attempts=4)

errors = Console(stderr=True, soft_wrap=True, highlight=False)


def read_secret(secret_file: Path | None) -> Secret:
    """From the file, or from OPENPACT_SECRET; never from the command line, which other users can see."""
    if secret_file is not None:
        try:
            return parse_secret(secret_file.read_text("utf-8"))
        except OSError as error:
            raise _Stop(Exit.FILE, f"The secret file could not be read: {error.strerror}.") from error
        except UnicodeDecodeError as error:
            raise _Stop(Exit.SECRET, "The secret file does not hold text.") from error
    text = os.environ.get("OPENPACT_SECRET", "")
    if not text:
        raise _Stop(Exit.USAGE, "No secret: set OPENPACT_SECRET, or name a file with --secret-file.")
    return parse_secret(text)


def open_client(url: str, secret: Secret, *, school: int | None, allow_http: bool) -> Client:
    return Client(url, secret, school=school, allow_http=allow_http, retries=PATIENCE)


def open_store(state: Path | None, secret: Secret) -> FileStore:
    """One state file per secret, unless one is named."""
    return FileStore(state or Path(typer.get_app_dir("openpact")) / f"connect-{secret.client}.json")


@contextmanager
def human_errors(show: Show = Show.TEXT) -> Iterator[None]:
    """Turn what can go wrong into a sentence and an exit code."""
    try:
        yield
    except MangledSecret as error:
        _fail(Exit.SECRET, str(error), show)
    except _Stop as stop:
        _fail(stop.code, str(stop), show)
    except ConnectError as error:
        _fail(exit_code(error), str(error), show)


def exit_code(error: ConnectError) -> Exit:
    match error:
        case SecretRefused():
            return Exit.SECRET
        case BadAddress():
            return Exit.USAGE
        case NothingToSend() | NotSaved():
            return Exit.FILE
        case StillUnderWay() | Unreachable():
            return Exit.LATER
        case ProblemError(passing=passing):
            return Exit.LATER if passing else Exit.REFUSED
    return Exit.REFUSED


def exchange_lines(exchange: Exchange) -> Iterator[str]:
    """An upload's outcome for a person."""
    c = exchange.counts
    yield f"Exchange {exchange.id}: {exchange.state}"
    yield (
        f"  {c.people} people: {c.joining} joining, {c.changing} changing, {c.leaving} leaving, {c.returning} returning"
    )
    for reason in exchange.reasons:
        yield f"  {reason.message or reason.code}"
    for issue in exchange.issues:
        where = f"line {issue.line}" if issue.line else "file"
        column = f", {issue.column}" if issue.column else ""
        yield f"  {issue.severity} [{issue.code}] {where}{column}: {issue.message} {issue.remedy}".rstrip()


def print_json(data: Any) -> None:
    typer.echo(json.dumps(data, ensure_ascii=False, default=_plain, indent=2))


def _plain(value: Any) -> str:
    return str(value.isoformat() if hasattr(value, "isoformat") else value)


def _fail(code: Exit, message: str, show: Show) -> None:
    if show is Show.JSON:
        print_json({"ok": False, "error": code.name.lower(), "message": message})
    errors.print(message, markup=False)
    raise typer.Exit(code)


class _Stop(Exception):
    def __init__(self, code: Exit, message: str) -> None:
        self.code = code
        super().__init__(message)
