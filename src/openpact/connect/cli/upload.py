"""`openpact connect upload FILE`"""

from dataclasses import asdict
from pathlib import Path
from typing import Annotated

import typer

from openpact import clock
from openpact.link.words import Trigger

from ..errors import NothingToSend
from ..transfer import send
from .common import (
    AllowHttp,
    Exit,
    Format,
    SchoolNumber,
    SecretFile,
    Show,
    StateFile,
    Url,
    exchange_lines,
    human_errors,
    open_client,
    open_store,
    print_json,
    read_secret,
)


def upload(
    file: Annotated[Path, typer.Argument(help="The IDE file.")],
    url: Url,
    secret_file: SecretFile = None,
    school: SchoolNumber = None,
    manual: Annotated[bool, typer.Option("--manual", help="A person started this, not the schedule.")] = False,
    wait: Annotated[bool, typer.Option("--wait", help="Wait until PaCT has worked through it.")] = False,
    timeout: Annotated[float, typer.Option(help="Seconds to wait with --wait.")] = 120.0,
    state: StateFile = None,
    allow_http: AllowHttp = False,
    show: Format = Show.TEXT,
) -> None:
    """Send an IDE file to PaCT. Interrupted or out of reach, run it again: PaCT sees one upload."""
    with human_errors(show):
        secret = read_secret(secret_file)
        try:
            data = file.read_bytes()
        except OSError as error:
            raise NothingToSend(f"{file}: {error.strerror}") from error
        with open_client(url, secret, school=school, allow_http=allow_http) as client:
            trigger = Trigger.MANUAL if manual else Trigger.AUTOMATIC
            exchange = send(client, open_store(state, secret), data, trigger, clock.now())
            if wait:
                exchange = client.wait(exchange.id, timeout)
        if show is Show.JSON:
            print_json(asdict(exchange))
        else:
            typer.echo("\n".join(exchange_lines(exchange)))
        if not (exchange.in_force or exchange.on_the_way):
            raise typer.Exit(Exit.NOT_APPLIED)
