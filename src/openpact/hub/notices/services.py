"""What asks for a person now, and putting it aside. Everything happens inside the school's transaction."""

from dataclasses import dataclass
from datetime import date
from enum import StrEnum

from openpact.hub.accounts.models import Role
from openpact.hub.platform import clock
from openpact.hub.schools.models import School

from .models import Notice, Told
from .sources import Cause, causes_at


class State(StrEnum):
    OPEN = "open"
    SNOOZED = "snoozed"
    DONE = "done"


@dataclass(frozen=True, slots=True)
class Standing:
    """A notice whose cause holds, with the cause's words and button of now."""

    notice: Notice
    cause: Cause
    state: State


def look(school: School, role: Role | str | None = None) -> list[Standing]:
    """Every notice whose cause holds, in order; those of a role, if one is given.

    New causes become notices, and notices whose cause is gone are closed: it does not matter who looks, or how often.
    """
    causes = {(cause.kind, cause.key): cause for cause in causes_at(school)}
    known = _known(school)
    gone = [notice.id for key, notice in known.items() if key not in causes]
    if gone:
        Notice.objects.filter(id__in=gone, closed_at=None).update(closed_at=clock.now())
    if new := [cause for key, cause in causes.items() if key not in known]:
        # Somebody else may be looking at the same moment: then theirs is the notice.
        Notice.objects.bulk_create([_notice(school, cause) for cause in new], ignore_conflicts=True)
        known = _known(school)
    _keep_up(known, causes)
    today = clock.today(school.time_zone)
    return [
        Standing(known[key], cause, _state(known[key], today))
        for key, cause in causes.items()
        if key in known and (role is None or role in cause.roles)
    ]


def asking(school: School, role: Role | str) -> list[Standing]:
    """Those that ask for somebody in this role now."""
    return [standing for standing in look(school, role) if standing.state is State.OPEN]


def snooze(school: School, user, notice_id: int, until: date) -> bool:
    """It rests until a day. Answers False for one that is closed or unknown."""
    return _put(school, notice_id, snoozed_until=until, done_at=None, put_aside_by=user)


def mark_done(school: School, user, notice_id: int) -> bool:
    return _put(school, notice_id, snoozed_until=None, done_at=clock.now(), put_aside_by=user)


def bring_back(school: School, notice_id: int) -> bool:
    """It asks again."""
    return _put(school, notice_id, snoozed_until=None, done_at=None, put_aside_by=None)


def _put(school: School, notice_id: int, **values) -> bool:
    return bool(Notice.objects.filter(school=school, id=notice_id, closed_at=None).update(**values))


def _known(school: School) -> dict[tuple[str, str], Notice]:
    found = Notice.objects.filter(school=school, closed_at=None).select_related("put_aside_by")
    return {(notice.kind, notice.key): notice for notice in found}


def _notice(school: School, cause: Cause) -> Notice:
    return Notice(
        school=school, kind=cause.kind, key=cause.key, title=str(cause.title), text=str(cause.text),
        about=sorted(cause.about), opened_at=clock.now(),
    )  # fmt: skip


def _keep_up(known: dict[tuple[str, str], Notice], causes: dict[tuple[str, str], Cause]) -> None:
    """Keep the words of now, and what it is about: both change while the cause holds."""
    changed, more = [], []
    for notice, cause in ((known[key], cause) for key, cause in causes.items() if key in known):
        if notice.done_at is not None and not cause.about.issubset(notice.about):
            more.append(notice)
        now = (str(cause.title), str(cause.text), sorted(cause.about))
        if (notice.title, notice.text, notice.about) != now:
            notice.title, notice.text, notice.about = now
            changed.append(notice)
    if changed:
        Notice.objects.bulk_update(changed, ["title", "text", "about"])
    for notice in more:
        _ask_again(notice)


def _ask_again(notice: Notice) -> None:
    """Somebody dealt with what it was about then, not with what it is about now: the digest tells of it anew."""
    as_read = Notice.objects.filter(id=notice.id, closed_at=None, done_at=notice.done_at)
    # Unless somebody else, looking at the same moment, was first.
    if as_read.update(done_at=None, put_aside_by=None):
        Told.objects.filter(notice=notice).delete()
        notice.done_at = notice.put_aside_by = None


def _state(notice: Notice, today: date) -> State:
    if notice.done_at is not None:
        return State.DONE
    if notice.snoozed_until is not None and notice.snoozed_until > today:
        return State.SNOOZED
    return State.OPEN
