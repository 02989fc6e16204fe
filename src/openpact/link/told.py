"""The schedule in words that a school's people use: the same on both sides, because both read them here."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from .providers.base import Provider, Rhythm
from .schedule import Due, Place, Why, weekday

#: A time is told as a span of so many minutes: a promise that can be kept.
SPAN = timedelta(minutes=20)
DAYS = ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday")


def hour(moment: datetime, wall: ZoneInfo) -> str:
    """`10:20pm`, `10pm`, `midnight`, `noon`: for what is to come."""
    return _clock(moment.astimezone(wall).time())


def minute(shown: time) -> str:
    """`10:20pm`, `10:00pm`, `12:00am`: for what has happened, as a clock on the wall shows it."""
    return f"{shown.hour % 12 or 12}:{shown.minute:02d}{_half(shown)}"


def day(of: date, today: date) -> str:
    """`Tuesday 1 December`; with the year when it is another one."""
    return f"{of:%A} {of.day} {of:%B}" + ("" if of.year == today.year else f" {of.year}")


def span(due: Due, wall: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments between which a person should expect it, inside the window: `SPAN` long, unless the window is not."""
    local = due.at.astimezone(wall)
    begins = due.at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) % SPAN
    return max(begins, due.opens), min(begins + SPAN, due.closes)


def when(due: Due, wall: ZoneInfo, now: datetime) -> str:
    """`Tuesday 1 December, between 10:20pm and 10:40pm`; `Now, until midnight` while its slot is past."""
    if due.at <= now:
        return f"Now, until {hour(due.closes, wall)}"
    begins, ends = span(due, wall)
    today = now.astimezone(wall).date()
    return f"{day(begins.astimezone(wall).date(), today)}, between {hour(begins, wall)} and {hour(ends, wall)}"


def rule(rhythm: Rhythm, place: Place) -> str:
    """`every night between 10pm and midnight`; `every week on Tuesday between …`; `every seven days between …`."""
    hours = f"between {_clock(rhythm.opens)} and {_clock(rhythm.closes)}"
    if rhythm.every_days == 1:
        return f"every night {hours}"
    if rhythm.manual_resets:
        return f"every seven days {hours}"
    return f"every week on {DAYS[weekday(place.number)]} {hours}"


def why(provider: Provider, rhythm: Rhythm, place: Place, due: Due, now: datetime) -> str:
    """Why just then, as a sentence or a few. What was missed is always among them."""
    today = now.astimezone(place.wall).date()
    said = [missed(due, today), f"{provider.name} does this {rule(rhythm, place)}."]
    match due.why:
        case Why.RESET if due.because:
            said.insert(0, f"An upload by hand on {day(due.because, today)} started the seven days anew.")
        case Why.CATCH_UP if due.missed:
            said.insert(1, "The next evening takes its place.")
        case Why.CATCH_UP if due.because:
            said.insert(0, f"The clocks change on {day(due.because, today)}, so the next evening takes its place.")
        case Why.RESUMES if due.because:
            said.insert(0, f"Paused until {day(due.because, today)}; it resumes on {day(due.evening, today)}.")
    return " ".join(filter(None, said))


def missed(due: Due, today: date) -> str:
    """`The one of Monday 23 November did not come.`; empty when none was missed."""
    if not due.missed:
        return ""
    if len(due.missed) == 1:
        return f"The one of {day(due.missed[0], today)} did not come."
    return f"{len(due.missed)} in a row did not come, the last on {day(due.missed[0], today)}."


def _clock(shown: time) -> str:
    if shown.minute == 0 and shown.hour % 12 == 0:
        return "noon" if shown.hour else "midnight"
    minutes = f":{shown.minute:02d}" if shown.minute else ""
    return f"{shown.hour % 12 or 12}{minutes}{_half(shown)}"


def _half(shown: time) -> str:
    return "am" if shown.hour < 12 else "pm"
