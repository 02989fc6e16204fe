"""Child processes that are started again when they end, and that end when we do, however we end."""

import os
import signal
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence

import structlog

from openpact import clock

log = structlog.get_logger("openpact.supervisor")

#: Seconds between two starts of one child, growing while it keeps ending at once.
FIRST_PAUSE, LONGEST_PAUSE, STEADY = 0.5, 20.0, 30.0
#: Seconds a child has to finish what it is doing.
PATIENCE = 25.0


class Child:
    """One program of ours. Its standard input is a pipe that closes when this process is gone, even by kill -9: the
    child watches it (see `end_with_parent`) and ends too."""

    def __init__(
        self, name: str, arguments: Sequence[str], environment: Mapping[str, str], *, module: str = "openpact"
    ) -> None:
        self.name, self.environment = name, dict(environment)
        self.command = [sys.executable, "-m", module, *arguments]
        self._stop = threading.Event()
        self._process: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._keep, name=name, daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        """Ask it to end; `join` waits."""
        self._stop.set()
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def join(self) -> None:
        self._thread.join(PATIENCE)
        if self._process is not None and self._process.poll() is None:
            log.warning("killed", child=self.name)
            self._process.kill()
            self._process.wait()

    def _keep(self) -> None:
        pause = FIRST_PAUSE
        while not self._stop.is_set():
            begun = clock.monotonic()
            self._process = subprocess.Popen(
                self.command,
                stdin=subprocess.PIPE,
                env={**os.environ, **self.environment, "OPENPACT_WITH_PARENT": "1"},
                # Ctrl-C reaches the whole terminal group; the supervisor alone decides what it means.
                start_new_session=True,
            )
            if self._stop.is_set():
                self._process.terminate()
            code = self._process.wait()
            if self._stop.is_set():
                return
            pause = FIRST_PAUSE if clock.monotonic() - begun > STEADY else min(pause * 2, LONGEST_PAUSE)
            log.warning("ended and is started again", child=self.name, code=code, seconds=pause)
            self._stop.wait(pause)


def end_with_parent() -> None:
    """In a child: end as if by SIGTERM when the parent is gone."""
    if not os.environ.pop("OPENPACT_WITH_PARENT", ""):
        return

    # Of its own and unbuffered: a thread that reads sys.stdin holds its lock, and a fork would wait for that for ever.
    pipe = os.dup(sys.stdin.fileno())

    def watch() -> None:
        while os.read(pipe, 1024):
            pass
        os.kill(os.getpid(), signal.SIGTERM)

    threading.Thread(target=watch, name="parent-watch", daemon=True).start()


def until_signalled() -> threading.Event:
    """Set on SIGTERM and on Ctrl-C."""
    stop = threading.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        signal.signal(number, lambda *_: stop.set())
    return stop
