"""The demo's whole stack in a process of its own, so that nothing of it shares the test run's environment or settings.

    python -m tests.browser.stack HOME HUB_PORT SMS_PORT WITH_HISTORY

Prints where everything is as one line of JSON once it answers, and stops when its standard input closes.
"""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict
from pathlib import Path
from socket import socket
from types import SimpleNamespace

#: What tests/postgres.py sets for the tests alone.
OF_THE_TESTS = (
    "DATABASE_URL",
    "DATABASE_OWNER_URL",
    "OPENPACT_AS_OWNER",
    "OPENPACT_SECRET_KEY",
    "DJANGO_SETTINGS_MODULE",
)


@contextmanager
def running(home: Path, *, with_history: bool = False) -> Iterator[SimpleNamespace]:
    """Addresses `hub` and `sms`, and `database`, the hub's as its owner sees it."""
    environment = {name: value for name, value in os.environ.items() if name not in OF_THE_TESTS}
    command = [sys.executable, "-m", "tests.browser.stack", str(home), *map(str, _free_ports(2)), str(with_history)]
    with subprocess.Popen(
        command, env=environment, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
    ) as process:
        line = process.stdout.readline()
        if not line:
            raise RuntimeError("The demo's stack did not start: its errors are above.")
        try:
            yield SimpleNamespace(**json.loads(line))
        finally:
            process.stdin.close()
            process.wait(60)


def _free_ports(number: int) -> list[int]:
    probes = [socket() for _ in range(number)]
    try:
        for probe in probes:
            probe.bind(("127.0.0.1", 0))
        return [probe.getsockname()[1] for probe in probes]
    finally:
        for probe in probes:
            probe.close()


def main(home: str, hub_port: str, sms_port: str, with_history: str) -> None:
    from openpact.demo.stack import started

    with started(Path(home), int(hub_port), int(sms_port), tick=1, with_history=with_history == "True") as stack:
        told = {"hub": stack.hub, "sms": stack.sms, "database": asdict(stack.hub_database)["owner"]}
        print(json.dumps(told), flush=True)
        sys.stdin.read()


if __name__ == "__main__":
    main(*sys.argv[1:])
