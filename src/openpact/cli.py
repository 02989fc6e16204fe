"""The `openpact` command. Its hub half needs `openpact[hub]`; `ide` and `connect` come with the light install."""

import importlib
import importlib.util
import os
from collections.abc import Callable
from pathlib import Path
from typing import Annotated, Any

import typer

from openpact import __version__
from openpact.conform.cli import app as conform
from openpact.conform.cli import conform_sms
from openpact.connect.cli import app as connect
from openpact.ide.cli import app as ide

app = typer.Typer(
    help="OpenPaCT: the Progress and Consistency Tool, and its link with a school's SMS.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.add_typer(ide, name="ide", help="Check, and invent, IDE files.")
app.add_typer(connect, name="connect", help="What runs inside an SMS: upload, collect, follow.")

connect.command("conform")(conform_sms)
app.add_typer(conform, name="conform", help="Conformance: does a PaCT keep the contract?")


@app.command(
    "scale", add_help_option=False, context_settings={"ignore_unknown_options": True, "allow_interspersed_args": False}
)
def scale(words: Annotated[list[str] | None, typer.Argument(hidden=True)] = None) -> None:
    """The scale: check frameworks and calibrations, invent judgements, calibrate from judgements."""
    # Not added as the others are: it needs NumPy, which a light install has not, and nobody else should wait for.
    if importlib.util.find_spec("numpy") is None:
        typer.echo("This part of OpenPaCT is not installed. Install it with: pip install 'openpact[scale]'", err=True)
        raise typer.Exit(2)
    from openpact.scale.cli import app as scale

    scale(words or [], prog_name="openpact scale")


Host = Annotated[str, typer.Option(help="The address to listen on.")]
Port = Annotated[int, typer.Option(help="The port to listen on.")]


def needs_hub() -> None:
    if importlib.util.find_spec("django") is None:
        typer.echo("This part of OpenPaCT is not installed. Install it with: pip install 'openpact[hub]'", err=True)
        raise typer.Exit(2)


@app.command()
def version() -> None:
    """Print the version."""
    typer.echo(__version__)


@app.command()
def serve(host: Host = "127.0.0.1", port: Port = 8000) -> None:
    """One machine: PostgreSQL, web and worker (data under ./var or OPENPACT_HOME)."""
    needs_hub()
    from openpact.hub.env import home
    from openpact.hub.running import supervisor

    os.environ.setdefault("OPENPACT_URL", f"http://localhost:{port}")
    address = os.environ["OPENPACT_URL"]
    supervisor.serve(home(), host, port, lambda: typer.echo(f"OpenPaCT is at {address} — Ctrl-C stops it.", err=True))


@app.command()
def web(
    host: Host = "0.0.0.0",  # noqa: S104 (behind a proxy, on a machine of its own)
    port: Port = 8000,
    workers: Annotated[int, typer.Option(help="Processes.")] = 1,
    threads: Annotated[int, typer.Option(help="Requests at a time in each process.")] = 8,
) -> None:
    """Many machines: a web server (DATABASE_URL and OPENPACT_SECRET_KEY set)."""
    needs_hub()
    from openpact.hub.running.web import serve

    serve(host, port, workers=workers, threads=threads)


@app.command()
def worker(concurrency: Annotated[int, typer.Option(help="Jobs at a time.")] = 4) -> None:
    """Many machines: a worker (DATABASE_URL and OPENPACT_SECRET_KEY set)."""
    needs_hub()
    from openpact.hub.running.worker import work

    work(concurrency=concurrency)


@app.command()
def migrate(quiet: Annotated[bool, typer.Option("--quiet", help="Say nothing unless it fails.")] = False) -> None:
    """Bring the database in step with this version (DATABASE_OWNER_URL, or DATABASE_URL)."""
    needs_hub()
    from openpact.hub.running.migrate import migrate as run

    run(verbosity=0 if quiet else 1)


school = typer.Typer(help="Schools on this PaCT.", no_args_is_help=True)
app.add_typer(school, name="school")


@school.callback()
def _schools() -> None:
    """Schools on this PaCT (DATABASE_URL and OPENPACT_SECRET_KEY set, or a running `openpact serve` here)."""


@school.command("add")
def add_school(
    number: Annotated[int, typer.Option(help="The Ministry's number of the school.")],
    name: Annotated[str, typer.Option(help="Its name.")],
    kind: Annotated[str, typer.Option(help="full-primary, contributing, intermediate, secondary, …")],
    administrator: Annotated[str, typer.Option(help="The e-mail address of its PaCT administrator.")],
    zone: Annotated[str, typer.Option(help="Pacific/Auckland or Pacific/Chatham.")] = "Pacific/Auckland",
    link: Annotated[bool, typer.Option("--link", help="Print the invitation's link instead of mailing it.")] = False,
) -> None:
    """Add a school and invite its PaCT administrator."""
    needs_hub()
    from openpact.hub.running.school import add_school as run
    from openpact.hub.running.supervisor import borrow_environment

    borrow_environment()
    try:
        typer.echo(run(number=number, name=name, kind=kind, zone=zone, administrator=administrator, link=link))
    except ValueError as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(2) from None


vendor = typer.Typer(help="Credentials for vendors whose SMS needs no secret (MUSAC Edge).", no_args_is_help=True)
app.add_typer(vendor, name="vendor")


@vendor.command("add")
def add_vendor(provider: Annotated[str, typer.Argument(help="The SMS: musac-edge.")]) -> None:
    """Make credentials, and print them once. They act for every school that selects the SMS, and no other."""
    _in_the_hub("vendor", lambda vendors: vendors.add(provider))


@vendor.command("list")
def list_vendors() -> None:
    """Which there are, and when each was last used."""
    _in_the_hub("vendor", lambda vendors: "\n".join(vendors.listing()) or "There are none.")


@vendor.command("revoke")
def revoke_vendor(hint: Annotated[str, typer.Argument(help="The last four characters.")]) -> None:
    """End credentials, and the access tokens made with them, at once."""
    _in_the_hub("vendor", lambda vendors: vendors.revoke(hint))


register = typer.Typer(help="Register files that the operator brings in.", no_args_is_help=True)
app.add_typer(register, name="register")


@register.callback()
def _registers() -> None:
    """Register files that the operator brings in (docs/reference/register-format.md)."""


@register.command("import")
def import_register(
    file: Annotated[Path, typer.Argument(help="The register file of one school.")],
    school: Annotated[int, typer.Option(help="The Ministry's number of the school.")],
) -> None:
    """Take in a school's register file and vouch for it: on its word the school sees what other schools judged."""
    _in_the_hub("register", lambda registers: registers.bring_in(school, file))


operator = typer.Typer(help="The people who run this PaCT, and their console at /operator/.", no_args_is_help=True)
app.add_typer(operator, name="operator")
Email = Annotated[str, typer.Argument(help="The e-mail address they sign in with.")]


@operator.command("add")
def add_operator(email: Email, name: Annotated[str, typer.Option(help="Their name, for a new account.")] = "") -> None:
    """Make somebody an operator. For a new account, prints the link that sets its password."""
    _in_the_hub("operator", lambda operators: operators.add(email, name))


@operator.command("list")
def list_operators() -> None:
    """Who they are, and whether they have a second factor."""
    _in_the_hub("operator", lambda operators: "\n".join(operators.listing()) or "There are none.")


@operator.command("remove")
def remove_operator(email: Email) -> None:
    """Somebody is no operator any more, at once."""
    _in_the_hub("operator", lambda operators: operators.remove(email))


@operator.command("clear-second-factors")
def clear_second_factors(email: Email) -> None:
    """For anybody who has lost phone, key and recovery codes: make sure first that it is them who asks."""
    _in_the_hub("operator", lambda operators: operators.clear_second_factors(email))


def _in_the_hub(what: str, do: Callable[[Any], str]) -> None:
    """`do` with one of the hub's modules for operators; what is wrong is said, and nothing else."""
    needs_hub()
    from openpact.hub.running.supervisor import borrow_environment

    borrow_environment()
    module = importlib.import_module(f"openpact.hub.running.{what}")
    try:
        typer.echo(do(module))
    except ValueError as wrong:
        typer.echo(str(wrong), err=True)
        raise typer.Exit(2) from None


@app.command()
def demo(
    once: Annotated[bool, typer.Option("--once", help="Do the whole loop without a browser, and end.")] = False,
    output: Annotated[str, typer.Option("--format", help="text or json; with --once.")] = "text",
    port: Port = 8000,
    fresh: Annotated[bool, typer.Option("--fresh", help="Forget what an earlier demo left.")] = False,
) -> None:
    """Four seeded schools, one in each stand-in SMS, and one that has nothing set up: to try everything."""
    needs_hub()
    if once:
        from openpact.demo import walk

        raise typer.Exit(walk.once(output))
    from openpact.demo import stack

    home = Path(os.environ.get("OPENPACT_HOME", "var/demo")).resolve()
    stack.run(home, port, fresh=fresh)


def main() -> None:
    """An operator who mistyped an address reads a sentence, not a traceback."""
    try:
        app()
    except Exception as trouble:
        words = _in_words(trouble)
        if words is None:
            raise
        typer.echo(words, err=True)
        raise SystemExit(2) from None


def _in_words(trouble: Exception) -> str | None:
    kind = f"{type(trouble).__module__}.{type(trouble).__name__}"
    if kind == "django.core.exceptions.ImproperlyConfigured":
        return str(trouble)
    if kind in {
        "django.db.utils.OperationalError",
        "psycopg.OperationalError",
        "procrastinate.exceptions.ConnectorException",
    }:
        return f"The database did not answer; nothing was changed. Check DATABASE_URL.\n{trouble}".strip()
    return None
