"""When to try again, and after how long: exponential backoff with full jitter, or what Retry-After asks
for."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from email.utils import parsedate_to_datetime

import httpx

#: Answers that may be different a moment later.
PASSING = frozenset({429, 502, 503, 504})


@dataclass(frozen=True, slots=True)
class Retries:
    """How patient a client is.

    `attempts` counts the first try too. Before try n+1 the wait is a random part of `base * 2**(n-1)`
    seconds, at most `longest`; a Retry-After header is waited for in full, but not beyond `patience`
    seconds."""

    attempts: int = 5
    base: float = 0.5
    longest: float = 30.0
    patience: float = 120.0

    def wait(self, attempt: int, random: Callable[[], float], asked: float | None = None) -> float:
        """Seconds to wait after failed try `attempt` (1 is the first). `random` answers from 0 up to 1."""
        if asked is not None:
            return min(asked, self.patience)
        return random() * min(self.longest, self.base * 2.0 ** (attempt - 1))


def retry_after(response: httpx.Response, now: datetime) -> float | None:
    """The seconds a response asks to wait (Retry-After, as seconds or as a date), if it does."""
    text = str(response.headers.get("Retry-After", "")).strip()
    if not text:
        return None
    try:
        return max(0.0, float(text))
    except ValueError:
        pass
    try:
        return max(0.0, (parsedate_to_datetime(text) - now).total_seconds())
    except (ValueError, TypeError):
        return None
