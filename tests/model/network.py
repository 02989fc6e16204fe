"""The network between the two: it carries the SMS's calls to PaCT, and goes wrong when the test says so."""

import base64
import json
import subprocess
from dataclasses import dataclass
from typing import Any

from django.test import Client

#: What may happen, and to which call: it never arrives ("refused"), its answer never does ("lost"), PaCT is busy, or the
#: SMS is killed before the call is sent or after PaCT has done it.
TROUBLES = (
    ("/token", "busy"),
    ("/connection", "lost"),
    ("/ide-files", "refused"),
    ("/ide-files", "lost"),
    ("/ide-files", "killed-after"),
    ("/judgements", "killed-after"),
    ("/acknowledgements", "killed-before"),
    ("/acknowledgements", "lost"),
    ("/acknowledgements", "killed-after"),
)


@dataclass
class Driver:
    """Commands for the SMS. `trouble` is (end of an address, what happens): it happens to the next such call."""

    process: subprocess.Popen
    trouble: tuple[str, str] | None = None
    crashes: int = 0
    calls: int = 0

    def __post_init__(self) -> None:
        assert self._hear() == {"ready": True}

    def do(self, what: str, **values: Any) -> Any:
        """Have the SMS do it; None if it was killed meanwhile."""
        self._say({"do": what, "with": values})
        while True:
            line = self._hear()
            if "call" in line:
                self._say(self._answer(line["call"]))
            elif "crashed" in line:
                self.crashes += 1
                return None
            else:
                return line["done"]

    def _answer(self, call: dict[str, Any]) -> dict[str, Any]:
        self.calls += 1
        trouble = None
        if self.trouble and call["path"].partition("?")[0].endswith(self.trouble[0]):
            (_, trouble), self.trouble = self.trouble, None
        if trouble == "refused":
            return {"trouble": "refused"}
        if trouble == "killed-before":
            return {"trouble": "crash"}
        if trouble == "busy":
            return _as_answer(503, {"Retry-After": "0"}, b"")
        headers = {name: value for name, value in call["headers"].items() if name.lower() != "host"}
        body = base64.b64decode(call["body"])
        media = headers.pop("content-type", "application/octet-stream")
        response = Client().generic(call["method"], call["path"], body, content_type=media, headers=headers)
        if trouble == "lost":
            return {"trouble": "lost"}
        if trouble == "killed-after":
            return {"trouble": "crash"}
        return _as_answer(response.status_code, dict(response.headers), response.content)

    def _say(self, data: Any) -> None:
        self.process.stdin.write(json.dumps(data) + "\n")
        self.process.stdin.flush()

    def _hear(self) -> dict[str, Any]:
        line = self.process.stdout.readline()
        assert line, "the SMS ended: its errors are above"
        return json.loads(line)


def _as_answer(status: int, headers: dict[str, str], body: bytes) -> dict[str, Any]:
    return {"status": status, "headers": headers, "body": base64.b64encode(body).decode()}
