"""When a register file would do damage it waits for a person. Each reason says what was seen and what to do."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import asdict, dataclass
from datetime import date

from openpact.said import Said, gettext, ngettext

from .plan import Action, Known, Plan
from .values import RegisterFile

#: Percentages; up to a handful of students never holds a file.
GOING, SOMEBODY_ELSE, REFUSED, HANDFUL = 20, 20, 30, 5


@dataclass(frozen=True, slots=True)
class Reason:
    """Why a file is held. `code` is stable; `message` says what was seen, `remedy` what to do about it."""

    code: str
    message: Said
    remedy: Said

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
            gettext("The file is of {day}; the one applied last is of {last}.", day=file.as_of, last=last),
            gettext("Discard it, unless you mean to go back to that day."),
        )
    if file.as_of > today:
        yield Reason(
            "future-file",
            gettext("The file says it is of {day}, a day that has not come yet.", day=file.as_of),
            gettext("Look at the day in the file's last line. Discard it unless the rest is right."),
        )


def _who(known: Mapping[str, Known], plan: Plan) -> Iterator[Reason]:
    listed = sum(one.listed for one in known.values())
    going, others = len(plan.of(Action.GOES)), sum(change.is_somebody_else for change in plan.changes)
    if _many(going, listed, GOING):
        yield Reason(
            "many-going",
            ngettext(
                "{n} of {listed} students would be enrolled no more.",
                "{n} of {listed} students would be enrolled no more.",
                going,
                listed=listed,
            ),
            gettext(
                "Approve it if they have left, as at the end of a year; otherwise discard it and get the file again."
            ),
        )
    if _many(others, listed, SOMEBODY_ELSE):
        yield Reason(
            "many-somebody-else",
            ngettext(
                "{n} of {listed} students would get another name and another birth date.",
                "{n} of {listed} students would get another name and another birth date.",
                others,
                listed=listed,
            ),
            gettext("Discard it: the columns or the rows seem to have slipped."),
        )


def _rows(file: RegisterFile) -> Iterator[Reason]:
    refused = len(file.refused)
    if _many(refused, file.rows, REFUSED):
        yield Reason(
            "many-refused",
            ngettext(
                "{n} of {rows} rows cannot be used.", "{n} of {rows} rows cannot be used.", refused, rows=file.rows
            ),
            gettext(
                "Look at the findings below. Approve it to use the other rows, or discard it and get the file again."
            ),
        )


def _many(some: int, everybody: int, percent: int) -> bool:
    return some > HANDFUL and some * 100 > everybody * percent
