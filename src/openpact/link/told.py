"""The schedule in words that a school's people use: the same on both sides, because both read them here."""

from datetime import date, datetime, time, timedelta
from zoneinfo import ZoneInfo

from openpact.said import MONTHS, Said, Value, gettext, gettext_noop, ngettext, sentences

from .providers.base import Provider, Rhythm
from .schedule import Due, Place, Why, weekday

#: A time is told as a span of so many minutes: a promise that can be kept.
SPAN = timedelta(minutes=20)
DAYS = (
    gettext_noop("Monday"),
    gettext_noop("Tuesday"),
    gettext_noop("Wednesday"),
    gettext_noop("Thursday"),
    gettext_noop("Friday"),
    gettext_noop("Saturday"),
    gettext_noop("Sunday"),
)


def hour(moment: datetime, wall: ZoneInfo) -> Said:
    """`10:20pm`, `10pm`, `midnight`, `noon`: for what is to come."""
    return _clock(moment.astimezone(wall).time())


def minute(shown: time) -> Said:
    """`10:20pm`, `10:00pm`, `12:00am`: for what has happened, as a clock on the wall shows it."""
    return _half(shown, f"{shown.hour % 12 or 12}:{shown.minute:02d}")


def day(of: date, today: date) -> Said:
    """`Tuesday 1 December`; with the year when it is another one."""
    parts: dict[str, Value] = {
        "weekday": gettext(DAYS[of.weekday()]), "day": of.day, "month": gettext(MONTHS[of.month - 1])
    }  # fmt: skip
    if of.year == today.year:
        return gettext("{weekday} {day} {month}", **parts)
    return gettext("{weekday} {day} {month} {year}", **parts, year=of.year)


def span(due: Due, wall: ZoneInfo) -> tuple[datetime, datetime]:
    """The moments between which a person should expect it, inside the window: `SPAN` long, unless the window is not."""
    local = due.at.astimezone(wall)
    begins = due.at - timedelta(minutes=local.minute, seconds=local.second, microseconds=local.microsecond) % SPAN
    return max(begins, due.opens), min(begins + SPAN, due.closes)


def when(due: Due, wall: ZoneInfo, now: datetime) -> Said:
    """`Tuesday 1 December, between 10:20pm and 10:40pm`; `Now, until midnight` while its slot is past."""
    if due.at <= now:
        return gettext("Now, until {hour}", hour=hour(due.closes, wall))
    begins, ends = span(due, wall)
    that_day = day(begins.astimezone(wall).date(), now.astimezone(wall).date())
    return gettext("{day}, between {begins} and {ends}", day=that_day, begins=hour(begins, wall), ends=hour(ends, wall))


def rule(rhythm: Rhythm, place: Place) -> Said:
    """`every night between 10pm and midnight`; `every week on Tuesday between …`; `every seven days between …`."""
    hours: dict[str, Value] = {"opens": _clock(rhythm.opens), "closes": _clock(rhythm.closes)}
    if rhythm.every_days == 1:
        return gettext("every night between {opens} and {closes}", **hours)
    if rhythm.manual_resets:
        return gettext("every seven days between {opens} and {closes}", **hours)
    that_day = gettext(DAYS[weekday(place.number)])
    return gettext("every week on {weekday} between {opens} and {closes}", weekday=that_day, **hours)


def why(provider: Provider, rhythm: Rhythm, place: Place, due: Due, now: datetime) -> Said:
    """Why just then, as a sentence or a few. What was missed is always among them."""
    today = now.astimezone(place.wall).date()
    rules = gettext("{sms} does this {rule}.", sms=provider.name, rule=rule(rhythm, place))
    said = [missed(due, today), rules]
    match due.why:
        case Why.RESET if due.because:
            by_hand = day(due.because, today)
            said.insert(0, gettext("An upload by hand on {day} started the seven days anew.", day=by_hand))
        case Why.CATCH_UP if due.missed:
            said.insert(1, gettext("The next evening takes its place."))
        case Why.CATCH_UP if due.because:
            change = day(due.because, today)
            said.insert(0, gettext("The clocks change on {day}, so the next evening takes its place.", day=change))
        case Why.RESUMES if due.because:
            last, next_one = day(due.because, today), day(due.evening, today)
            said.insert(0, gettext("Paused until {last}; it resumes on {day}.", last=last, day=next_one))
    return sentences(*said)


def missed(due: Due, today: date) -> Said:
    """`The one of Monday 23 November did not come.`; empty when none was missed."""
    if not due.missed:
        return sentences()
    last = day(due.missed[0], today)
    if len(due.missed) == 1:
        return gettext("The one of {day} did not come.", day=last)
    return ngettext(
        "{n} in a row did not come, the last on {day}.",
        "{n} in a row did not come, the last on {day}.",
        len(due.missed),
        day=last,
    )


def _clock(shown: time) -> Said:
    if shown.minute == 0 and shown.hour % 12 == 0:
        return gettext("noon") if shown.hour else gettext("midnight")
    minutes = f":{shown.minute:02d}" if shown.minute else ""
    return _half(shown, f"{shown.hour % 12 or 12}{minutes}")


def _half(shown: time, digits: str) -> Said:
    return gettext("{time}am", time=digits) if shown.hour < 12 else gettext("{time}pm", time=digits)
