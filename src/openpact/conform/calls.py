"""The calls that the played SMS makes for one school, and what it reads off the answers.

Plain HTTP on purpose: what our own client forgives must not be forgiven here.
"""

import re
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

import httpx

from openpact.link.secret import Secret

#: The longest that a run waits because it was asked to, in seconds.
LONGEST_WAIT = 90


class Unexpected(Exception):
    """An answer with which the run cannot go on; its text may stand in a report."""


@dataclass
class Calls:
    """`school`: with vendor credentials, the Ministry number that each call names. `sleep` takes seconds."""

    http: httpx.Client
    secret: Secret
    school: int | None
    sleep: Callable[[float], None]
    token: str = ""

    def ask_token(self, key: str | None = None, **form: str) -> httpx.Response:
        auth = (self.secret.client, key or self.secret.key)
        return self.http.post("/api/oauth/token", data={"grant_type": "client_credentials", **form}, auth=auth)

    def revoke(self, token: str) -> None:
        self.http.post("/api/oauth/revoke", data={"token": token}, auth=(self.secret.client, self.secret.key))

    def get(
        self, path: str, *, token: str = "", school: str | None = None, headers: dict[str, str] | None = None,
        **params: object,
    ) -> httpx.Response:  # fmt: skip
        given = {**self.headers(token, school), **(headers or {})}
        return self._send("GET", path, headers=given, params={k: str(v) for k, v in params.items()})

    def post(self, path: str, *, headers: dict[str, str] | None = None, **body: Any) -> httpx.Response:
        return self._send("POST", path, headers={**self.headers(), **(headers or {})}, **body)

    def headers(self, token: str = "", school: str | None = None) -> dict[str, str]:
        """`school`: what X-School says instead of the run's school; empty: there is no such header."""
        named = str(self.school or "") if school is None else school
        return {"Authorization": f"Bearer {token or self.token}"} | ({"X-School": named} if named else {})

    def _send(self, method: str, path: str, **more: Any) -> httpx.Response:
        """A PaCT with a low limit is waited for, as an SMS has to."""
        answer = self.http.request(method, path, **more)
        wait = retry_after(answer)
        if answer.status_code != 429 or wait is None:
            return answer
        if wait > LONGEST_WAIT:
            raise Unexpected(f"429 with Retry-After {wait}")
        self.sleep(wait)
        return self.http.request(method, path, **more)


@dataclass(frozen=True, slots=True)
class Allowance:
    """What RateLimit-Policy and RateLimit say of the calls: `calls` in each `window` seconds; `left` of them, until the
    count begins anew in `resets_in` seconds."""

    calls: int
    window: int
    left: int
    resets_in: int


def allowance(answer: httpx.Response) -> Allowance | None:
    """The one that runs out first. None: the headers are missing or cannot be read."""
    policies, now = _items(answer.headers.get("ratelimit-policy", "")), _items(answer.headers.get("ratelimit", ""))
    found = []
    for name, said in now.items():
        policy = policies.get(name, {})
        if {"q", "w"} <= policy.keys() and {"r", "t"} <= said.keys():
            found.append(Allowance(policy["q"], policy["w"], said["r"], said["t"]))
    return min(found, key=lambda one: one.left, default=None)


def _items(header: str) -> dict[str, dict[str, int]]:
    """`"requests";r=119;t=60, …` by name."""
    return {
        name: {key: int(value) for key, value in re.findall(r";\s*([a-z]+)=(\d+)", values)}
        for name, values in re.findall(r'"([^"]+)"((?:\s*;\s*[a-z]+=[^;,]+)*)', header)
    }


def retry_after(answer: httpx.Response) -> int | None:
    """In seconds; None if it is missing or says a date, which no PaCT does."""
    text = answer.headers.get("retry-after", "")
    return int(text) if text.isascii() and text.isdigit() else None


def said(answer: httpx.Response) -> Any:
    """The JSON of an answer without which the run cannot go on. Raises Unexpected for an error."""
    if answer.is_error:
        raise Unexpected(short(answer))
    return answer.json()


def is_problem(answer: httpx.Response) -> bool:
    if not answer.headers.get("content-type", "").startswith("application/problem+json"):
        return False
    return bool({"type", "title", "status", "detail", "code"} <= answer.json().keys())


def code_of(answer: httpx.Response) -> str:
    try:
        return str(answer.json().get("code", ""))
    except (ValueError, AttributeError):
        return ""


def refuses(answer: httpx.Response, status: int, code: str) -> bool:
    return is_problem(answer) and (answer.status_code, code_of(answer)) == (status, code)


def short(answer: httpx.Response) -> str:
    return f"{answer.status_code} {code_of(answer)}".strip()
