"""One request to PaCT: token, retries, and errors as named classes. `Client` says what to ask; this asks
it."""

import itertools
import threading
from collections.abc import Callable, Iterator, Mapping
from typing import Any

import httpx

from openpact import clock as clocks
from openpact.link.secret import Secret

from .errors import (
    BadAddress,
    ConnectError,
    InsecureAddress,
    ProblemError,
    SecretRefused,
    StrangeAnswer,
    Unreachable,
)
from .retry import PASSING, Retries, retry_after

USER_AGENT = "openpact-connect"
LOOPBACK = frozenset({"localhost", "127.0.0.1", "::1"})
#: A token is renewed when less than this many seconds of it are left.
RENEW_BEFORE = 30.0

#: What the token endpoint calls a secret that no longer holds.
REFUSALS = frozenset({"invalid_client", "unauthorized_client"})

Chunks = Callable[[], Iterator[bytes]]


class Wire:
    """Sends requests as the holder of `secret`. Safe to share between threads."""

    def __init__(
        self,
        url: str,
        secret: Secret,
        *,
        timeout: float,
        retries: Retries,
        allow_http: bool,
        clock: Callable[[], float],
        sleep: Callable[[float], None],
        random: Callable[[], float],
        transport: httpx.BaseTransport | None,
    ) -> None:
        base = httpx.URL(url.rstrip("/"))
        if base.scheme not in ("http", "https") or not base.host:
            raise BadAddress(url)
        if base.scheme == "http" and base.host not in LOOPBACK and not allow_http:
            raise InsecureAddress(base.host)
        self.http = httpx.Client(
            base_url=base,
            timeout=timeout,
            transport=transport,
            headers={"User-Agent": USER_AGENT, "Accept": "application/json"},
            trust_env=base.host not in LOOPBACK,
        )
        self._secret, self._retries = secret, retries
        self._clock, self._sleep, self._random = clock, sleep, random
        self._token, self._good_until = "", 0.0
        self._lock = threading.Lock()

    def call(
        self,
        method: str,
        path: str,
        *,
        params: Mapping[str, Any] | None = None,
        json: Any = None,
        content: Chunks | None = None,
        headers: Mapping[str, str] | None = None,
    ) -> Any:
        """The JSON that PaCT answers. A refused token is renewed once. Raises the errors of `errors.py`."""

        def attempt() -> httpx.Response:
            token = self._fresh_token()
            response = self._once(method, path, token, params, json, content, headers)
            if response.status_code == 401:
                self._forget(token)
                response = self._once(method, path, self._fresh_token(), params, json, content, headers)
            return response

        response = self._patiently(attempt)
        if response.is_success:
            return _json(response)
        raise _problem(response)

    def revoke(self) -> None:
        """End the token that is held, if any."""
        token = self._token
        if token:
            self._patiently(lambda: self._ask("/api/oauth/revoke", {"token": token}))
            self._forget(token)

    def close(self) -> None:
        self.http.close()

    def _once(
        self,
        method: str,
        path: str,
        token: str,
        params: Mapping[str, Any] | None,
        json: Any,
        content: Chunks | None,
        headers: Mapping[str, str] | None,
    ) -> httpx.Response:
        return self.http.request(
            method,
            path,
            params=params,
            json=json,
            content=content() if content else None,
            headers={**(headers or {}), "Authorization": f"Bearer {token}"},
        )

    def _fresh_token(self) -> str:
        with self._lock:
            if self._token and self._clock() < self._good_until - RENEW_BEFORE:
                return self._token
            asked = self._clock()
            response = self._ask("/api/oauth/token", {"grant_type": "client_credentials"})
            if response.status_code in PASSING:
                raise _NotNow(response)
            if response.status_code in (400, 401) and _object(response).get("error") in REFUSALS:
                raise SecretRefused
            if not response.is_success:
                raise _problem(response)
            try:
                data = _json(response)
                token, lifetime = str(data["access_token"]), float(data.get("expires_in", 300))
            except (KeyError, TypeError, ValueError, AttributeError) as error:
                raise StrangeAnswer("no access token in the token endpoint's answer") from error
            self._token, self._good_until = token, asked + lifetime
            return token

    def _forget(self, token: str) -> None:
        with self._lock:
            if self._token == token:
                self._token = ""

    def _ask(self, path: str, form: dict[str, str]) -> httpx.Response:
        return self.http.post(path, data=form, auth=(self._secret.client, self._secret.key))

    def _patiently(self, attempt: Callable[[], httpx.Response]) -> httpx.Response:
        """The first answer that is not passing; after the last try, that try's 429. Raises Unreachable."""
        for number in itertools.count(1):
            answer = _tried(attempt)
            last = number >= self._retries.attempts
            if isinstance(answer, httpx.Response):
                if answer.status_code not in PASSING or (last and answer.status_code == 429):
                    return answer
                what, asked = f"it answered {answer.status_code}", retry_after(answer, clocks.now())
            else:
                what, asked = answer, None
            if last:
                raise Unreachable(what, number)
            self._sleep(self._retries.wait(number, self._random, asked))
        raise AssertionError("the loop above only ends by returning or raising")


class _NotNow(Exception):
    """The token endpoint asks to come again later."""

    def __init__(self, response: httpx.Response) -> None:
        self.response = response


def _tried(attempt: Callable[[], httpx.Response]) -> httpx.Response | str:
    """The answer, or what went wrong on the way in a few words (never the request: it carries the token)."""
    try:
        return attempt()
    except _NotNow as not_now:
        return not_now.response
    except httpx.TimeoutException:
        return "no answer in time"
    except httpx.TransportError as error:
        return {"ConnectError": "no connection"}.get(type(error).__name__, "the connection broke")


def _json(response: httpx.Response) -> Any:
    try:
        return response.json()
    except ValueError as error:
        raise StrangeAnswer(f"{response.status_code} without JSON") from error


def _problem(response: httpx.Response) -> ConnectError:
    """The refusal as an error: problem details where there are any."""
    data = _object(response)
    if not data and response.status_code < 400:
        return StrangeAnswer(f"an unexpected {response.status_code}")
    return ProblemError(
        status=response.status_code,
        code=str(data.get("code") or data.get("error") or "unknown"),
        title=str(data.get("title") or response.reason_phrase),
        detail=str(data.get("detail") or data.get("error_description") or ""),
    )


def _object(response: httpx.Response) -> dict[str, Any]:
    try:
        data = response.json()
    except ValueError:
        return {}
    return data if isinstance(data, dict) else {}
