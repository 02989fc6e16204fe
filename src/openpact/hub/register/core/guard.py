"""When a register file would do damage it waits for a person. Each reason says what was seen and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from .plan import Action, Known, Plan
from .values import RegisterFile

#: Percentages; up to a handful of students never holds a file.
GOING, SOMEBODY_ELSE, REFUSED, HANDFUL = 20, 20, 30, 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is held. `code` is stable; `message` says what was seen, `remedy` what to do about it."""

    code: str
    message: str
    remedy: str

    def as_dict(self) -> dict[str, str]:
        return asdict(self)


def guard(
    known: Mapping[str, Known], file: RegisterFile, plan: Plan, *, today: date, last: date | None
) -> list[Reason]:
    """The reasons to hold the file; none: it may be applied by itself. `last` is the day of the file applied last."""
    return [*_when(file, today, last), *_who(known, plan), *_rows(file)]


def _when(file: RegisterFile, today: date, last: date | None) -> Iterator[Reason]:
    if last is not None and file.as_of < last:
        yield Reason(
            "older-file",
            f"The file is of {file.as_of:%-d %B %Y}; the one applied last is of {last:%-d %B %Y}.",
            "Discard it, unless you mean to go back to that day.",
        )
    if file.as_of > today:
        yield Reason(
            "future-file",
            f"The file says it is of {file.as_of:%-d %B %Y}, a day that has not come yet.",
            "Look at the day in the file's last line. Discard it unless the rest is right.",
        )


def _who(known: Mapping[str, Known], plan: Plan) -> Iterator[Reason]:
    listed = sum(one.listed for one in known.values())
    going, others = len(plan.of(Action.GOES)), sum(change.is_somebody_else for change in plan.changes)
    if _many(going, listed, GOING):
        yield Reason(
            "many-going",
            f"{going} of {listed} students would be enrolled no more.",
            "Approve it if they have left, as at the end of a year; otherwise discard it and get the file again.",
        )
    if _many(others, listed, SOMEBODY_ELSE):
        yield Reason(
            "many-somebody-else",
            f"{others} of {listed} students would get another name and another birth date.",
            "Discard it: the columns or the rows seem to have slipped.",
        )


def _rows(file: RegisterFile) -> Iterator[Reason]:
    refused = len(file.refused)
    if _many(refused, file.rows, REFUSED):
        yield Reason(
            "many-refused",
            f"{refused} of {file.rows} rows cannot be used.",
            "Look at the findings below. Approve it to use the other rows, or discard it and get the file again.",
        )


def _many(some: int, everybody: int, percent: int) -> bool:
    return some > HANDFUL and some * 100 > everybody * percent
