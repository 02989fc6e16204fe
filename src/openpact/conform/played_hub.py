"""PaCT as an SMS sees it, in memory: it keeps docs/reference/api.md, remembers every call, and fails on request.

The conformance kit plays it against a vendor's implementation; our own tests of the SMS's side do too.
"""

import json
import math
import threading
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from urllib.parse import parse_qs

import httpx

from openpact import clock
from openpact.ide import UnusableFile
from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import Place
from openpact.link.secret import Secret, new_secret
from openpact.link.words import Scope, Trigger

from .contents import as_csv, judgement, moves, selection_of, upload
from .serving import serving, serving_all
from .wire import Answer, Request, as_json, basic, problem

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
    clock: Callable[[], float] = clock.monotonic
    #: For the schedule: since when the school is linked (None: nothing is due), its pauses, and why nothing is given out.
    since: datetime | None = datetime(2026, 1, 1, tzinfo=UTC)
    pauses: list[dict[str, str]] = field(default_factory=list)
    waiting: str = ""
    time_zone: str = "Pacific/Auckland"
    #: With vendor credentials: the schools that have selected the SMS. None: the secret of one school.
    schools: list[int] | None = None
    #: At most so many calls a minute.
    limit: int = 1200
    #: Makes the id of an exchange or a judgement of a short name; PaCT's own ids are UUIDs.
    id: Callable[[str], str] = str

    def __post_init__(self) -> None:
        self.lock = threading.Lock()
        self.scopes: dict[str, set[str]] = {}
        #: The minute that is counted, and the calls in it.
        self.counted = (0, 0)

    def judge(self, person_id: str, **changes: Any) -> dict[str, Any]:
        """Put a judgement into the feed."""
        place = len(self.feed) + 1
        row = judgement(self.id(f"j{place}"), place, person_id) | changes
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
            return problem(401, "unauthenticated", "Sign in again", {"WWW-Authenticate": 'Bearer realm="PaCT"'})
        left, again = self._count()
        limits = {
            "RateLimit-Policy": f'"requests";q={self.limit};w=60',
            "RateLimit": f'"requests";r={max(0, left)};t={again}',
        }
        if left < 0:
            return problem(429, "rate-limited", "Too many calls", {"Retry-After": str(again), **limits})
        try:
            status, headers, body = self._call(request, token)
        except (ValueError, KeyError, TypeError):
            status, headers, body = problem(422, "invalid-request", "The request is not valid")
        return status, {**headers, **limits}, body

    def _count(self) -> tuple[int, int]:
        """How many calls are left in this minute once this one is counted, and the seconds until the next."""
        minute, seconds = divmod(self.clock(), 60)
        self.counted = (int(minute), self.counted[1] + 1 if self.counted[0] == minute else 1)
        return self.limit - self.counted[1], math.ceil(60 - seconds)

    def _call(self, request: Request, token: str) -> Answer:
        path = request.path.removeprefix("/api/v1/")
        known = CALLS.get("exchanges/*" if path.startswith("exchanges/") else path)
        if known is None:
            return problem(404, "not-found", "There is nothing at this address")
        method, scope, call = known
        if request.method != method:
            return problem(405, "method-not-allowed", f"This address takes {method}", {"Allow": method})
        if scope not in self.scopes.get(token, set(Scope)):
            named = {"WWW-Authenticate": f'Bearer realm="PaCT", error="insufficient_scope", scope="{scope}"'}
            return problem(403, "insufficient-scope", f"This call needs the scope {scope}", named)
        return self._school(request) or call(self, request)

    def _school(self, request: Request) -> Answer | None:
        """Whether the caller may act for the school that it names: the refusal, if not."""
        named, listing = request.headers.get("x-school", ""), request.path == "/api/v1/schools"
        if self.schools is None:
            if listing:
                return problem(403, "vendors-only", "Only vendors have this")
            if named and named != str(self.school_number):
                return problem(403, "other-school", "This secret is another school's")
        elif not listing:
            if not named.isdigit():
                return problem(400, "which-school", "Name the school in X-School")
            if int(named) not in self.schools:
                return problem(403, "not-linked", "The school has not selected this SMS")
            self.school_number = int(named)
        return None

    def _listed(self, _request: Request) -> Answer:
        named = [
            {"school_number": n, "school_name": f"School {n}", "time_zone": self.time_zone} for n in self.schools or ()
        ]
        return as_json(200, {"items": named})

    def _token(self, request: Request) -> Answer:
        form = {name: values[0] for name, values in parse_qs(request.body.decode("utf-8", "replace")).items()}
        given = (
            basic(request.headers.get("authorization", "")) or f"{form.get('client_id')}:{form.get('client_secret')}"
        )
        if given != f"{self.secret.client}:{self.secret.key}":
            return as_json(401, {"error": "invalid_client"})
        if form.get("grant_type") != "client_credentials":
            return as_json(400, {"error": "unsupported_grant_type"})
        scopes = set(form.get("scope", " ".join(Scope)).split())
        # Never one that was given out before: it may have been forgotten meanwhile.
        token = f"token-{self.school_number}-{len(self.requests)}"
        self.tokens[token], self.scopes[token] = self.clock() + self.token_life, scopes
        said = {"token_type": "Bearer", "expires_in": self.token_life, "scope": " ".join(sorted(scopes))}
        return as_json(200, {"access_token": token, **said})

    def _upload(self, request: Request) -> Answer:
        if "content-length" not in request.headers:
            return problem(411, "length-required", "The size of the file is missing")
        media = request.headers.get("content-type", "").partition(";")[0]
        if media and media != "application/octet-stream" and not media.startswith("text/"):
            return problem(415, "unsupported-media-type", "This is not a form an IDE file comes in")
        trigger = Trigger(request.headers.get("x-trigger", "automatic"))
        digest = sha256(request.body).hexdigest()
        known = self.keys.get(request.key)
        if known and known[0] != digest:
            return problem(409, "idempotency-conflict", "The key was used for another file")
        if not known:
            name = self.id(f"x{len(self.exchanges) + 1}")
            known = (digest, name)
            if request.key:
                self.keys[request.key] = known
            self.files[name] = request.body
            self.exchanges.append(upload(name, trigger))
        return as_json(202, self._find(known[1]), {"Location": f"/api/v1/exchanges/{known[1]}"})

    def _exchanges(self, request: Request) -> Answer:
        return as_json(200, {"items": self.exchanges[::-1][: int(request.query.get("limit", "20"))]})

    def _exchange(self, request: Request) -> Answer:
        """Each look takes the exchange one step on."""
        name = request.path.rpartition("/")[2]
        exchange = self._find(name)
        if exchange is None:
            return problem(404, "not-found", "There is no such exchange")
        if exchange["state"] == "received":
            exchange["state"] = "checking"
        elif exchange["state"] == "checking":
            self._finish(exchange, self.files[name])
        return as_json(200, exchange)

    def _finish(self, exchange: dict[str, Any], file: bytes) -> None:
        exchange.update(state=self.end_state, finished_at="2026-11-24T09:12:04Z")
        try:
            selection = selection_of(file)
        except UnusableFile as unusable:
            exchange.update(state="refused", reasons=[{"code": unusable.issue.code, "message": unusable.issue.message}])
            return
        people = max(0, file.count(b"\n") - 2)
        exchange.update(counts={"people": people, "joining": people}, selection=selection and selection.as_dict())
        exchange.update(self.more)

    def _judgements(self, request: Request) -> Answer:
        after = int(request.query.get("after", self.acknowledged))
        if after > len(self.feed):
            return problem(422, "beyond-feed", "Beyond the newest row")
        rows = [row for row in self.feed if row["cursor"] > after] if self.automatic_export else []
        limit = min(int(request.query.get("limit", 500)), self.page)
        page = rows[:limit]
        request.delivered = page[-1]["cursor"] if page else after
        said = {"next_cursor": request.delivered, "more": len(rows) > limit, "automatic_export": self.automatic_export}
        said["waiting"] = self.waiting
        if "text/csv" in request.headers.get("accept", ""):
            headers = {f"X-{name.replace('_', '-').title()}": str(value).lower() for name, value in said.items()}
            return 200, {"Content-Type": "text/csv; charset=utf-8", **headers}, as_csv(page)
        return as_json(200, {"items": page, **said})

    def _acknowledge(self, request: Request) -> Answer:
        cursor = request.cursor = int(json.loads(request.body)["cursor"])
        if cursor > len(self.feed):
            return problem(422, "beyond-feed", "Beyond the newest row")
        self.acknowledged = max(self.acknowledged, cursor)
        return as_json(200, {"acknowledged": self.acknowledged})

    def _connection(self, _request: Request) -> Answer:
        provider = PROVIDERS[self.provider]
        last = self.exchanges[-1] if self.exchanges else None
        said = {
            "school_number": self.school_number, "school_name": self.school_name, "provider": self.provider,
            "automatic_export": self.automatic_export, "time_zone": self.time_zone, "last_upload": last,
            "undelivered": len(self.feed) - self.acknowledged, "waiting": self.waiting, "pauses": self.pauses,
            "uploads": {"last": last, **self._moves(provider.upload)},
            "downloads": {"last": None, **self._moves(provider.download or provider.upload)},
        }  # fmt: skip
        return as_json(200, said)

    def _moves(self, rhythm: Rhythm) -> dict[str, Any]:
        return moves(rhythm, PROVIDERS[self.provider], Place(self.school_number, self.time_zone), self.since)

    def _find(self, name: str) -> Any:
        return next((x for x in self.exchanges if x["id"] == name), None)


#: Each address: its method, the scope it needs, and what answers.
CALLS: dict[str, tuple[str, Scope, Callable[[PlayedHub, Request], Answer]]] = {
    "ide-files": ("POST", Scope.UPLOAD, PlayedHub._upload),
    "exchanges": ("GET", Scope.EXCHANGES, PlayedHub._exchanges),
    "exchanges/*": ("GET", Scope.EXCHANGES, PlayedHub._exchange),
    "judgements": ("GET", Scope.JUDGEMENTS, PlayedHub._judgements),
    "judgements/acknowledgements": ("POST", Scope.JUDGEMENTS, PlayedHub._acknowledge),
    "connection": ("GET", Scope.EXCHANGES, PlayedHub._connection),
    "schools": ("GET", Scope.EXCHANGES, PlayedHub._listed),
}
