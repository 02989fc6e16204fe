"""`openpact demo --once`: every provider's bullets, by pages and forms, as a school's people would do them, without a browser.

Each step looks at the other side: what was saved in PaCT is looked up in PaCT's database by its owner, what arrived in the
SMS in the SMS's. Nothing is believed because a page said so.
"""

import json
import os
import socket
import tempfile
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import typer

from openpact import clock

from .bullets import Step, Walk
from .change_sms import ChangeSms
from .schools import SCHOOLS
from .stack import started


def walks(stack) -> Iterator[Walk]:
    """In the brief's order; then the school that moves to another SMS."""
    for school in SCHOOLS:
        if school.linked:
            yield Walk(stack, school)
    yield ChangeSms(stack)


def once(output: str) -> int:
    """Print the steps as they are made, as text or as one JSON object a line; 0 only if every one of them holds."""
    held = True
    with tempfile.TemporaryDirectory(prefix="openpact-demo-") as home:
        typer.echo("Starting a demo of its own …", err=True)
        with started(Path(home).resolve(), _free_port(), _free_port(), tick=0.5) as stack:
            os.environ[clock.VARIABLE] = str(stack.clock)
            now = clock.now()
            if now.month < 8:  # the second half of the year, when end-of-year judgements are made
                clock.move(now.replace(month=8, day=10))
            for walk in walks(stack):
                try:
                    for step in walk.steps():
                        held &= step.ok
                        _tell(step, output)
                finally:
                    walk.close()
    return 0 if held else 1


def _tell(step: Step, output: str) -> None:
    if output == "json":
        typer.echo(json.dumps(asdict(step), ensure_ascii=False))
    else:
        typer.echo(f"{'ok ' if step.ok else 'NOT'}  {step.provider:<11} {step.step}\n       {step.observed}")


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
