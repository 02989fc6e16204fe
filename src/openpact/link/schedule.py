"""When the next automatic exchange is due: a function of the rule, the school, what happened last, and now.

A school's slot is a fixed point of the window, taken from a hash of its number, so that schools do not
arrive all at once and each keeps its time. Windows are wall-clock times in the school's zone. An *evening*
is named by the date on which its window opens; a window that closes at or before the hour it opens runs past
midnight."""

from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from zoneinfo import ZoneInfo

from .providers.base import Rhythm

ONE_DAY = timedelta(days=1)
#: An exchange that happens this soon after its window closed still belongs to that window.
GRACE = timedelta(minutes=30)
#: The end of a window that no slot uses, so that an exchange has time to happen inside it.
TAIL = timedelta(minutes=5)


def next_due(rhythm: Rhythm, school_number: int, zone: str, last: datetime | None, now: datetime) -> datetime:
    """The moment (UTC) at which the next exchange is due; a moment in the past means it is due now.

    `last` is the exchange that the rhythm counts from; None: there was none yet, so the next window will do.
    A missed window is caught up at the next one: its slot stays due while it is open, and once it has closed
    the next evening's slot is due. Every seven days counts from the day of the last exchange. Every night
    means every night: an exchange by day does not stand in for the one of that night."""
    place = ZoneInfo(zone)
    evening = now.astimezone(place).date() - ONE_DAY
    if last is not None:
        evening = max(evening, _evening_of(rhythm, place, last) + rhythm.every_days * ONE_DAY)
    while True:
        opens, closes = window(rhythm, place, evening)
        if closes > now:
            return opens + max(closes - opens - TAIL, timedelta(0)) * slot(school_number)
        evening += ONE_DAY


def slot(school_number: int) -> float:
    """Where in the window a school's time lies: from 0 up to, but not including, 1."""
    digest = blake2b(str(school_number).encode(), digest_size=4, person=b"openpact").digest()
    return int.from_bytes(digest, "big") / 2**32


def window(rhythm: Rhythm, place: ZoneInfo, evening: date) -> tuple[datetime, datetime]:
    """The moments (UTC) between which that evening's window is open.

    Where a change of the clock makes an hour ambiguous or skips it, the later reading opens the window and
    the earlier one closes it: whatever lies between is inside the window on the wall clock too."""
    last_day = evening + ONE_DAY if rhythm.closes <= rhythm.opens else evening
    opens = max(_readings(evening, rhythm.opens, place))
    return opens, max(opens, min(_readings(last_day, rhythm.closes, place)))


def _readings(day: date, hour: time, place: ZoneInfo) -> list[datetime]:
    return [datetime.combine(day, hour.replace(fold=fold), tzinfo=place).astimezone(UTC) for fold in (0, 1)]


def _evening_of(rhythm: Rhythm, place: ZoneInfo, exchange: datetime) -> date:
    """The evening from which the rhythm counts on after an exchange."""
    day = exchange.astimezone(place).date()
    if rhythm.every_days == 1:
        return day if exchange >= window(rhythm, place, day)[0] else day - ONE_DAY
    return day - ONE_DAY if exchange < window(rhythm, place, day - ONE_DAY)[1] + GRACE else day
