"""Register and SMS side by side: who is in both, who only in one, and where the two do not agree."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from uuid import UUID

from .values import Entry


@dataclass(frozen=True, slots=True)
class Student:
    """A student of the school as its SMS has them. `key` is our own of the national student; None without an NSN."""

    person_id: int
    key: UUID | None
    first_name: str
    last_name: str
    preferred_name: str = ""
    dob: date | None = None

    @property
    def name(self) -> str:
        return f"{self.preferred_name or self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class Kept:
    """An enrolment as it is kept. `gone_on` is the day on which the register did not list it any more."""

    key: UUID
    entry: Entry
    gone_on: date | None = None

    def holds_on(self, day: date) -> bool:
        return self.gone_on is None and self.entry.holds_on(day)


class Why(StrEnum):
    """Why a student of the SMS is not enrolled.

    no-nsn      the SMS gives no NSN, so the register cannot know them
    not-listed  no enrolment with this NSN was ever there
    gone        the register does not list them any more
    left        the leave date has passed
    not-yet     the start date has not come
    """

    NO_NSN = "no-nsn"
    NOT_LISTED = "not-listed"
    GONE = "gone"
    LEFT = "left"
    NOT_YET = "not-yet"


@dataclass(frozen=True, slots=True)
class Both:
    """Enrolled and in the SMS. `differs` names the fields in which the two do not agree."""

    student: Student
    kept: Kept
    differs: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class OnlyHere:
    """In the SMS only; `kept` is the enrolment that does not hold now, if there is one."""

    student: Student
    why: Why
    kept: Kept | None


@dataclass(frozen=True)
class Standing:
    both: list[Both]
    only_enrolled: list[Kept]
    only_here: list[OnlyHere]

    @property
    def differences(self) -> list[Both]:
        return [one for one in self.both if one.differs]


def standing(kept: Iterable[Kept], students: Iterable[Student], today: date) -> Standing:
    """Everybody who is enrolled today or a student of the SMS, each once for each of the SMS's records."""
    by_key = {one.key: one for one in kept}
    both, only_here, here = [], [], set()
    for student in students:
        one = by_key.get(student.key) if student.key else None
        if one is not None and one.holds_on(today):
            here.add(one.key)
            both.append(Both(student, one, differences(student, one.entry)))
        else:
            only_here.append(OnlyHere(student, _why(student, one, today), one))
    only_enrolled = [one for one in by_key.values() if one.holds_on(today) and one.key not in here]
    return Standing(both, only_enrolled, only_here)


def differences(student: Student, entry: Entry) -> tuple[str, ...]:
    """The fields in which SMS and register do not agree. Capitals and spaces do not count, macrons do; a birth date that
    the SMS does not give is no disagreement."""
    found = [
        field
        for field in ("first_name", "last_name")
        if _folded(getattr(student, field)) != _folded(getattr(entry, field))
    ]
    if student.dob is not None and student.dob != entry.dob:
        found.append("dob")
    return tuple(found)


def _folded(name: str) -> str:
    return " ".join(name.casefold().split())


def _why(student: Student, kept: Kept | None, today: date) -> Why:
    if student.key is None:
        return Why.NO_NSN
    if kept is None:
        return Why.NOT_LISTED
    if kept.gone_on is not None:
        return Why.GONE
    return Why.NOT_YET if kept.entry.start_date > today else Why.LEFT
