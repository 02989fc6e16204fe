"""`openpact serve` on one machine: it stops cleanly, and a kill -9 loses nothing."""

import os
import signal
import socket
import subprocess
import sys
import time
from contextlib import contextmanager

import httpx
import psutil
import pytest

PATIENCE = 180


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]


@pytest.fixture
def openpact(tmp_path):
    """Run our commands on a home of their own: its environment, and its port."""
    environment = {k: v for k, v in os.environ.items() if not k.startswith(("OPENPACT_", "DATABASE_", "DJANGO_"))}
    environment |= {"OPENPACT_HOME": str(tmp_path / "home"), "OPENPACT_LOG_LEVEL": "WARNING"}
    return environment, free_port()


@contextmanager
def serving(openpact):
    environment, port = openpact
    process = subprocess.Popen([sys.executable, "-m", "openpact", "serve", "--port", str(port)], env=environment)
    try:
        until = time.monotonic() + PATIENCE
        while True:
            assert process.poll() is None, "it ended by itself"
            assert time.monotonic() < until, "it was not ready in time"
            try:
                if httpx.get(f"http://127.0.0.1:{port}/readyz", timeout=5).status_code == 200:
                    break
            except httpx.HTTPError:
                pass
            time.sleep(0.3)
        yield process
    finally:
        if process.poll() is None:
            process.terminate()
            process.wait(60)


def add_school(openpact, number: int) -> subprocess.CompletedProcess:
    command = ["school", "add", "--number", str(number), "--name", "Rata School", "--kind", "full-primary"]
    command += ["--administrator", "office@rata.example", "--link"]
    return subprocess.run(
        [sys.executable, "-m", "openpact", *command], env=openpact[0], capture_output=True, text=True, timeout=PATIENCE
    )


def processes_of(openpact) -> list[str]:
    home, found = openpact[0]["OPENPACT_HOME"], []
    for process in psutil.process_iter(["pid", "cmdline"]):
        try:
            if home in " ".join(process.info["cmdline"] or []) or process.environ().get("OPENPACT_HOME") == home:
                found.append(" ".join(process.info["cmdline"]))
        except psutil.Error:
            continue
    return found


def wait_until_gone(openpact, *, but: str = "\0") -> list[str]:
    until = time.monotonic() + 60
    while (left := [p for p in processes_of(openpact) if but not in p]) and time.monotonic() < until:
        time.sleep(0.3)
    return left


def test_a_kill_9_loses_nothing_and_both_signals_stop_it_cleanly(openpact):
    with serving(openpact) as process:
        added = add_school(openpact, 42)
        assert "/invitations/" in added.stdout
        process.kill()
        process.wait()
        # Web and worker end by themselves; PostgreSQL goes on and is taken over.
        assert wait_until_gone(openpact, but="postgres") == []
    with serving(openpact) as process:
        again = add_school(openpact, 42)
        assert (again.returncode, again.stderr.strip()) == (2, "School 42 is already here. Nothing was changed.")
        process.send_signal(signal.SIGINT)
        assert process.wait(60) == 0
        assert wait_until_gone(openpact) == []
    with serving(openpact) as process:
        process.send_signal(signal.SIGTERM)
        assert process.wait(60) == 0
        assert wait_until_gone(openpact) == []
