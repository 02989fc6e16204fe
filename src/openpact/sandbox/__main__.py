"""`python -m openpact.sandbox`: migrate, seed, serve, agent."""

import os
import sys
import threading
from pathlib import Path
from typing import Annotated

import django
import typer

# Whatever the surroundings say: they may be the hub's.
os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.sandbox.settings"

app = typer.Typer(
    help="Stand-in Student Management Systems.", no_args_is_help=True, pretty_exceptions_show_locals=False
)


@app.command()
def migrate() -> None:
    """Make or update the database's tables."""
    from openpact.sandbox.setup import migrate as run

    run()


@app.command()
def seed(
    file: Annotated[Path, typer.Argument(help="An IDE file with the school's people.")],
    number: Annotated[int, typer.Option(help="The school's number.")],
    name: Annotated[str, typer.Option(help="The school's name.")],
    provider: Annotated[str, typer.Option(help="Which SMS the school uses.")] = "kamar",
    zone: Annotated[str, typer.Option(help="The school's time zone.")] = "Pacific/Auckland",
    years: Annotated[tuple[int, int], typer.Option(help="The first and last year level.")] = (1, 8),
) -> None:
    """Fill an SMS with a school's people. Harmless to repeat."""
    from openpact.ide import read
    from openpact.sandbox.setup import seed_school

    seed_school(number, name, read(file.read_bytes()).people, provider=provider, zone=zone, years=years)


@app.command()
def serve(
    port: Annotated[int, typer.Option(help="The port to listen on.")] = 8100,
    host: Annotated[str, typer.Option(help="The address to listen on.")] = "127.0.0.1",
    agent: Annotated[bool, typer.Option(help="Also run the agent.")] = True,
) -> None:
    """Serve the pages, and run the agent, until SIGTERM or Ctrl-C."""
    django.setup()
    from openpact.sandbox.serve import serve as run

    run(host, port, with_agent=agent)


@app.command()
def agent(
    until_input_closes: Annotated[bool, typer.Option(help="End when standard input closes.")] = False,
) -> None:
    """Upload and collect for every linked school, by schedule, until SIGTERM or Ctrl-C."""
    django.setup()
    from openpact.connect.loop import stop_on_signals
    from openpact.sandbox.sms.agent_loop import AgentLoop

    stop = stop_on_signals()
    if until_input_closes:
        threading.Thread(target=_stop_at_end_of_input, args=[stop], daemon=True).start()
    AgentLoop().run(stop)


def _stop_at_end_of_input(stop: threading.Event) -> None:
    # Unbuffered: a thread that waits in sys.stdin would hold its lock when the interpreter ends.
    while os.read(sys.stdin.fileno(), 1024):
        pass
    stop.set()


if __name__ == "__main__":
    app()
