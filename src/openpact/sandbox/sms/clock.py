"""The one place where the SMS reads the clock."""

from datetime import UTC, date, datetime

from .models import School


def now() -> datetime:
    return datetime.now(UTC)


def today(school: School) -> date:
    return now().astimezone(school.place).date()
