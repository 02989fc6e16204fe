"""What time it is, for the SMS. Only openpact.clock reads the clock itself."""

from datetime import date, datetime

from openpact import clock

from .models import School


def now() -> datetime:
    return clock.now()


def today(school: School) -> date:
    return now().astimezone(school.place).date()
