"""The sheets on which students' aspects are judged, and what they say together. Inside the school's transaction."""

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime

from openpact.hub.schools.models import Cycle, School
from openpact.scale import Odd, Scale, Score, TooFew

from . import scales, statements

#: The answer "not yet enough evidence": a real one, but nothing to score.
NOT_YET = 0


@dataclass(frozen=True, slots=True)
class Placed:
    """Where an aspect stands: `set` from 1, NOT_YET, or None where it was taken back."""

    set: int | None
    version: int
    by: str
    at: datetime


@dataclass(slots=True)
class Work:
    """A student's sheet with its aspects by key, as it is now. `id` is None where nothing was begun."""

    person_id: int
    scale: Scale
    id: int | None = None
    locked: bool = False
    unlocked: bool = False
    unlocked_because: str = ""
    aspects: dict[str, Placed] = field(default_factory=dict)

    @property
    def sets(self) -> dict[str, int]:
        """What is scored."""
        return {key: each.set for key, each in self.aspects.items() if each.set}

    @property
    def answers(self) -> dict[str, int]:
        """What was answered: with "not yet enough evidence", without what was taken back."""
        return {key: each.set for key, each in self.aspects.items() if each.set is not None}

    @property
    def score(self) -> Score | TooFew:
        return self.scale.score(self.sets)

    @property
    def odd(self) -> list[Odd]:
        return self.scale.odd(self.sets)


def locked_for_writing(school: School, cycle: Cycle, area: str, people: list[int]) -> dict[int, Work]:
    """The sheets of these people, begun where there are none, each locked until the end of the transaction."""
    if not people:
        return {}
    framework = scales.current(area).framework
    common = {"cycle": cycle.id, "area": area, "people": people}
    statements.run("begin", school=school.id, framework=framework.key, framework_version=framework.version, **common)
    return _with_aspects(statements.run("lock", **common))


def of_people(cycle: Cycle, area: str, people: Iterable[int]) -> dict[int, Work]:
    """The sheets of these people as they are; an empty one for whom nothing was begun. Two queries."""
    wanted = list(people)
    found = _with_aspects(statements.run("sheets", cycle=cycle.id, area=area, people=wanted)) if wanted else {}
    return {person: found.get(person) or Work(person, scales.current(area)) for person in wanted}


def _with_aspects(rows: list[tuple]) -> dict[int, Work]:
    works = {
        person: Work(person, scales.of_framework(framework, version), id, locked, unlocked, because)
        for person, id, locked, framework, version, unlocked, because in rows
    }
    by_sheet = {work.id: work for work in works.values()}
    for sheet, aspect, *placed in statements.run("aspects", sheets=list(by_sheet)) if by_sheet else ():
        by_sheet[sheet].aspects[aspect] = Placed(*placed)
    return works
