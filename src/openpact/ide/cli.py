"""`openpact ide`: check an IDE file, make one up, look up an issue code."""

from __future__ import annotations

import json
import sys
from datetime import datetime
from enum import StrEnum
from pathlib import Path
from typing import Annotated, NoReturn

import typer
from rich.console import Console

from . import sample as samples
from .codes import CODES
from .codes.page import entry, page
from .damage import DAMAGES, damage
from .limits import DEFAULT_MAX_BYTES
from .report import check as check_file
from .report import print_text
from .writer import write

app = typer.Typer(
    help="Check and make IDE (Identity Data Export) files.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)


class Format(StrEnum):
    """How findings are printed."""

    TEXT = "text"
    JSON = "json"


Kind = StrEnum("Kind", {kind: kind for kind in samples.KINDS})  # type: ignore[misc]
USUAL_KIND = Kind("full-primary")
DamageKind = StrEnum("DamageKind", {kind: kind for kind in DAMAGES})  # type: ignore[misc]


@app.command()
def check(
    file: Annotated[str, typer.Argument(help="The file to check; - reads standard input.")],
    format: Annotated[Format, typer.Option(help="For people, or for programs.")] = Format.TEXT,
    school_number: Annotated[int | None, typer.Option(help="The school whose file it should be.")] = None,
    max_bytes: Annotated[int, typer.Option(help="How large the file may be.", min=1)] = DEFAULT_MAX_BYTES,
) -> None:
    """Say what is wrong with an IDE file, where, and what to do about it.

    Exits with 0 if nothing is or there are only warnings, 1 if there are rows that cannot be used, 2 if the file as a
    whole cannot be used or cannot be found.
    """
    data = _load(file, max_bytes)
    outcome = check_file(data, school_number, max_bytes)
    if format is Format.JSON:
        typer.echo(json.dumps(outcome.as_json(), ensure_ascii=False, indent=2).encode())
    else:
        print_text(Console(file=sys.stdout), "standard input" if file == "-" else file, data, outcome)
    raise typer.Exit(outcome.exit_code)


@app.command()
def sample(
    kind: Annotated[Kind, typer.Option(help="The kind of school.")] = USUAL_KIND,
    students: Annotated[int | None, typer.Option(help="How many students [default: the kind's median].", min=1)] = None,
    seed: Annotated[int, typer.Option(help="Another number makes another school.")] = 1,
    school_number: Annotated[int, typer.Option(help="The school's number.", min=0, max=9999)] = 1,
    exported_at: Annotated[datetime | None, typer.Option(help="When it was exported, local time.")] = None,
    damage_kinds: Annotated[
        list[DamageKind] | None, typer.Option("--damage", help="Damage it in this way; may be given more than once.")
    ] = None,
    output: Annotated[Path | None, typer.Option(help="Where to write it [default: standard output].")] = None,
) -> None:
    """Make up a school and write its IDE file: realistic, and always the same for the same options."""
    people = samples.people(seed, students, str(kind.value))
    data = write(people, school_number=school_number, exported_at=exported_at or samples.EXPORTED_AT)
    for number, damage_kind in enumerate(damage_kinds or []):
        try:
            data = damage(data, str(damage_kind.value), seed + number)
        except ValueError as error:
            _stop(f"{damage_kind.value}: {error}")
    if output is None:
        sys.stdout.buffer.write(data)
        sys.stdout.flush()
        return
    try:
        output.write_bytes(data)
    except OSError as error:
        _stop(f"{output} cannot be written: {error.strerror}")


@app.command()
def codes(code: Annotated[str | None, typer.Argument(help="One code [default: all of them].")] = None) -> None:
    """Explain an issue code, with an example; or all of them, as the reference page in the documentation."""
    if code is not None and code not in CODES:
        _stop(f"there is no code {code}; `openpact ide codes` lists them all")
    typer.echo(page() if code is None else entry(CODES[code]), nl=False)


def _load(file: str, max_bytes: int) -> bytes:
    """Up to one byte more than the limit, so that a file that is too large is seen to be, without being held."""
    try:
        if file == "-":
            return sys.stdin.buffer.read(max_bytes + 1)
        with Path(file).open("rb") as stream:
            return stream.read(max_bytes + 1)
    except OSError as error:
        _stop(f"{file} cannot be read: {error.strerror}")


def _stop(message: str) -> NoReturn:
    typer.echo(f"openpact ide: {message}", err=True)
    raise typer.Exit(2)
