"""The rules of versions, as functions of values: what becomes of one choice, given what stands?

no decision yet  --level-->             version 1; with a reason where the aspects recommend another
version n        --other level-->       version n + 1, with a reason
version n        --"" (withdrawn)-->    version n + 1, with a reason
version n        --same level-->        nothing new
unlocked         --any level-->         version n + 1; the reason for unlocking serves where there is no other
"""

from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum
from uuid import UUID

from .errors import AspectsNeeded, Conflict, Problem, ReasonNeeded, ReasonToDiffer, UnknownLevel
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


@dataclass(frozen=True, slots=True)
class Basis:
    """What the aspects say: the level they recommend, "" without a score; and why the sheet was unlocked, None where it was not."""

    recommended: str = ""
    unlocked_because: str | None = None
    #: How many more aspects must be judged before anything may be confirmed.
    aspects_needed: int = 0


def decide(entry: Entry, standing: Standing | None, basis: Basis = Basis()) -> Step | Problem:
    """The next step, or the problem that stands in its way."""
    if entry.level != WITHDRAWN and entry.level not in Level.values:
        return UnknownLevel(entry.person_id)
    # First of all: whoever chose what already stands has nothing to argue about (a form sent twice, for one).
    unlocked = standing is not None and basis.unlocked_because is not None
    if entry.level == (standing.level if standing else WITHDRAWN) and not (unlocked and entry.level):
        return Step(entry, Action.UNCHANGED, standing.version if standing else 0, "", standing)
    if entry.level and basis.aspects_needed:
        return AspectsNeeded(entry.person_id, basis.aspects_needed)
    differs = bool(entry.level and basis.recommended and entry.level != basis.recommended)
    if standing is None:
        if differs and not entry.reason.strip():
            return ReasonToDiffer(entry.person_id, Level(basis.recommended).label)
        return Step(entry, Action.CONFIRMED, 1, entry.reason.strip() if differs else "", None)
    if entry.seen_version != standing.version:
        return Conflict(
            entry.person_id,
            seen_version=entry.seen_version,
            version=standing.version,
            level_name=Level(standing.level).label if standing.level else "",
            by=standing.by,
            at=standing.at,
        )
    reason = entry.reason.strip()
    if not reason and differs:
        return ReasonToDiffer(entry.person_id, Level(basis.recommended).label)
    reason = reason or (basis.unlocked_because or "")
    if not reason:
        return ReasonNeeded(entry.person_id, withdrawing=entry.level == WITHDRAWN)
    action = Action.CHANGED if entry.level else Action.WITHDRAWN
    return Step(entry, action, standing.version + 1, reason, standing)
