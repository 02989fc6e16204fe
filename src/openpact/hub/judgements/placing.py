"""Placing students on aspects: saved one by one as a teacher goes, and unlocking what was confirmed.

Unlike overall judgements, placements stand each for itself: what can be saved is saved, and what cannot says why. A placement
names the version it was made from, so that nobody overwrites a colleague without having seen what they chose; sending one twice
does nothing twice. Everything happens inside the school's transaction.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from django.db import transaction
from django.utils.translation import gettext as _

from openpact.hub.accounts.models import User
from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle, LearningArea, School

from . import permits, sheets, statements, told
from .errors import JudgementError, Locked, Problem
from .models import JudgementVersion
from .sheets import NOT_YET, Placed, Work


@dataclass(frozen=True, slots=True)
class Placement:
    """What somebody chose: `set` from 1, NOT_YET, or None to take it back; `seen` is the version they saw, 0 for none."""

    person_id: int
    aspect: str
    set: int | None
    seen: int = 0


class Became(StrEnum):
    SAVED = "saved"
    #: That is what stood already.
    SAME = "same"
    #: A colleague chose something else meanwhile; theirs stands.
    CONFLICT = "conflict"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True)
class Answer:
    """What became of one placement, and what stands now (None: nothing was ever placed)."""

    placement: Placement
    became: Became
    standing: Placed | None = None
    problem: Problem | None = None


def place(
    school: School, user: User, placements: list[Placement], *, area: str, cycle: Cycle
) -> tuple[list[Answer], dict[int, Work]]:
    """Save what can be saved; the answers in order, and the sheets of these students as they are now.

    The rules are those of confirming (services.confirm); besides, the sheet of a confirmed judgement is locked.
    Raises NoAccess, CycleNotOpen; ValueError for what no page can send (an aspect or set that is not there, one twice).
    """
    if area not in LearningArea.values:
        raise ValueError(f"No such learning area: {area!r}.")
    if len({(each.person_id, each.aspect) for each in placements}) != len(placements):
        raise ValueError("An aspect of a student stands twice among the placements.")
    with transaction.atomic():
        return _place(school, user, placements, area, cycle)


def _place(
    school: School, user: User, placements: list[Placement], area: str, cycle: Cycle
) -> tuple[list[Answer], dict[int, Work]]:
    access = permits.enter(school, user, cycle)
    people = list({each.person_id: None for each in placements})
    problems = permits.forbidden(school, access, people)
    problems |= permits.not_in_cycle(cycle, area, [p for p in people if p not in problems])
    problems |= permits.not_enrolled(school, [p for p in people if p not in problems])
    works = sheets.locked_for_writing(school, cycle, area, [p for p in people if p not in problems])
    problems |= {person: Locked(person) for person, work in works.items() if work.locked}
    answers = [_answer(each, works.get(each.person_id), problems.get(each.person_id)) for each in placements]
    saved = [each for each in answers if each.became is Became.SAVED]
    if saved:
        now = clock.now()
        rows = [
            (works[each.placement.person_id].id, each.placement.aspect, each.placement.set, each.placement.seen + 1)
            for each in saved
        ]
        _write(school, user, rows, now)
        placed = {
            each.placement: Placed(each.placement.set, each.placement.seen + 1, user.name or _("Somebody"), now)
            for each in saved
        }
        for placement, standing in placed.items():
            works[placement.person_id].aspects[placement.aspect] = standing
        answers = [
            Answer(each.placement, each.became, placed.get(each.placement, each.standing), each.problem)
            for each in answers
        ]
    return answers, works


def _write(school: School, user: User, rows: list[tuple[int | None, str, int | None, int]], now: datetime) -> None:
    """Rows of sheet, aspect, set and version; the sheets are locked."""
    on, aspects, sets, versions = (list(column) for column in zip(*rows, strict=True))
    statements.run(
        "place", on=on, aspects=aspects, sets=sets, versions=versions, school=school.id, user=user.id, now=now
    )


def _answer(placement: Placement, work: Work | None, problem: Problem | None) -> Answer:
    standing = work.aspects.get(placement.aspect) if work else None
    if problem is not None or work is None:
        return Answer(placement, Became.REFUSED, standing, problem)
    _exists(placement, work)
    if placement.set == (standing.set if standing else None):
        return Answer(placement, Became.SAME, standing)
    if placement.seen != (standing.version if standing else 0):
        return Answer(placement, Became.CONFLICT, standing)
    return Answer(placement, Became.SAVED, standing)


def _exists(placement: Placement, work: Work) -> None:
    try:
        aspect = work.scale.framework.aspect(placement.aspect)
    except KeyError:
        raise ValueError(f"No such aspect: {placement.aspect!r}.") from None
    if placement.set not in (None, NOT_YET) and not 1 <= placement.set <= len(aspect.sets):
        raise ValueError(f"{aspect.name} has no set {placement.set}.")


class NothingToUnlock(JudgementError):
    """The overall judgement of this student is not confirmed, or is unlocked already."""


def unlock(school: School, user: User, person_id: int, *, area: str, cycle: Cycle, because: str) -> None:
    """Open the sheet of a confirmed judgement again. The confirmed version counts until the next is confirmed.

    Raises NoAccess, CycleNotOpen, NothingToUnlock, NotPermitted.
    """
    with transaction.atomic():
        work = _allowed(school, user, person_id, area, cycle)
        if not work.locked:
            raise NothingToUnlock
        told.unlocked(school, user, person_id, area, cycle, because)
        statements.run("unlock", sheets=[work.id], now=clock.now(), user=user.id, because=because)


def lock_again(school: School, user: User, person_id: int, *, area: str, cycle: Cycle) -> None:
    """Take unlocking back: the aspects are what they were when the judgement was confirmed. Raises as `unlock` does."""
    with transaction.atomic():
        work = _allowed(school, user, person_id, area, cycle)
        if work.locked or not work.unlocked:
            raise NothingToUnlock
        before = _confirmed_aspects(person_id, area, cycle)
        now = work.answers
        changed = [key for key in {**before, **now} if before.get(key) != now.get(key)]
        if changed:
            versions = {key: work.aspects[key].version + 1 if key in work.aspects else 1 for key in changed}
            _write(school, user, [(work.id, key, before.get(key), versions[key]) for key in changed], clock.now())
        told.locked_again(school, user, person_id, area, cycle)
        statements.run("close_sheets", sheets=[work.id], locked=[True])


class NotPermitted(JudgementError):
    """This user may not judge this student now; `problem` says why."""

    def __init__(self, problem: Problem) -> None:
        self.problem = problem
        super().__init__(problem.message)


def _allowed(school: School, user: User, person_id: int, area: str, cycle: Cycle) -> Work:
    access = permits.enter(school, user, cycle)
    for problem in permits.forbidden(school, access, [person_id]).values():
        raise NotPermitted(problem)
    return sheets.locked_for_writing(school, cycle, area, [person_id])[person_id]


def _confirmed_aspects(person_id: int, area: str, cycle: Cycle) -> dict[str, int]:
    newest = JudgementVersion.objects.filter(
        judgement__person=person_id, judgement__area=area, judgement__cycle=cycle
    ).order_by("-version")
    return newest.values_list("aspects", flat=True).first() or {}
