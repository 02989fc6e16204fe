"""PaCT as an SMS sees it, in memory: it keeps docs/reference/api.md, remembers every call, and fails on request.

The conformance kit plays it against a vendor's implementation; our own tests of the SMS's side do too.
"""

import base64
import json
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httpx

from openpact import clock
from openpact.link import told
from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import Place, next_due
from openpact.link.secret import Secret, new_secret

from .wire import Answer, Request, as_json, problem

__all__ = ["Answer", "PlayedHub", "Request", "as_json", "problem", "serving", "serving_all"]


@dataclass
class PlayedHub:
    """`troubles` are answers (or exceptions) given instead of the right one, first in, first out."""

    secret: Secret = field(default_factory=new_secret)
    school_number: int = 7999
    school_name: str = "Kōwhai School"
    provider: str = "kamar"
    token_life: int = 900
    automatic_export: bool = True
    end_state: str = "applied"
    more: dict[str, Any] = field(default_factory=dict)
    troubles: list[Answer | Exception | None] = field(default_factory=list)
    #: The same for calls whose address ends so, e.g. "ide-files".
    troubles_at: dict[str, list[Answer | Exception]] = field(default_factory=dict)
    #: At most so many judgements on a page.
    page: int = 1000
    requests: list[Request] = field(default_factory=list)
    tokens: dict[str, float] = field(default_factory=dict)
    exchanges: list[dict[str, Any]] = field(default_factory=list)
    files: dict[str, bytes] = field(default_factory=dict)
    keys: dict[str, tuple[str, str]] = field(default_factory=dict)
    feed: list[dict[str, Any]] = field(default_factory=list)
    acknowledged: int = 0
    clock: Callable[[], float] = time.monotonic
    #: For the schedule: since when the school is linked (None: nothing is due), its pauses, and why nothing is given out.
    since: datetime | None = datetime(2026, 1, 1, tzinfo=UTC)
    pauses: list[dict[str, str]] = field(default_factory=list)
    waiting: str = ""
    time_zone: str = "Pacific/Auckland"
    #: With vendor credentials: the schools that have selected the SMS. None: the secret of one school.
    schools: list[int] | None = None

    def __post_init__(self) -> None:
        self.lock = threading.Lock()

    def judge(self, person_id: str, **changes: Any) -> dict[str, Any]:
        """Put a judgement into the feed."""
        row = {
            "id": f"j{len(self.feed) + 1}",
            "version": 1,
            "cursor": len(self.feed) + 1,
            "person_id": person_id,
            "nsn": "0123456789",
            "learning_area": "reading",
            "cycle": "Interim 2026",
            "cycle_kind": "interim",
            "year": 2026,
            "level": "3",
            "level_name": "Curriculum level 3",
            "withdrawn": False,
            "judged_on": "2026-11-24",
            "confirmed_at": "2026-11-24T02:10:00Z",
            "judge": "Hēmi Parata",
            "reason": "",
            "a_field_of_the_future": {"x": 1},
            **changes,
        }
        self.feed.append(row)
        return row

    def transport(self) -> httpx.MockTransport:
        def handle(request: httpx.Request) -> httpx.Response:
            url = request.url
            status, headers, body = self.answer(
                Request(
                    request.method,
                    url.path,
                    dict(url.params),
                    {k.lower(): v for k, v in request.headers.items()},
                    request.read(),
                )
            )
            return httpx.Response(status, headers=headers, content=body)

        return httpx.MockTransport(handle)

    def answer(self, request: Request) -> Answer:
        with self.lock:
            request.at, request.acknowledged = self.clock(), self.acknowledged
            self.requests.append(request)
            answer = self._trouble(request) or self._route(request)
            request.status = answer[0]
            return answer

    def _trouble(self, request: Request) -> Answer | None:
        waiting = self.troubles_at.get(request.path.rpartition("/")[2], []) or self.troubles
        trouble = waiting.pop(0) if waiting else None
        if isinstance(trouble, Exception):
            raise trouble
        return trouble

    def _route(self, request: Request) -> Answer:
        if request.path == "/api/oauth/token":
            return self._token(request)
        if request.path == "/api/oauth/revoke":
            self.tokens.pop(parse_qs(request.body.decode())["token"][0], None)
            return as_json(200, {})
        token = request.headers.get("authorization", "").removeprefix("Bearer ")
        if self.tokens.get(token, 0.0) < self.clock():
            return problem(401, "unauthenticated", "Sign in again")
        if self.schools is not None:
            if request.path == "/api/v1/schools":
                listed = [
                    {"school_number": n, "school_name": f"School {n}", "time_zone": self.time_zone}
                    for n in self.schools
                ]
                return as_json(200, {"items": listed})
            named = request.headers.get("x-school", "")
            if not named.isdigit():
                return problem(400, "which-school", "Which school?")
            if int(named) not in self.schools:
                return problem(403, "not-linked", "Not selected")
            self.school_number = int(named)
        elif request.path == "/api/v1/schools":
            return problem(403, "vendors-only", "Only vendors have this")
        elif request.headers.get("x-school", str(self.school_number)) != str(self.school_number):
            return problem(403, "other-school", "This secret is another school's")
        match request.method, request.path.removeprefix("/api/v1/").split("/"):
            case "POST", ["ide-files"]:
                return self._upload(request)
            case "GET", ["exchanges"]:
                return as_json(200, {"items": self.exchanges[::-1][: int(request.query["limit"])]})
            case "GET", ["exchanges", name]:
                return self._exchange(name)
            case "GET", ["judgements"]:
                return self._judgements(request)
            case "POST", ["judgements", "acknowledgements"]:
                request.cursor = json.loads(request.body)["cursor"]
                return self._acknowledge(request.cursor)
            case "GET", ["connection"]:
                return as_json(200, self._connection())
        return problem(404, "not-found", "Not found")

    def _token(self, request: Request) -> Answer:
        given = base64.b64decode(request.headers.get("authorization", "").removeprefix("Basic ")).decode()
        if given != f"{self.secret.client}:{self.secret.key}":
            return as_json(401, {"error": "invalid_client"})
        token = f"token-{self.school_number}-{len(self.tokens)}"
        self.tokens[token] = self.clock() + self.token_life
        return as_json(200, {"access_token": token, "token_type": "Bearer", "expires_in": self.token_life})

    def _upload(self, request: Request) -> Answer:
        if "content-length" not in request.headers:
            return problem(411, "length-required", "The size of the file is missing")
        digest = sha256(request.body).hexdigest()
        known = self.keys.get(request.key)
        if known and known[0] != digest:
            return problem(409, "idempotency-conflict", "The key was used for another file")
        if not known:
            name = f"x{len(self.exchanges) + 1}"
            self.keys[request.key] = known = (digest, name)
            self.files[name] = request.body
            self.exchanges.append(
                {
                    "id": name,
                    "direction": "upload",
                    "state": "received",
                    "trigger": request.headers.get("x-trigger", "automatic"),
                    "received_at": "2026-11-24T09:12:03Z",
                    "finished_at": None,
                    "counts": {"people": 0, "bears": 3},
                    "issues": [],
                    "reasons": [],
                }
            )
        return as_json(202, self._find(known[1]))

    def _exchange(self, name: str) -> Answer:
        """Each look takes the exchange one step on."""
        exchange = self._find(name)
        if exchange is None:
            return problem(404, "not-found", "Not found")
        step = {"received": "checking", "checking": self.end_state}
        exchange["state"] = step.get(exchange["state"], exchange["state"])
        if exchange["state"] == self.end_state:
            people = max(0, self.files[name].count(b"\n") - 2)
            exchange.update(finished_at="2026-11-24T09:12:04Z", counts={"people": people, "joining": people})
            exchange.update(self.more)
        return as_json(200, exchange)

    def _judgements(self, request: Request) -> Answer:
        after = int(request.query.get("after", self.acknowledged))
        rows = [row for row in self.feed if row["cursor"] > after] if self.automatic_export else []
        limit = min(int(request.query.get("limit", 500)), self.page)
        page = rows[:limit]
        request.delivered = page[-1]["cursor"] if page else after
        return as_json(
            200,
            {
                "items": page,
                "next_cursor": page[-1]["cursor"] if page else after,
                "more": len(rows) > limit,
                "automatic_export": self.automatic_export,
                "waiting": self.waiting,
            },
        )

    def _acknowledge(self, cursor: int) -> Answer:
        if cursor > len(self.feed):
            return problem(422, "beyond-feed", "Beyond the newest row")
        self.acknowledged = max(self.acknowledged, cursor)
        return as_json(200, {"acknowledged": self.acknowledged})

    def _connection(self) -> dict[str, Any]:
        return {
            "school_number": self.school_number,
            "school_name": self.school_name,
            "provider": self.provider,
            "automatic_export": self.automatic_export,
            "time_zone": self.time_zone,
            "last_upload": self.exchanges[-1] if self.exchanges else None,
            "undelivered": len(self.feed) - self.acknowledged,
            "waiting": self.waiting,
            "uploads": self._moves(PROVIDERS[self.provider].upload),
            "downloads": self._moves(PROVIDERS[self.provider].download or PROVIDERS[self.provider].upload),
            "pauses": self.pauses,
        }

    def _moves(self, rhythm: Rhythm) -> dict[str, Any]:
        """What PaCT says of a direction. It has had nothing from this SMS that the SMS does not remember itself."""
        if self.since is None:
            return {"since": None, "note": "Nothing moves by itself."}
        provider, place, now = PROVIDERS[self.provider], Place(self.school_number, self.time_zone), clock.now()
        due = next_due(rhythm, place, (), now, since=self.since)
        begins, ends = told.span(due, place.wall)
        words = {"when": told.when(due, place.wall, now), "because": told.why(provider, rhythm, place, due, now)}
        moments = {"at": due.at.isoformat(), "begins": begins.isoformat(), "ends": ends.isoformat()}
        return {
            "since": self.since.isoformat(), "last_automatic": None, "last_manual": None, "missed": 0, "note": "",
            "rule": told.rule(rhythm, place), "next": {**moments, **words, "why": due.why},
        }  # fmt: skip

    def _find(self, name: str) -> Any:
        return next((x for x in self.exchanges if x["id"] == name), None)


@contextmanager
def serving(*hubs: PlayedHub) -> Iterator[str]:
    """`serving_all`, for hubs that are known beforehand."""
    with serving_all(list(hubs)) as url:
        yield url


@contextmanager
def serving_all(hubs: list[PlayedHub], port: int = 0) -> Iterator[str]:
    """The hubs on one real port; which one answers is told by the secret or the token. Yields the address.

    An exception among a hub's troubles is a connection that breaks.
    """

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"

        def _handle(self) -> None:
            parts = urlsplit(self.path)
            request = Request(
                self.command,
                parts.path,
                {k: v[0] for k, v in parse_qs(parts.query).items()},
                {k.lower(): v for k, v in self.headers.items()},
                self.rfile.read(int(self.headers.get("Content-Length") or 0)),
            )
            try:
                status, headers, body = _responsible(hubs, request).answer(request)
            except ConnectionError:
                self.close_connection = True
                return
            if "Transfer-Encoding" in self.headers:
                # What is in the chunks is not read: nothing can come after it.
                self.close_connection = True
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        do_GET = do_POST = _handle

        def log_message(self, *_args: Any) -> None:
            return

    server = ThreadingHTTPServer(("127.0.0.1", port), Handler)
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    try:
        yield f"http://127.0.0.1:{server.server_address[1]}"
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _responsible(hubs: list[PlayedHub], request: Request) -> PlayedHub:
    kind, _, given = request.headers.get("authorization", "").partition(" ")
    for hub in hubs:
        if kind == "Basic" and base64.b64decode(given).decode().startswith(hub.secret.client):
            return hub
        if given in hub.tokens:
            return hub
    return hubs[0]
