"""The rules of versions, as functions of values: what becomes of one choice, given what stands?

    no decision yet  --level-->            version 1
    version n        --other level-->      version n + 1, with a reason
    version n        --"" (withdrawn)-->   version n + 1, with a reason
    version n        --same level-->       nothing new

When aspects recommend the level, their score joins `Entry` and `Step`; the rules stay.
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .errors import Conflict, Problem, ReasonNeeded, UnknownLevel
from .models import Level

WITHDRAWN = ""


@dataclass(frozen=True, slots=True)
class Entry:
    """What somebody chose for one student.

    `seen_version` is the version they were looking at, 0 for none; `level` is a Level, or "" to withdraw.
    """

    person_id: int
    level: str
    seen_version: int = 0
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Standing:
    """The decision that counts now."""

    judgement_id: UUID
    version: int
    level: str
    by: str
    at: datetime


class Action(StrEnum):
    CONFIRMED = "confirmed"
    CHANGED = "changed"
    WITHDRAWN = "withdrawn"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class Step:
    """What is to be recorded for one student."""

    entry: Entry
    action: Action
    version: int
    reason: str
    standing: Standing | None


def decide(entry: Entry, standing: Standing | None) -> Step | Problem:
    """The next step, or the problem that stands in its way."""
    if entry.level != WITHDRAWN and entry.level not in Level.values:
        return UnknownLevel(entry.person_id)
    # First of all: whoever chose what already stands has nothing to argue about (a form sent twice, for one).
    if entry.level == (standing.level if standing else WITHDRAWN):
        return Step(entry, Action.UNCHANGED, standing.version if standing else 0, "", standing)
    if standing is None:
        return Step(entry, Action.CONFIRMED, 1, "", None)
    if entry.seen_version != standing.version:
        return Conflict(
            entry.person_id,
            seen_version=entry.seen_version,
            version=standing.version,
            level_name=Level(standing.level).label if standing.level else "",
            by=standing.by,
            at=standing.at,
        )
    if not entry.reason.strip():
        return ReasonNeeded(entry.person_id, withdrawing=entry.level == WITHDRAWN)
    action = Action.CHANGED if entry.level else Action.WITHDRAWN
    return Step(entry, action, standing.version + 1, entry.reason.strip(), standing)
