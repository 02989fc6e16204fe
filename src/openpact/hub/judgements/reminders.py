"""Reminding teachers by mail of what they still have to confirm: when somebody presses the button, or some days before the
cycle closes if the school wants that. Each teacher at most once a day and cycle."""

from dataclasses import dataclass
from datetime import timedelta

from django.utils.translation import ngettext

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, record
from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle, School

from . import completion, statements
from .models import Reminder


@dataclass(frozen=True, slots=True)
class Recipients:
    """Who would get a reminder now, who had one today, and who cannot get one because they have no access to PaCT."""

    now: tuple[completion.Asked, ...]
    today: tuple[completion.Asked, ...]
    unreachable: tuple[completion.Asked, ...]


def recipients(school: School, found: completion.Completion) -> Recipients:
    had = _reminded_since(found.cycle, clock.today(school.time_zone))
    reachable = [asked for asked in found.asked if asked.teacher.user_id is not None]
    return Recipients(
        now=tuple(asked for asked in reachable if asked.teacher.user_id not in had),
        today=tuple(asked for asked in reachable if asked.teacher.user_id in had),
        unreachable=tuple(asked for asked in found.asked if asked.teacher.user_id is None),
    )


def remind(school: School, cycle: Cycle, by: User | None) -> int:
    """Queue a mail to everybody who still has something to confirm and had none today; how many."""
    return _send(school, cycle, by, recipients(school, completion.of_school(school, cycle)).now)


def remind_by_itself(school: School) -> int:
    """For the open cycles whose school wants it, once their last day is near: everybody who was not reminded since then."""
    today, sent = clock.today(school.time_zone), 0
    for cycle in Cycle.objects.filter(school=school, remind_days__isnull=False, closes_on__gte=today):
        begin = cycle.closes_on - timedelta(days=cycle.remind_days)
        if cycle.is_due and cycle.state(today) == Cycle.State.OPEN and begin <= today:
            had = _reminded_since(cycle, begin)
            found = recipients(school, completion.of_school(school, cycle)).now
            sent += _send(school, cycle, None, tuple(a for a in found if a.teacher.user_id not in had))
    return sent


def what_is_left(school: School, cycle: Cycle, user_id: int) -> completion.Asked | None:
    """What somebody still has to confirm; None for nothing."""
    if cycle.state(clock.today(school.time_zone)) != Cycle.State.OPEN:
        return None
    asked = completion.of_school(school, cycle).asked
    return next((one for one in asked if one.teacher.user_id == user_id), None)


def _reminded_since(cycle: Cycle, day) -> set[int]:
    return set(Reminder.objects.filter(cycle=cycle, day__gte=day).values_list("user_id", flat=True))


def _send(school: School, cycle: Cycle, by: User | None, asked: tuple[completion.Asked, ...]) -> int:
    from .tasks import send_reminder

    rows = statements.run(
        "remind",
        school=school.id,
        cycle=cycle.id,
        users=[one.teacher.user_id for one in asked],
        day=clock.today(school.time_zone),
        by=by.id if by else None,
    )
    for (user_id,) in rows:
        send_reminder.defer(school_id=school.id, cycle_id=cycle.id, user_id=user_id)
    number = len(rows)
    if number:
        words = ngettext(
            "Reminded %(number)s teacher of what is still to confirm in %(cycle)s.",
            "Reminded %(number)s teachers of what is still to confirm in %(cycle)s.",
            number,
        )
        record(school, by, Area.CYCLES, words % {"number": number, "cycle": cycle.name})
    return number
