"""The class's aspects on one screen, as the page shows them. Reads only, inside the school's transaction."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from openpact.hub.register.services import barred
from openpact.hub.roster.models import Person
from openpact.hub.roster.years import year_levels
from openpact.hub.schools.models import Cycle, School
from openpact.scale import Aspect, Odd, Scale, Score, Set, TooFew

from . import queries, scales, sheets, statements
from .models import Judgement
from .sheets import NOT_YET, Placed, Work

#: The values of an aspect's radio buttons beside the numbers of its sets.
NO_EVIDENCE, NOTHING = str(NOT_YET), ""


@dataclass(frozen=True, slots=True)
class Box:
    """One radio button: its value, what it says, and whether the student was placed there in an earlier cycle."""

    value: str
    set: Set | None
    checked: bool
    before: str = ""


@dataclass(frozen=True, slots=True)
class Cell:
    """One aspect of one student. `expected`: it is to be judged in the student's year."""

    aspect: Aspect
    standing: Placed | None
    boxes: tuple[Box, ...]
    expected: bool

    @property
    def was(self) -> str:
        return _value(self.standing)

    @property
    def seen(self) -> int:
        return self.standing.version if self.standing else 0


@dataclass(frozen=True, slots=True)
class Band:
    """A curriculum level's stretch of the scale, as it is drawn."""

    first: int
    width: int


@dataclass(frozen=True, slots=True)
class OddAspect:
    """An aspect to look at again."""

    aspect: Aspect
    odd: Odd


@dataclass(slots=True)
class Row:
    """One student's row."""

    person: Person
    work: Work
    cells: tuple[Cell, ...] = ()
    judgement: Judgement | None = None
    #: Why nothing can be placed, in a few words; empty where it can.
    closed: str = ""
    problem: str = ""

    @property
    def score(self) -> Score | None:
        found = self.work.score
        return found if isinstance(found, Score) else None

    @property
    def more(self) -> int:
        """How many more aspects a score needs."""
        found = self.work.score
        return found.more if isinstance(found, TooFew) else 0

    @property
    def width(self) -> int:
        return self.score.high - self.score.low if self.score else 0

    @property
    def missing(self) -> int:
        """How many of the aspects that are expected of the student have no set."""
        return sum(cell.expected and not (cell.standing and cell.standing.set) for cell in self.cells)

    @property
    def odd(self) -> list[OddAspect]:
        framework = self.work.scale.framework
        return [OddAspect(framework.aspect(each.aspect), each) for each in self.work.odd]

    @property
    def decided(self) -> bool:
        return self.judgement is not None and bool(self.judgement.level)

    @property
    def confirmable(self) -> bool:
        """The recommended level can be confirmed now."""
        return self.score is not None and not self.closed and (not self.decided or self.work.unlocked)

    @property
    def bands(self) -> list[Band]:
        return [Band(first, last - first + 1) for _level, first, last in self.work.scale.calibration.bands()]


@dataclass(slots=True)
class Tab:
    """An aspect above the class, with how many students have an answer."""

    aspect: Aspect
    answered: int
    asked: int

    @property
    def complete(self) -> bool:
        return self.answered >= self.asked


@dataclass(slots=True)
class ClassScreen:
    rows: list[Row] = field(default_factory=list)
    tabs: list[Tab] = field(default_factory=list)
    scale: Scale | None = None

    @property
    def confirmable(self) -> int:
        return sum(row.confirmable for row in self.rows)


def class_screen(
    school: School,
    students: Iterable[Person],
    *,
    area: str,
    cycle: Cycle,
    chosen: Mapping[tuple[int, str], str] | None = None,
) -> ClassScreen:
    """Everybody's row. `chosen` are values of radio buttons that are not saved yet. The same few queries for any class."""
    people = list(students)
    scale = scales.current(area)
    works = sheets.of_people(cycle, area, [person.id for person in people])
    judgements = queries.judgements_of(people, cycle=cycle, area=area)
    years = year_levels(person.id for person in people)
    not_enrolled = barred(school.id, [person.id for person in people])
    before = last_time(works, cycle, area, scale)
    screen = ClassScreen(scale=scale)
    for person in people:
        work, year = works[person.id], years.get(person.id)
        row = Row(person, work, judgement=judgements.get(person.id))
        row.cells = tuple(
            _cell(person.id, aspect, work, year, before, chosen or {}) for aspect in work.scale.framework.aspects
        )
        row.closed = _closed(row, cycle, area, year, not_enrolled)
        screen.rows.append(row)
    for place, aspect in enumerate(scale.framework.aspects):
        of_aspect = [row.cells[place] for row in screen.rows if row.work.scale.framework is scale.framework]
        asked = [cell for cell in of_aspect if cell.expected]
        screen.tabs.append(Tab(aspect, sum(cell.was != NOTHING for cell in asked), len(asked)))
    return screen


def last_time(
    works: Mapping[int, Work], cycle: Cycle, area: str, scale: Scale
) -> dict[tuple[int, str], tuple[int, str]]:
    """By student and aspect: the set, and the name of the cycle in which they were placed there last. One query."""
    framework = scale.framework
    rows = statements.run(
        "last_time", people=list(works), area=area, cycle=cycle.id, framework=framework.key,
        framework_version=framework.version,
    )  # fmt: skip
    return {(person, aspect): (number, name) for person, aspect, number, name in rows}


def _cell(
    person: int, aspect: Aspect, work: Work, year: int | None, before: Mapping[tuple[int, str], tuple[int, str]],
    chosen: Mapping[tuple[int, str], str],
) -> Cell:  # fmt: skip
    standing = work.aspects.get(aspect.key)
    checked = chosen.get((person, aspect.key), _value(standing))
    number, cycle = before.get((person, aspect.key), (0, ""))
    boxes = [
        Box(str(each.number), each, str(each.number) == checked, cycle if each.number == number else "")
        for each in aspect.sets
    ]
    rest = [Box(value, None, value == checked) for value in (NO_EVIDENCE, NOTHING)]
    return Cell(aspect, standing, (*boxes, *rest), year is None or year in aspect.expected)


def _value(standing: Placed | None) -> str:
    return NOTHING if standing is None or standing.set is None else str(standing.set)


def _closed(row: Row, cycle: Cycle, area: str, year: int | None, not_enrolled: set[int]) -> str:
    if row.work.locked:
        return "locked"
    if row.person.id in not_enrolled:
        return "not-enrolled"
    if area not in cycle.areas or not cycle.covers_year(year):
        return "other-year"
    return ""
