"""PaCT's API for SMSs as Python calls. The contract is docs/reference/api.md."""

import copy
import random as random_module
import time
import uuid
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import Any, Self, TypeVar

import httpx

from openpact import clock
from openpact.link.secret import Secret, parse_secret
from openpact.link.words import Trigger

from .body import Data, open_body
from .errors import StillUnderWay, StrangeAnswer
from .judgements import Page
from .retry import Retries
from .values import Connection, Exchange, SchoolOfVendor
from .wire import Wire

T = TypeVar("T")


class Client:
    """One school's link to PaCT; or, with a vendor's credentials, the way to those of all its schools (`schools`, `at`).

    `secret` is the string copied from PaCT (or already parsed); `url` is PaCT's address. Plain http is
    refused but for this machine, unless `allow_http`. `timeout` is in seconds, for each step of a request.
    Every call may raise the errors of `openpact.connect.errors`; none of them, and no repr, carries the
    secret.

    For tests: `clock` (seconds), `sleep`, `random` (0 up to 1) and `transport` (httpx) can be replaced.
    """

    def __init__(
        self,
        url: str,
        secret: str | Secret,
        *,
        timeout: float = 30.0,
        retries: Retries = Retries(),  # noqa: B008  # frozen
        allow_http: bool = False,
        school: int | None = None,
        clock: Callable[[], float] = clock.monotonic,
        sleep: Callable[[float], None] = time.sleep,
        random: Callable[[], float] = random_module.random,
        transport: httpx.BaseTransport | None = None,
    ) -> None:
        self.url = url
        self._secret = secret if isinstance(secret, Secret) else parse_secret(secret)
        self.school = school
        self._clock, self._sleep = clock, sleep
        self._shared = False
        self._wire = Wire(
            url,
            self._secret,
            timeout=timeout,
            retries=retries,
            allow_http=allow_http,
            clock=clock,
            sleep=sleep,
            random=random,
            transport=transport,
        )

    def __repr__(self) -> str:
        return f"Client({self.url!r}, client={self._secret.client!r}, school={self.school})"

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    def close(self) -> None:
        """Let go of the network; a token that is held runs out by itself."""
        if not self._shared:
            self._wire.close()

    def schools(self) -> tuple[SchoolOfVendor, ...]:
        """With a vendor's credentials: the schools that have selected its SMS, and that it may act for now."""
        answer = self._wire.call("GET", "/api/v1/schools")
        return _read(lambda data: tuple(SchoolOfVendor.from_json(item) for item in data["items"]), answer)

    def at(self, school: int) -> Self:
        """With a vendor's credentials: a client for one school, by its Ministry number. It shares this one's network and
        token, and ends with it."""
        one = copy.copy(self)
        one.school, one._shared = school, True
        return one

    def upload(
        self, data: Data, *, idempotency_key: str | None = None, trigger: Trigger | str = Trigger.AUTOMATIC
    ) -> Exchange:
        """Send an IDE file. Retries send the same `idempotency_key`, so that PaCT sees one upload.

        `data` is the bytes, a Path, or an open binary stream. To resume after a crash, give the key again
        that you kept; without one, a new one is made. Answers as soon as PaCT has the file: see `wait`."""
        with open_body(data) as body:
            answer = self._call(
                "POST",
                "/api/v1/ide-files",
                content=body.chunks,
                headers={
                    "Content-Type": "text/csv",
                    "Content-Length": str(body.length),
                    "Idempotency-Key": idempotency_key or uuid.uuid4().hex,
                    "X-Trigger": Trigger(trigger).value,
                },
            )
        return _read(Exchange.from_json, answer)

    def exchange(self, exchange_id: str) -> Exchange:
        return _read(Exchange.from_json, self._call("GET", f"/api/v1/exchanges/{exchange_id}"))

    def exchanges(self, limit: int = 20) -> tuple[Exchange, ...]:
        """The school's exchanges, the latest first."""
        answer = self._call("GET", "/api/v1/exchanges", params={"limit": limit})
        return _read(lambda data: tuple(Exchange.from_json(item) for item in data["items"]), answer)

    def wait(self, exchange_id: str, timeout: float = 60.0) -> Exchange:
        """The exchange once it is no longer on its way (a held one waits for a person: it is answered as
        held).

        Raises StillUnderWay after `timeout` seconds.
        """
        until, pause = self._clock() + timeout, 0.1
        while (exchange := self.exchange(exchange_id)).on_the_way:
            if self._clock() + pause > until:
                raise StillUnderWay(exchange, timeout)
            self._sleep(pause)
            pause = min(2.0, pause * 1.6)
        return exchange

    def judgements(
        self, after: int | None = None, limit: int = 500, *, trigger: Trigger | str = Trigger.AUTOMATIC
    ) -> Page:
        """One page of judgements after a cursor; without one, after the last that was acknowledged."""
        params = {"limit": limit} if after is None else {"after": after, "limit": limit}
        answer = self._call("GET", "/api/v1/judgements", params=params, headers={"X-Trigger": Trigger(trigger).value})
        return _read(Page.from_json, answer)

    def pull(
        self, after: int | None = None, limit: int = 500, *, trigger: Trigger | str = Trigger.AUTOMATIC
    ) -> Iterator[Page]:
        """All pages there are. Save a page's items durably, then `acknowledge` its `next_cursor`."""
        more = True
        while more:
            page = self.judgements(after, limit, trigger=trigger)
            if page.items:
                yield page
            more = page.more
            if more and (page.next_cursor is None or page.next_cursor == after):
                raise StrangeAnswer("the feed says that there is more but does not move on")
            after = page.next_cursor

    def acknowledge(self, cursor: int) -> int:
        """Tell PaCT that everything up to `cursor` is saved. Answers the cursor that PaCT keeps."""
        answer = self._call("POST", "/api/v1/judgements/acknowledgements", json={"cursor": cursor})
        return _read(lambda data: int(data["acknowledged"]), answer)

    def connection(self) -> Connection:
        return _read(Connection.from_json, self._call("GET", "/api/v1/connection"))

    def revoke(self) -> None:
        """End the access token at once. The secret stays good; it is revoked in PaCT."""
        self._wire.revoke()

    def _call(self, method: str, path: str, *, headers: Mapping[str, str] | None = None, **more: Any) -> Any:
        school = {} if self.school is None else {"X-School": str(self.school)}
        return self._wire.call(method, path, headers={**(headers or {}), **school}, **more)


def _read(make: Callable[[Any], T], answer: Mapping[str, Any]) -> T:
    try:
        return make(answer)
    except (KeyError, TypeError, ValueError, AttributeError, OverflowError) as error:
        raise StrangeAnswer(f"{type(error).__name__} while reading it") from error
