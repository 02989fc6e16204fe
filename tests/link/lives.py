"""Years in the life of a link, for the tests of the schedule: generated, lived by `next_due`, and told by another hand.

`lived` lets an SMS do what `next_due` says, through outages, pauses, exchanges by hand and changes of provider. `foretold`
says what ought to happen, evening by evening in the order of time, as a person with a calendar would: it shares no
reasoning with `next_due`, which looks back from a moment, only the windows and the slots."""

from bisect import bisect_right
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from openpact.link.providers import PROVIDERS, Rhythm
from openpact.link.schedule import TAIL, Due, Past, Pause, Place, Why, next_due, slot, weekday, window
from openpact.link.words import Trigger

ONE_DAY = timedelta(days=1)
AUCKLAND, CHATHAM = "Pacific/Auckland", "Pacific/Chatham"
NIGHTLY, WEEKLY, RESETTING = (PROVIDERS[key].upload for key in ("kamar", "etap", "musac-edge"))


@dataclass(frozen=True, slots=True)
class Life:
    """`links` are the moments at which a link was made, with its rhythm: a later one is a change of provider. In an
    outage, from its first moment until before its last, the SMS does nothing by itself."""

    school: Place
    links: tuple[tuple[datetime, Rhythm], ...]
    end: datetime
    outages: tuple[tuple[datetime, datetime], ...] = ()
    by_hand: tuple[datetime, ...] = ()
    pauses: tuple[Pause, ...] = ()

    def up_again(self, moment: datetime) -> datetime:
        """The first moment from this one on at which the SMS is up."""
        while ends := [last for first, last in self.outages if first <= moment < last]:
            moment = max(ends)
        return moment

    def is_paused(self, evening: date) -> bool:
        return any(pause.first <= evening <= pause.last for pause in self.pauses)


@dataclass(frozen=True, slots=True)
class Done:
    """An automatic exchange, as it was announced at the moment it happened."""

    at: datetime
    evening: date
    why: Why
    missed: tuple[date, ...]


def lived(life: Life) -> Iterator[tuple[Rhythm, datetime, datetime, Due, Done | None]]:
    """Each answer of `next_due` until something happens at the end or later: the rhythm, `since` and `now` it was asked
    with, the answer, and the exchange that came of it. It is asked as the hub and the agent ask it, with the last exchange of each kind."""
    events = sorted([(at, rhythm) for at, rhythm in life.links[1:]] + [(at, None) for at in life.by_hand], key=first_of)
    (now, rhythm), last = life.links[0], {}
    since, coming = now, bisect_right(events, now, key=first_of)
    while True:
        due = next_due(rhythm, life.school, last.values(), now, since=since, pauses=life.pauses)
        acts = life.up_again(max(due.at, now))
        event = events[coming] if coming < len(events) else (life.end, None)
        comes = min(acts, due.closes, event[0])
        if comes >= life.end:
            return
        happens = comes == acts < min(due.closes, event[0])
        yield rhythm, since, now, due, Done(acts, due.evening, due.why, due.missed) if happens else None
        now = comes
        if comes == event[0]:
            coming += 1
            if event[1]:
                since, rhythm = event
            else:
                last[Trigger.MANUAL] = Past(now, Trigger.MANUAL)
        elif happens:
            last[Trigger.AUTOMATIC] = Past(now, Trigger.AUTOMATIC)


def first_of(pair: tuple) -> datetime:
    return pair[0]


def foretold(life: Life) -> Iterator[Done]:
    """The automatic exchanges that ought to happen."""
    ends = [at for at, _ in life.links[1:]] + [life.end]
    for (since, rhythm), end in zip(life.links, ends, strict=True):
        yield from _of_one_link(life, rhythm, since, end)


def _of_one_link(life: Life, rhythm: Rhythm, since: datetime, end: datetime) -> Iterator[Done]:
    wall, rounds = ZoneInfo(life.school.zone), rhythm.every_days
    hands = sorted(at for at in life.by_hand if since < at < end) if rhythm.manual_resets else []
    reset = None  # the day of the last exchange by hand
    fresh = owed = False  # an exchange fell due and its evening has not come; its evening came and went without it
    after_pause, missed = False, []
    evening = since.astimezone(wall).date() - 2 * ONE_DAY
    while True:
        evening += ONE_DAY
        opens, closes = window(rhythm, wall, evening)
        if opens >= end:
            return
        at = opens + max(closes - opens - TAIL, timedelta(0)) * slot(life.school.number)
        acts = life.up_again(at)
        while hands and hands[0] <= min(acts, closes):
            reset = hands.pop(0).astimezone(wall).date()
            fresh, owed, missed = False, False, []
        before = fresh or owed
        if reset:
            own = evening > reset and (evening - reset).days % rounds == 0
        else:
            own = at > since and (rounds == 1 or evening.weekday() == weekday(life.school.number))
        fresh = fresh or own
        if life.is_paused(evening):
            after_pause = True
            continue
        if opens == closes:
            continue
        if fresh or owed:
            if acts < min(closes, end):
                why = _why(after_pause and before, own, reset is not None and evening == reset + rounds * ONE_DAY)
                yield Done(acts, evening, why, tuple(missed[::-1]))
                fresh, owed, missed = False, False, []
            elif fresh:
                missed.append(evening)
                fresh, owed = False, True
        after_pause = False


def _why(resumes: bool, own: bool, is_reset: bool) -> Why:
    if resumes:
        return Why.RESUMES
    if not own:
        return Why.CATCH_UP
    return Why.RESET if is_reset else Why.REGULAR


def shows(rhythm: Rhythm, wall: ZoneInfo, moment: datetime) -> bool:
    """Whether the school's wall clock shows an hour inside the window."""
    shown = moment.astimezone(wall).time()
    if rhythm.opens < rhythm.closes:
        return rhythm.opens <= shown < rhythm.closes
    return shown >= rhythm.opens or shown < rhythm.closes


zones = st.sampled_from([AUCKLAND, CHATHAM])
schools = st.builds(Place, st.integers(1, 9999), zones)


@st.composite
def rhythms(draw: st.DrawFn) -> Rhythm:
    """The providers' own, and others: over midnight, and around the hours at which clocks change."""
    if draw(st.booleans()):
        return draw(st.sampled_from([NIGHTLY, WEEKLY, RESETTING]))
    opens = draw(st.integers(0, 4 * 12) | st.integers(0, 24 * 12 - 1)) * 5
    long = draw(st.sampled_from([15, 30, 60, 90, 120, 240, 360, 720, 1435, 1440]))
    hours = [time(*divmod(minutes % 1440, 60)) for minutes in (opens, opens + long)]
    return Rhythm(draw(st.sampled_from([1, 7])), *hours, manual_resets=draw(st.booleans()))


def pauses(days: st.SearchStrategy[date]) -> st.SearchStrategy[Pause]:
    return st.builds(lambda first, more: Pause(first, first + more * ONE_DAY), days, st.integers(0, 20))


@st.composite
def lives(draw: st.DrawFn, begins: st.SearchStrategy[datetime], days: int, at_most: int) -> Life:
    """Lives of so many days, with at most so many of each thing that interferes."""
    school, start = draw(schools), draw(begins)
    wall = ZoneInfo(school.zone)
    some_days = st.integers(0, days).map(lambda number: start.date() + number * ONE_DAY)
    hours = st.sampled_from([time(23, 59), time(0, 5), time(22), time(22, 40), time(2, 30), time(10)]) | st.times()
    moments = st.builds(lambda day, hour: datetime.combine(day, hour, wall).astimezone(UTC), some_days, hours)
    some = {"max_size": at_most, "unique": True}
    end = start + days * ONE_DAY
    changes = sorted(at for at in draw(st.lists(moments, max_size=3, unique=True)) if start < at < end)
    lasting = st.integers(1, 60 * 24) | st.integers(1, 40 * 60 * 24)
    outages = st.builds(lambda at, minutes: (at, at + timedelta(minutes=minutes)), moments, lasting)
    taken = set(changes)
    return Life(
        school,
        tuple((at, draw(rhythms())) for at in (start, *changes)),
        end,
        tuple(draw(st.lists(outages, **some))),
        tuple(sorted(at for at in draw(st.lists(moments, **some)) if at > start and at not in taken)),
        tuple(draw(st.lists(pauses(some_days), max_size=at_most))),
    )
