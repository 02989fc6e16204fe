"""`openpact connect conform` and `openpact conform hub`."""

import os
import shlex
import subprocess
from collections.abc import Callable
from enum import StrEnum
from pathlib import Path
from typing import Annotated
from urllib.parse import urlsplit
from uuid import uuid4, uuid5

import httpx
import typer
from rich.console import Console

from openpact import clock
from openpact.connect.cli.common import SecretFile, human_errors, read_secret
from openpact.connect.state import replace_file
from openpact.link.providers import PROVIDERS
from openpact.link.secret import Secret, new_secret, parse_secret

from .credentials import Vendor
from .played_hub import PlayedHub
from .played_sms import NotDone, PlayedSms
from .report import Exit, Outcome, Report
from .rules import Credentials, Side, not_for
from .scenes import Run
from .serving import serving_all

#: Seconds for a command that moves the SMS, or the PaCT.
COMMAND_TAKES = 120
STYLE = {Outcome.PASSED: "green", Outcome.FAILED: "bold red", Outcome.NOT_SEEN: "yellow"}


class Format(StrEnum):
    TEXT = "text"
    JSON = "json"


Show = Annotated[Format, typer.Option("--format", help="How the report is printed.")]
Output = Annotated[Path | None, typer.Option("--output", help="Also write the report here: .json, or Markdown.")]

app = typer.Typer(help="Conformance: does a PaCT keep the contract?", no_args_is_help=True)


@app.callback()
def _conform() -> None:
    """Conformance runs. For an SMS: openpact connect conform."""


@app.command("hub")
def hub(
    url: Annotated[str, typer.Option("--url", envvar="OPENPACT_URL", help="The PaCT's address.")],
    secret_file: SecretFile = None,
    school: Annotated[
        int | None,
        typer.Option(help="The secret is a vendor's credentials: the number of the school to act for."),
    ] = None,
    unselected_school: Annotated[
        int | None, typer.Option(help="With --school: another one on this PaCT, which has not selected the SMS.")
    ] = None,
    select_command: Annotated[
        str,
        typer.Option(
            help="With --school: makes it unselect the SMS, and select it again; called with unselect, select."
        ),
    ] = "",
    judge_command: Annotated[
        str,
        typer.Option(help="Has the PaCT's people confirm, correct and withdraw a judgement: called with that word."),
    ] = "",
    yes: Annotated[bool, typer.Option("--yes", help="Don't ask: the school is there for tests.")] = False,
    show: Show = Format.TEXT,
    output: Output = None,
) -> None:
    """Play an SMS against a PaCT. It uploads made-up people: use a school that is there for tests."""
    if school is None and (unselected_school is not None or select_command):
        typer.echo("Say with --school which school the vendor credentials are to act for.", err=True)
        raise typer.Exit(Exit.USAGE)
    with human_errors():
        secret = read_secret(secret_file)
    if not yes:
        which = "the secret's school" if school is None else f"school {school}"
        typer.confirm(f"This uploads made-up people to {which}. Is it there for tests?", abort=True)
    vendor = None if school is None else Vendor(school, unselected_school, _people(select_command))
    kind = Credentials.SECRET if vendor is None else Credentials.VENDOR
    report = Report(Side.HUB, url, clock.now(), not_for(kind))
    typer.echo("It ends by calling too often, and waits until it may call again: up to a minute and a half.", err=True)
    with httpx.Client(base_url=url.rstrip("/"), timeout=30) as http:
        try:
            PlayedSms(http, secret, report, judge=_people(judge_command), vendor=vendor).run()
        except (httpx.HTTPError, KeyError, ValueError) as trouble:
            typer.echo(f"The run ended early ({type(trouble).__name__}): does a PaCT answer at {url}?", err=True)
    _finish(report, show, output)


def conform_sms(
    url: Annotated[str, typer.Option("--url", help="Where to play PaCT: an address on this machine.")],
    credentials: Annotated[
        Path, typer.Option("--credentials", help="The secret for your SMS: read, or written if it is not there.")
    ],
    provider: Annotated[str, typer.Option(help="Which SMS yours is.")] = "kamar",
    vendor: Annotated[
        bool, typer.Option("--vendor", help="Your SMS acts with vendor credentials for many schools.")
    ] = False,
    upload_command: Annotated[str, typer.Option(help="Makes your SMS upload; without it you are asked to.")] = "",
    collect_command: Annotated[
        str, typer.Option(help="Makes your SMS collect judgements; without it you are asked to.")
    ] = "",
    show: Show = Format.TEXT,
    output: Output = None,
) -> None:
    """Play PaCT against your SMS, and report rule by rule. Commands find OPENPACT_URL and OPENPACT_SECRET in their
    environment."""
    address = urlsplit(url)
    if address.hostname not in {"127.0.0.1", "localhost"} or not address.port or address.scheme != "http":
        typer.echo("PaCT is played on this machine: give an address like http://127.0.0.1:8765.", err=True)
        raise typer.Exit(Exit.USAGE)
    if provider not in PROVIDERS:
        typer.echo(f"There is no provider {provider!r}: choose one of {', '.join(PROVIDERS)}.", err=True)
        raise typer.Exit(Exit.USAGE)
    with human_errors():
        secret = _credentials(credentials)
    # As with PaCT, ids are UUIDs: the same short name makes the same one in this run, and in no other.
    run = uuid4()
    played = PlayedHub(
        secret=secret, provider=provider, school_number=7999, school_name="Conformance School",
        # Linked just now: nothing is due meanwhile.
        since=clock.now(), schools=[7999] if vendor else None, limit=120, id=lambda short: str(uuid5(run, short)),
    )  # fmt: skip
    kind = Credentials.VENDOR if vendor else Credentials.SECRET
    report = Report(Side.SMS, PROVIDERS[provider].name, clock.now(), not_for(kind))
    try:
        with serving_all([played], address.port) as here:
            mover = Commands(here, secret, upload_command, collect_command)
            Run(played, mover, report, clock.now).all()
    except OSError as trouble:
        typer.echo(f"PaCT cannot be played at {url}: {trouble.strerror}. Give another port.", err=True)
        raise typer.Exit(Exit.USAGE) from None
    _finish(report, show, output)


class Commands:
    """Moves the SMS by commands, or asks a person to."""

    def __init__(self, url: str, secret: Secret, upload: str, collect: str) -> None:
        self._environment = {**os.environ, "OPENPACT_URL": url, "OPENPACT_SECRET": str(secret)}
        self._upload, self._collect = upload, collect

    def upload(self, said: str) -> None:
        self._do(self._upload, said)

    def collect(self, said: str) -> None:
        self._do(self._collect, said)

    def _do(self, command: str, said: str) -> None:
        typer.echo(f"  {said}", err=True)
        if not command:
            typer.prompt("  Press Enter once your SMS is done", default="", show_default=False, err=True)
            return
        try:
            # Whether the command likes the outcome is its own affair: what it did stands in the calls.
            subprocess.run(
                shlex.split(command),
                env=self._environment,
                timeout=COMMAND_TAKES,
                check=False,
                stdout=subprocess.DEVNULL,
            )
        except (OSError, subprocess.TimeoutExpired) as trouble:
            typer.echo(f"  The command did not end well: {type(trouble).__name__}.", err=True)


def _people(command: str) -> Callable[[str], None] | None:
    """The people of the PaCT, moved by a command that is told what to do."""
    if not command:
        return None

    def do(what: str) -> None:
        try:
            subprocess.run([*shlex.split(command), what], timeout=COMMAND_TAKES, check=True, stdout=subprocess.DEVNULL)
        except (OSError, subprocess.SubprocessError) as trouble:
            raise NotDone(f"The command to {what} did not end well ({type(trouble).__name__})") from trouble

    return do


def _credentials(path: Path) -> Secret:
    if path.exists():
        return parse_secret(path.read_text("utf-8"))
    secret = new_secret()
    replace_file(path, str(secret).encode())
    typer.echo(f"A secret for your SMS stands in {path}.", err=True)
    return secret


def _finish(report: Report, show: Format, output: Path | None) -> None:
    if output is not None:
        text = report.as_json() if output.suffix == ".json" else report.as_markdown()
        replace_file(output, text.encode())
    if show is Format.JSON:
        typer.echo(report.as_json())
    else:
        _print(report)
    raise typer.Exit(report.exit_code)


def _print(report: Report) -> None:
    console = Console(highlight=False, soft_wrap=True)
    for rule, finding in report.all():
        advice = "" if rule.must else " (advice)"
        console.print(f"[{STYLE[finding.outcome]}]{finding.outcome:>8}[/]  {rule.id}{advice}: ", end="")
        console.print(finding.seen, markup=False)
        if finding.outcome is Outcome.FAILED:
            console.print(f"          expected: {rule.expected}", markup=False)
            console.print(f"          how to mend: {rule.mend}", markup=False)
    result = report.exit_code.name.lower().replace("_", " ")
    counts = {outcome: sum(f.outcome is outcome for _, f in report.all()) for outcome in Outcome}
    console.print(f"{result}: " + ", ".join(f"{number} {outcome}" for outcome, number in counts.items()))
