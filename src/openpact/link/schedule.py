"""When the next automatic exchange is due, and why then: a function of the rule, the school, what happened, and now.

Each school has a fixed place: a time inside the window, and for weekly rules a day of the week, both from a hash of its
number, so that schools do not arrive all at once and each keeps its time. Windows are wall-clock times in the school's
zone. An *evening* is named by the date on which its window opens; a window that closes at or before the hour it opens
runs past midnight."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from hashlib import blake2b
from zoneinfo import ZoneInfo

from .providers.base import Rhythm
from .words import Trigger

ONE_DAY = timedelta(days=1)
#: The end of a window that no slot uses, so that an exchange has time to happen inside it.
TAIL = timedelta(minutes=5)


@dataclass(frozen=True, slots=True)
class Place:
    """A school, as far as the schedule asks: its Ministry number and its time zone, e.g. "Pacific/Chatham"."""

    number: int
    zone: str

    @property
    def wall(self) -> ZoneInfo:
        return ZoneInfo(self.zone)


@dataclass(frozen=True, slots=True)
class Past:
    """An exchange that happened, in the direction that is asked about. `at` is aware."""

    at: datetime
    trigger: Trigger


@dataclass(frozen=True, slots=True)
class Pause:
    """Days on which nothing happens by itself: both included, on the school's calendar."""

    first: date
    last: date

    def covers(self, evening: date) -> bool:
        return self.first <= evening <= self.last


class Why(StrEnum):
    """Why an exchange is due just then.

    regular  the rule's own evening
    reset    an exchange by hand started the count anew
    catch-up an earlier window closed without its exchange
    resumes  automation is or was paused, and an exchange fell due meanwhile
    """

    REGULAR = "regular"
    RESET = "reset"
    CATCH_UP = "catch-up"
    RESUMES = "resumes"


@dataclass(frozen=True, slots=True)
class Due:
    """The next automatic exchange. Moments are UTC.

    `at` may be past: then it is due now, and until `closes`. `missed` are the evenings that closed without their
    exchange since the last one, the latest first, at most MISSED_TOLD; `because` is the evening or the day that the
    reason speaks of.
    """

    at: datetime
    opens: datetime
    closes: datetime
    evening: date
    why: Why
    because: date | None = None
    missed: tuple[date, ...] = ()


MISSED_TOLD = 60


def next_due(
    rhythm: Rhythm,
    school: Place,
    history: Iterable[Past],
    now: datetime,
    *,
    since: datetime,
    pauses: Iterable[Pause] = (),
) -> Due:
    """When the next automatic exchange is due.

    `history` are the exchanges of this direction, in any order; what lies before `since`, the moment at which the link
    was made, does not count. The first is due in the first of the rule's evenings whose slot lies after `since`.

    A missed window is caught up at the next one: its slot stays due while it is open, and once it has closed the next
    evening's slot is due, whatever its day; after that the rule's own days go on. Every evening means every evening: an
    exchange by hand does not stand in for it. Evenings in a pause are not missed; what fell due in one is due on the
    first evening after it."""
    wall = school.wall
    happened = [past for past in history if past.at >= since]
    done = max((_evening_of(rhythm, wall, p.at) for p in happened if p.trigger is Trigger.AUTOMATIC), default=None)
    by_hand = [p.at for p in happened if p.trigger is Trigger.MANUAL] if rhythm.manual_resets else []
    anchor = max(by_hand).astimezone(wall).date() if by_hand else None
    first = _first_evening(rhythm, school, since) if anchor is None else anchor + rhythm.every_days * ONE_DAY
    if done is not None:
        first = max(first, done + ONE_DAY)
    step = _Step(rhythm, school, anchor)
    fell_due = step.at_or_after(first)
    breaks = [pause for pause in pauses if pause.last >= fell_due]
    evening = _open_evening(rhythm, wall, fell_due, now, breaks)
    opens, closes = window(rhythm, wall, evening)
    missed = _missed(step, fell_due, evening, breaks)
    why, because = Why.REGULAR, None
    if missed and not step.is_regular(evening):
        why, because = Why.CATCH_UP, missed[0]
    elif evening != fell_due and not missed:
        why, because = Why.RESUMES, evening - ONE_DAY
    elif anchor is not None and evening == anchor + rhythm.every_days * ONE_DAY:
        why, because = Why.RESET, anchor
    at = opens + max(closes - opens - TAIL, timedelta(0)) * slot(school.number)
    return Due(at, opens, closes, evening, why, because, missed)


@dataclass(frozen=True, slots=True)
class _Step:
    """The rule's own evenings: every one, or one day of the week."""

    rhythm: Rhythm
    school: Place
    anchor: date | None

    def is_regular(self, evening: date) -> bool:
        if self.rhythm.every_days == 1:
            return True
        day = self.anchor.weekday() if self.anchor else weekday(self.school.number)
        return evening.weekday() == day

    def at_or_after(self, evening: date) -> date:
        while not self.is_regular(evening):
            evening += ONE_DAY
        return evening


def _first_evening(rhythm: Rhythm, school: Place, since: datetime) -> date:
    """The evening whose slot is the first after the link was made."""
    evening = since.astimezone(school.wall).date() - ONE_DAY
    while True:
        opens, closes = window(rhythm, school.wall, evening)
        if opens + max(closes - opens - TAIL, timedelta(0)) * slot(school.number) > since:
            return evening
        evening += ONE_DAY


def _open_evening(rhythm: Rhythm, wall: ZoneInfo, evening: date, now: datetime, breaks: list[Pause]) -> date:
    """The first evening from this one on whose window has not closed and that lies in no pause."""
    evening = max(evening, now.astimezone(wall).date() - ONE_DAY)
    while True:
        pause = next((pause for pause in breaks if pause.covers(evening)), None)
        if pause is not None:
            evening = pause.last + ONE_DAY
        elif window(rhythm, wall, evening)[1] > now:
            return evening
        else:
            evening += ONE_DAY


def _missed(step: _Step, fell_due: date, evening: date, breaks: list[Pause]) -> tuple[date, ...]:
    """The rule's evenings from `fell_due` until before `evening`, without those in a pause; the latest first."""
    found: list[date] = []
    day = evening - ONE_DAY
    while day >= fell_due and len(found) < MISSED_TOLD:
        if step.is_regular(day) and not any(pause.covers(day) for pause in breaks):
            found.append(day)
        day -= ONE_DAY
    return tuple(found)


def slot(school_number: int) -> float:
    """Where in the window a school's time lies: from 0 up to, but not including, 1."""
    return _hash(school_number, b"openpact") / 2**32


def weekday(school_number: int) -> int:
    """A school's day for weekly rules: 0 is Monday."""
    return _hash(school_number, b"openpact-day") * 7 >> 32


def _hash(school_number: int, purpose: bytes) -> int:
    return int.from_bytes(blake2b(str(school_number).encode(), digest_size=4, person=purpose).digest(), "big")


def window(rhythm: Rhythm, wall: ZoneInfo, evening: date) -> tuple[datetime, datetime]:
    """The moments (UTC) between which that evening's window is open.

    Where a change of the clock makes an hour ambiguous or skips it, the later reading opens the window and
    the earlier one closes it: whatever lies between is inside the window on the wall clock too."""
    last_day = evening + ONE_DAY if rhythm.closes <= rhythm.opens else evening
    opens = max(_readings(evening, rhythm.opens, wall))
    return opens, max(opens, min(_readings(last_day, rhythm.closes, wall)))


def _readings(day: date, hour: time, wall: ZoneInfo) -> list[datetime]:
    return [datetime.combine(day, hour.replace(fold=fold), tzinfo=wall).astimezone(UTC) for fold in (0, 1)]


def _evening_of(rhythm: Rhythm, wall: ZoneInfo, exchange: datetime) -> date:
    """The latest evening that an automatic exchange stands for: the one whose window it fell into, or the last that
    had opened before it."""
    day = exchange.astimezone(wall).date()
    return day if exchange >= window(rhythm, wall, day)[0] else day - ONE_DAY
