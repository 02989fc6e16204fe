"""What time it is, for the hub. Everything in it asks here; only openpact.clock reads the clock itself."""

from datetime import date, datetime
from zoneinfo import ZoneInfo

from openpact import clock


def now() -> datetime:
    """The moment, in UTC."""
    return clock.now()


def today(zone: str) -> date:
    """The date on a school's wall, e.g. today("Pacific/Chatham")."""
    return day(now(), zone)


def day(moment: datetime, zone: str) -> date:
    """The date of a moment on a school's wall."""
    return moment.astimezone(ZoneInfo(zone)).date()
