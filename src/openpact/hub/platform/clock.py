"""The one place that reads the clock. Everything else asks here, so that tests and the demo can move time."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC)


def today(zone: str) -> date:
    """The date on a school's wall, e.g. today("Pacific/Chatham")."""
    return now().astimezone(ZoneInfo(zone)).date()
