"""Running the stand-in SMSs: the web server, and the agent as a child that is started again when it ends."""

import logging
import multiprocessing
import subprocess
import sys
import threading

from granian import Granian
from granian.constants import Interfaces

logger = logging.getLogger("openpact.sandbox")

#: Seconds before an agent that ended is started again.
AGAIN_AFTER = 2.0


class AgentProcess:
    """Keeps one agent running. The agent ends by itself when this process is gone: its input closes then."""

    def __init__(self) -> None:
        self._stop = threading.Event()
        self._child: subprocess.Popen[bytes] | None = None
        self._thread = threading.Thread(target=self._supervise, name="agent", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def stop(self) -> None:
        self._stop.set()
        if self._child:
            self._child.terminate()
        self._thread.join(timeout=10)

    def _supervise(self) -> None:
        while not self._stop.is_set():
            command = [sys.executable, "-m", "openpact.sandbox", "agent", "--until-input-closes"]
            self._child = subprocess.Popen(command, stdin=subprocess.PIPE)
            if self._stop.is_set():
                self._child.terminate()
            code = self._child.wait()
            if not self._stop.wait(AGAIN_AFTER):
                logger.warning("the agent ended with %s and is started again", code)


def serve(host: str, port: int, *, with_agent: bool) -> None:
    """Until SIGTERM or Ctrl-C."""
    # A forked worker would keep the agent's input open after this process is gone.
    multiprocessing.set_start_method("spawn", force=True)
    agent = AgentProcess() if with_agent else None
    if agent:
        agent.start()
    try:
        Granian(
            "openpact.sandbox.wsgi:application",
            address=host,
            port=port,
            interface=Interfaces.WSGI,
            workers=1,
            blocking_threads=4,
            log_level="warning",
        ).serve()
    finally:
        if agent:
            agent.stop()
