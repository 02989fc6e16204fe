"""When the next automatic exchange is due, and why then: a function of the rule, the school, what happened, and now.

Each school has a fixed place: a time inside the window, and for weekly rules a day of the week, both from a hash of its
number, so that schools do not arrive all at once and each keeps its time. Windows are wall-clock times in the school's
zone. An *evening* is named by the date on which its window opens; a window that closes at or before the hour it opens
runs past midnight. docs/explanation/schedule.md says the rules to people."""

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
#: How far two machines' clocks may differ: an exchange so little before its window stands for that window.
CLOCKS_DIFFER = timedelta(minutes=5)
#: Any Monday: a school's day of the week is counted from it.
MONDAY = date(2024, 1, 1)


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
    catch-up an earlier window closed without its exchange, or there was none: a change of the clock skipped it
    resumes  automation is or was paused, and an exchange fell due meanwhile or was missed before
    """

    REGULAR = "regular"
    RESET = "reset"
    CATCH_UP = "catch-up"
    RESUMES = "resumes"


@dataclass(frozen=True, slots=True)
class Due:
    """The next automatic exchange. Moments are UTC.

    `at` may be past: then it is due now, and until `closes`. `missed` are the evenings since the last exchange that
    closed without theirs, the latest first; that a catch-up failed too adds none. `because` is what the reason speaks of:
    the day of the exchange by hand, the latest evening missed or skipped, the last day of the pause.
    """

    at: datetime
    opens: datetime
    closes: datetime
    evening: date
    why: Why
    because: date | None = None
    missed: tuple[date, ...] = ()


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

    `history` are the exchanges of this direction, in any order: the last automatic one and the last by hand are enough.
    What lies before `since`, the moment at which the link was made, does not count. The first is due in the first of the
    rule's evenings whose slot lies after `since`.

    A missed window is caught up at the next one: its slot stays due while it is open, and once it has closed the next
    evening's slot is due, whatever its day; after that the rule's own days go on. Where an exchange by hand starts the
    count anew, its day also sets the day of the week; elsewhere it does not stand in for the evening's. Evenings in a
    pause are not missed; what fell due in one is due on the first evening after it."""
    wall, history = school.wall, list(history)
    done, by_hand = _last(history, Trigger.AUTOMATIC, since), _last(history, Trigger.MANUAL, since)
    first = _evening_of(rhythm, wall, done) + ONE_DAY if done else _first_evening(rhythm, school, since)
    if by_hand and rhythm.manual_resets:
        reset = own_day = by_hand.astimezone(wall).date()
        first = max(first, reset + rhythm.every_days * ONE_DAY)
    else:
        reset, own_day = None, MONDAY + weekday(school.number) * ONE_DAY
    # The rule's own evenings are a whole number of rounds from its own day.
    fell_due = first + (own_day - first).days % rhythm.every_days * ONE_DAY

    breaks = [pause for pause in pauses if pause.last >= fell_due]
    evening = _open_evening(rhythm, wall, max(fell_due, now.astimezone(wall).date() - ONE_DAY), breaks, now)
    missed = _missed(rhythm, wall, fell_due, evening, breaks)
    paused = max((pause.last for pause in breaks if pause.last < evening), default=None)

    why, because = Why.REGULAR, None
    if paused and evening == _open_evening(rhythm, wall, paused + ONE_DAY, breaks):
        why, because = Why.RESUMES, paused
    elif (evening - own_day).days % rhythm.every_days:
        why, because = Why.CATCH_UP, missed[0] if missed else fell_due
    elif reset and evening == reset + rhythm.every_days * ONE_DAY:
        why, because = Why.RESET, reset
    opens, closes = window(rhythm, wall, evening)
    return Due(_at(opens, closes, school), opens, closes, evening, why, because, missed)


def _last(history: list[Past], trigger: Trigger, since: datetime) -> datetime | None:
    return max((past.at for past in history if past.trigger is trigger and past.at >= since), default=None)


def _at(opens: datetime, closes: datetime, school: Place) -> datetime:
    return opens + max(closes - opens - TAIL, timedelta(0)) * slot(school.number)


def _first_evening(rhythm: Rhythm, school: Place, since: datetime) -> date:
    """The evening whose slot is the first after the link was made."""
    evening = since.astimezone(school.wall).date() - ONE_DAY
    while _at(*window(rhythm, school.wall, evening), school) <= since:
        evening += ONE_DAY
    return evening


def _evening_of(rhythm: Rhythm, wall: ZoneInfo, exchange: datetime) -> date:
    """The evening that an automatic exchange stands for: the one whose window it fell into, or else the last that had
    opened, or was about to, by a clock that differs."""
    day = (exchange + CLOCKS_DIFFER).astimezone(wall).date()
    is_early = exchange + CLOCKS_DIFFER < window(rhythm, wall, day)[0]
    return day - ONE_DAY if is_early or exchange < window(rhythm, wall, day - ONE_DAY)[1] else day


def _open_evening(
    rhythm: Rhythm, wall: ZoneInfo, evening: date, breaks: list[Pause], now: datetime | None = None
) -> date:
    """The first evening, from this one on, that lies in no pause and has a window; one that closes after `now`, if given."""
    while True:
        if pause := next((pause for pause in breaks if pause.covers(evening)), None):
            evening = pause.last + ONE_DAY
            continue
        opens, closes = window(rhythm, wall, evening)
        if opens < closes and (now is None or now < closes):
            return evening
        evening += ONE_DAY


def _missed(rhythm: Rhythm, wall: ZoneInfo, fell_due: date, evening: date, breaks: list[Pause]) -> tuple[date, ...]:
    """The evenings before `evening` on which an exchange was due, from `fell_due` on, the latest first: the rule's own,
    or, for one in a pause, the first after it."""
    own = range(0, (evening - fell_due).days, rhythm.every_days)
    due = {_open_evening(rhythm, wall, fell_due + days * ONE_DAY, breaks) for days in own}
    return tuple(sorted(due - {evening}, reverse=True))


def slot(school_number: int) -> float:
    """Where in the window a school's time lies: from 0 up to, but not including, 1."""
    return _hash(school_number, b"openpact") / 2**32


def weekday(school_number: int) -> int:
    """A school's day for weekly rules: 0 is Monday."""
    return _hash(school_number, b"openpact-day") * 7 >> 32


def _hash(school_number: int, purpose: bytes) -> int:
    return int.from_bytes(blake2b(str(school_number).encode(), digest_size=4, person=purpose).digest(), "big")


def window(rhythm: Rhythm, wall: ZoneInfo, evening: date) -> tuple[datetime, datetime]:
    """The moments (UTC) between which that evening's window is open; twice the same where there is none.

    Where a change of the clock makes an hour ambiguous or skips it, the later reading opens the window and the earlier
    one closes it: whatever lies between is inside the window on the wall clock too. A window that lies wholly in the
    hour that comes twice is open the first time; one that leaves nothing between a skipped hour and its other edge, not
    at all."""
    last_day = evening + ONE_DAY if rhythm.closes <= rhythm.opens else evening
    opens, closes = _readings(evening, rhythm.opens, wall), _readings(last_day, rhythm.closes, wall)
    if opens[0] < opens[1] and closes[0] < closes[1]:
        return opens[0], closes[0]
    return max(opens), max(*opens, min(closes))


def _readings(day: date, hour: time, wall: ZoneInfo) -> tuple[datetime, datetime]:
    """What the wall clock's hour may mean (UTC): ascending where it comes twice, descending where it is skipped."""
    one = datetime.combine(day, hour, wall)
    return one.astimezone(UTC), one.replace(fold=1).astimezone(UTC)
