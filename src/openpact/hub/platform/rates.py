"""How many calls a caller may make: fixed windows, counted in the database, so that every web process sees the same number.

A count is one statement of its own. Call it outside the transaction of the work that it guards, so that it stands
whatever becomes of that work.
"""

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from math import ceil

from django.db import connection

from . import clock

COUNT = """
INSERT INTO platform_ratewindow AS w (caller, starts, calls) VALUES (%s, %s, %s)
ON CONFLICT (caller, starts) DO UPDATE SET calls = w.calls + excluded.calls
RETURNING calls
"""
LOOK = "SELECT calls FROM platform_ratewindow WHERE caller = %s AND starts = %s"


@dataclass(frozen=True, slots=True)
class Rate:
    """What is allowed: `calls` in each `window`. `name` stands in the RateLimit headers, and keeps the counts of a caller
    apart: windows of several lengths begin at the same moment now and then."""

    name: str
    calls: int
    window: timedelta


@dataclass(frozen=True, slots=True)
class Allowance:
    """Where a caller stands in the window that is open now. `resets_in` is in whole seconds, at least 1: whoever
    waits so long is not refused again for the same window."""

    rate: Rate
    used: int
    resets_in: int

    @property
    def remaining(self) -> int:
        return max(0, self.rate.calls - self.used)

    @property
    def exceeded(self) -> bool:
        """The call that was just counted is one too many."""
        return self.used > self.rate.calls


def count(caller: str, rate: Rate) -> Allowance:
    """Count one call."""
    return _ask(COUNT, caller, rate, 1)


def give_back(caller: str, rate: Rate) -> None:
    """Take back one call that was counted before it was known to be harmless."""
    _ask(COUNT, caller, rate, -1)


def look(caller: str, rate: Rate) -> Allowance:
    """Where the caller stands, without counting."""
    return _ask(LOOK, caller, rate)


def _ask(statement: str, caller: str, rate: Rate, *calls: int) -> Allowance:
    now, seconds = clock.now().timestamp(), rate.window.total_seconds()
    starts = now - now % seconds
    with connection.cursor() as cursor:
        cursor.execute(statement, [f"{caller} ({rate.name})", datetime.fromtimestamp(starts, UTC), *calls])
        row = cursor.fetchone()
    return Allowance(rate, used=row[0] if row else 0, resets_in=max(1, ceil(starts + seconds - now)))
