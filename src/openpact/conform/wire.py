"""A call as the played PaCT sees it, and the answers it gives."""

import base64
import binascii
import json
from dataclasses import dataclass
from typing import Any

Answer = tuple[int, dict[str, str], bytes]


@dataclass
class Request:
    method: str
    path: str
    query: dict[str, str]
    headers: dict[str, str]
    body: bytes
    #: When it came, in the hub's seconds; what it was answered with; what had been acknowledged before it.
    at: float = 0.0
    status: int = 0
    acknowledged: int = 0
    #: Of a page of judgements: its last cursor. Of an acknowledgement: the cursor it names.
    delivered: int = 0
    cursor: int = 0

    @property
    def key(self) -> str:
        return self.headers.get("idempotency-key", "")


def as_json(status: int, data: Any, headers: dict[str, str] | None = None) -> Answer:
    return status, {"Content-Type": "application/json", **(headers or {})}, json.dumps(data).encode()


def problem(status: int, code: str, title: str, headers: dict[str, str] | None = None) -> Answer:
    data = {"type": "about:blank", "status": status, "code": code, "title": title, "detail": f"{title}."}
    return as_json(status, data, {"Content-Type": "application/problem+json", **(headers or {})})


def basic(authorization: str) -> str:
    """The `user:password` of an Authorization header; empty if there is none to read."""
    scheme, _, given = authorization.partition(" ")
    if scheme.lower() != "basic":
        return ""
    try:
        return base64.b64decode(given).decode("utf-8", "replace")
    except binascii.Error:
        return ""
