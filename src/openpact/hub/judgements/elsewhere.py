"""A student at two schools: what they bring along from others, and who sees what is written here.

Inside the school's transaction. Both ask through narrow doors in the database, which decide by themselves what may be
answered: see docs/explanation/sharing.md.
"""

from dataclasses import dataclass
from datetime import date
from itertools import groupby

from openpact.hub.platform import clock
from openpact.hub.roster.models import Person

from . import statements
from .models import LearningArea, Level


@dataclass(frozen=True, slots=True)
class Brought:
    """One judgement of another school, as it counts there now."""

    cycle: str
    area: LearningArea
    level: Level
    judged_on: date


@dataclass(frozen=True, slots=True)
class FromSchool:
    """What another school has written, shown because the student is enrolled here since that day."""

    school: str
    since: date
    judgements: tuple[Brought, ...]


@dataclass(frozen=True, slots=True)
class Onlooker:
    """A school that sees what is written here; nameless where this one may not know which it is."""

    school: str
    since: date


def brought_along(student: Person) -> list[FromSchool]:
    """By the schools' names. One query."""
    rows = statements.run("brought_along", person=student.id, now=clock.now())
    return [
        FromSchool(school, since, tuple(_brought(*rest) for _school, _since, *rest in found))
        for (school, since), found in groupby(rows, key=lambda row: row[:2])
    ]


def onlookers(student: Person) -> list[Onlooker]:
    """Who sees what is written here. One query."""
    return [Onlooker(*row) for row in statements.run("seen_elsewhere", person=student.id, now=clock.now())]


def _brought(cycle: str, area: str, level: str, judged_on: date) -> Brought:
    return Brought(cycle, LearningArea(area), Level(level), judged_on)
