"""`openpact connect`: an SMS's side of the link from the command line. Exit codes: see `common.Exit`."""

import typer

from .agent import agent
from .pull import pull
from .status import status
from .upload import upload

app = typer.Typer(
    name="connect",
    help="Send IDE files to PaCT and collect its judgements, as a Student Management System does.",
    no_args_is_help=True,
    pretty_exceptions_show_locals=False,
)
app.command()(upload)
app.command()(pull)
app.command()(status)
app.command()(agent)

__all__ = ["app"]
