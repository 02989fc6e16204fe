"""Why judgements were not confirmed, or a feed not acknowledged.

What concerns one student is a value (a `Problem`), so that a page can show all of them beside their rows at once; the
exception `NotConfirmed` carries them. What concerns the whole request is an exception of its own.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


class JudgementError(Exception):
    """Nothing was written."""


@dataclass(frozen=True, slots=True)
class Problem:
    """What stands in the way of one student's judgement."""

    person_id: int

    @property
    def message(self) -> str:
        raise NotImplementedError


@dataclass(frozen=True, slots=True)
class ReasonNeeded(Problem):
    """A confirmed judgement changes, and nobody said why."""

    withdrawing: bool = False

    @property
    def message(self) -> str:
        if self.withdrawing:
            return _("This judgement is already confirmed. Say in a few words why it is withdrawn, then confirm again.")
        return _("This judgement is already confirmed. Say in a few words why it is changed, then confirm again.")


@dataclass(frozen=True, slots=True)
class ReasonToDiffer(Problem):
    """Another level than the aspects recommend was chosen, and nobody said why."""

    recommended: str

    @property
    def message(self) -> str:
        return _("The aspects recommend %(level)s. Say in a few words why you choose another, then confirm again.") % {
            "level": self.recommended
        }


@dataclass(frozen=True, slots=True)
class AspectsNeeded(Problem):
    """The school confirms an overall judgement only once enough aspects are judged."""

    more: int

    @property
    def message(self) -> str:
        return ngettext(
            "Your school confirms a level only once enough aspects are judged: %(n)s more is needed. Your choice is kept.",
            "Your school confirms a level only once enough aspects are judged: %(n)s more are needed. Your choice is kept.",
            self.more,
        ) % {"n": self.more}


@dataclass(frozen=True, slots=True)
class Locked(Problem):
    """The overall judgement is confirmed, so its aspects stand until somebody unlocks them."""

    @property
    def message(self) -> str:
        return _("The overall judgement is confirmed, so its aspects are locked. Unlock them first, and say why.")


@dataclass(frozen=True, slots=True)
class Conflict(Problem):
    """Somebody else decided after the page was opened. Their decision stands until a person looks at it."""

    seen_version: int
    version: int
    level_name: str
    by: str
    at: datetime

    @property
    def message(self) -> str:
        words = {"who": self.by, "level": self.level_name, "version": self.version}
        if self.level_name:
            return (
                _(
                    "%(who)s confirmed %(level)s (version %(version)s) after you opened this page. Theirs counts for now; your"
                    " choice is kept below. To replace theirs, say why and confirm again."
                )
                % words
            )
        return (
            _(
                "%(who)s withdrew the judgement (version %(version)s) after you opened this page. Theirs counts for now; your"
                " choice is kept below. To replace theirs, say why and confirm again."
            )
            % words
        )


@dataclass(frozen=True, slots=True)
class UnknownLevel(Problem):
    """Not one of the curriculum levels."""

    @property
    def message(self) -> str:
        return _("That is not a curriculum level. Choose one of the levels shown.")


@dataclass(frozen=True, slots=True)
class NotAStudentNow(Problem):
    """Left the school, is no student, or is unknown here."""

    @property
    def message(self) -> str:
        return _("Only a student who is in the school's roster now can be judged. Earlier judgements are kept.")


@dataclass(frozen=True, slots=True)
class NotYours(Problem):
    """In none of the teacher's groups."""

    @property
    def message(self) -> str:
        return _("This student is in none of your classes or groups. Ask your PaCT administrator if that is wrong.")


@dataclass(frozen=True, slots=True)
class NotInCycle(Problem):
    """The cycle does not ask for this judgement: not this learning area, or not this student's year level."""

    cycle: str
    covers: str
    year: int | None = None

    @property
    def message(self) -> str:
        words = {"cycle": self.cycle, "covers": self.covers, "year": self.year}
        if self.year is None:
            said = _("%(cycle)s is for %(covers)s only.") % words
        else:
            said = _("This student is in year %(year)s; %(cycle)s is for %(covers)s.") % words
        return said + " " + _("Judge out of cycle instead, or ask your PaCT administrator to change the cycle.")


@dataclass(frozen=True, slots=True)
class NotEnrolled(Problem):
    """The school judges only students who are enrolled, and the register does not list this one as enrolled today."""

    @property
    def message(self) -> str:
        return _(
            "The enrolment register does not list this student as enrolled here today, and your school judges only students"
            " who are. Nothing is lost: your PaCT administrator can see why under Manage, Enrolment register."
        )


class NotConfirmed(JudgementError):
    """Nothing was confirmed: each problem names a student and what to do."""

    def __init__(self, problems: list[Problem]) -> None:
        self.problems = tuple(problems)
        super().__init__("; ".join(type(p).__name__ for p in problems))


class NoAccess(JudgementError):
    """The user has no access to this school, or it does not hold any more."""

    def __init__(self) -> None:
        super().__init__(_("You have no access to this school now. Nothing was confirmed."))


class CycleNotOpen(JudgementError):
    """Teachers judge while the cycle is open; a leader or an administrator may at any time."""

    def __init__(self, name: str, opens_on: date, closes_on: date, *, closed_early: bool = False) -> None:
        self.opens_on, self.closes_on = opens_on, closes_on
        words = {"name": name, "first": date_format(opens_on, "j F Y"), "last": date_format(closes_on, "j F Y")}
        said = (
            _("%(name)s was closed before its last day.")
            if closed_early
            else _("%(name)s is open from %(first)s to %(last)s.")
        )
        super().__init__(
            said % words
            + " "
            + _(
                "Nothing was confirmed. You can judge out of cycle, or ask your PaCT administrator to open the cycle"
                " again or to confirm for you."
            )
        )


class BeyondFeed(JudgementError):
    """A cursor that the feed has not reached yet."""

    def __init__(self, cursor: int, head: int) -> None:
        self.cursor, self.head = cursor, head
        super().__init__(f"Cursor {cursor} is beyond the newest row, {head}. Nothing was changed.")
