"""The class on one screen as a form: what was chosen for each student, kept whatever happens to it.

A student's fields are `level-<id>` (a level, `withdraw`, or nothing), `was-<id>` (what was shown as chosen when the page
was made) and `seen-<id>` (the version it was made from), and `reason-<id>`. Only what differs from `was` is a choice: a
judgement that a colleague changes meanwhile is nobody's conflict as long as one leaves it alone.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from django.utils.translation import gettext as _

from openpact.hub.roster.models import Person

from .errors import Problem
from .models import Judgement, JudgementVersion, Level
from .rules import WITHDRAWN, Entry
from .screen import Row

WITHDRAW = "withdraw"
NOT_YET = ""


@dataclass(frozen=True, slots=True)
class Option:
    """One radio button: its value, the words beside it, what a screen reader says first; whether it needs no reason, and
    whether the aspects recommend it."""

    value: str
    text: str
    spoken: str
    checked: bool
    plain: bool
    recommended: bool


@dataclass(slots=True)
class Line:
    """One student's row."""

    person: Person
    judgement: Judgement | None = None
    versions: list[JudgementVersion] = field(default_factory=list)
    chosen: str = NOT_YET
    reason: str = ""
    problem: Problem | None = None
    #: The year level they are known to be in, where the cycle does not cover it.
    other_year: int | None = None
    #: The school judges only students who are enrolled, and this one is not.
    not_enrolled: bool = False
    #: What the aspects say, where some were judged.
    row: Row | None = None

    @property
    def recommended(self) -> str:
        """The level that the aspects recommend; "" without a score."""
        return self.row.score.level if self.row and self.row.score else ""

    @property
    def reasons(self) -> bool:
        """A reason may be asked for: something stands, or something is recommended."""
        return self.judgement is not None or bool(self.recommended)

    @property
    def not_in_cycle(self) -> bool:
        """No first judgement is asked for; one that stands can be changed."""
        return self.other_year is not None and self.judgement is None

    @property
    def closed(self) -> bool:
        """Nothing can be chosen: no first judgement may be made. (Of who is not enrolled, one that stands can be withdrawn.)"""
        return self.not_in_cycle or (self.not_enrolled and not self.decided)

    @property
    def version(self) -> int:
        return self.judgement.version if self.judgement else 0

    @property
    def was(self) -> str:
        return self.judgement.level if self.judgement else NOT_YET

    @property
    def decided(self) -> bool:
        """A judgement counts: it can be changed or withdrawn, with a reason."""
        return bool(self.was)

    @property
    def latest(self) -> JudgementVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def options(self) -> list[Option]:
        none, words = (WITHDRAW, _("Withdraw")) if self.decided else (NOT_YET, _("Not yet"))
        choices = [(level.value, level.value, level.label) for level in Level] + [(none, words, "")]
        return [
            Option(value, text, spoken, self.chosen == value, self._plain(value), value == self.recommended)
            for value, text, spoken in choices
        ]

    def _plain(self, value: str) -> bool:
        """No reason is needed for it: it is what stands, or, where nothing stands yet, what is recommended."""
        return value == self.was or (self.judgement is None and value == self.recommended)


def entries(data: Mapping[str, str]) -> list[Entry]:
    """What somebody chose: of every student whose choice differs from what the page showed."""
    found = []
    for name, was in data.items():
        kind, _dash, key = name.partition("-")
        if kind != "was" or not _number(key):
            continue
        chosen = data.get(f"level-{key}", was)
        if chosen != was:
            level = WITHDRAWN if chosen == WITHDRAW else chosen
            reason = data.get(f"reason-{key}", "").replace("\0", "").strip()
            found.append(Entry(_number(key), level, _number(data.get(f"seen-{key}", "")), reason))
    return found


def _number(text: str) -> int:
    """A key or a version; 0 for what no page of ours sends."""
    return int(text) if text.isascii() and text.isdecimal() and len(text) <= 18 else 0


def lines(
    students: Iterable[Person],
    judgements: Mapping[int, Judgement],
    versions: Mapping[str, list[JudgementVersion]],
    chosen: Iterable[Entry] = (),
    problems: Iterable[Problem] = (),
) -> list[Line]:
    """The rows as they stand now, with the choices not confirmed yet and their problems."""
    by_person = {entry.person_id: entry for entry in chosen}
    problem_of = {problem.person_id: problem for problem in problems}
    found = []
    for person in students:
        judgement = judgements.get(person.id)
        line = Line(person, judgement, versions.get(judgement.id, []) if judgement else [])
        line.chosen = line.was
        if entry := by_person.get(person.id):
            line.chosen = entry.level or (WITHDRAW if line.decided else NOT_YET)
            line.reason = entry.reason
        line.problem = problem_of.get(person.id)
        found.append(line)
    return found
