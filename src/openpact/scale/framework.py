"""A framework: the aspects of a learning area, each with its sets in order. Data, read from TOML, with a version.

A student is placed on each aspect by best fit: at one of its sets, numbered from 1, or not at all.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

from .errors import BadData


@dataclass(frozen=True, slots=True)
class Years:
    """Year levels, first and last included."""

    first: int
    last: int

    @classmethod
    def of(cls, pair: Sequence[int]) -> "Years":
        """From a pair of numbers as it stands in a file. Raises ValueError."""
        first, last = map(int, pair)
        if not 0 < first <= last:
            raise ValueError(f"{first} to {last} are no year levels")
        return cls(first, last)

    def __contains__(self, year: int) -> bool:
        return self.first <= year <= self.last

    def __str__(self) -> str:
        return f"{self.first}" if self.first == self.last else f"{self.first}–{self.last}"


@dataclass(frozen=True, slots=True)
class Set:
    """One step of an aspect. `number` counts from 1; `years` usually meet it."""

    number: int
    label: str
    says: str
    years: Years


@dataclass(frozen=True, slots=True)
class Aspect:
    """One aspect; `short` fits a narrow column, `expected` are the year levels in which it is to be judged."""

    key: str
    name: str
    short: str
    strand: str
    about: str
    expected: Years
    sets: tuple[Set, ...]

    @property
    def steps(self) -> int:
        """How many steps lead from its first set to its last: the most it adds to a raw score."""
        return len(self.sets) - 1


@dataclass(frozen=True, slots=True)
class Framework:
    """The aspects of a learning area in order. (`key`, `version`) names it for ever."""

    key: str
    version: int
    name: str
    source: str
    link: str
    aspects: tuple[Aspect, ...]

    def aspect(self, key: str) -> Aspect:
        """Raises KeyError."""
        for aspect in self.aspects:
            if aspect.key == key:
                return aspect
        raise KeyError(key)

    def expected(self, year: int | None) -> tuple[Aspect, ...]:
        """The aspects to be judged in a year level; all of them where it is not known."""
        return tuple(each for each in self.aspects if year is None or year in each.expected)


def parse(data: Mapping[str, Any], where: str = "framework") -> Framework:
    """A framework from the tables of its TOML file. Raises BadData, which says what is wrong and where."""
    try:
        framework = Framework(
            key=str(data["key"]),
            version=int(data["version"]),
            name=str(data["name"]),
            source=str(data["source"]),
            link=str(data.get("link", "")),
            aspects=tuple(_aspect(each) for each in data["aspects"]),
        )
    except (AttributeError, KeyError, TypeError, ValueError) as wrong:
        raise BadData.from_reading(where, wrong) from wrong
    for problem in _problems(framework):
        raise BadData(where, problem)
    return framework


def _aspect(data: Mapping[str, Any]) -> Aspect:
    sets = tuple(
        Set(number, str(each["label"]), str(each["says"]), Years.of(each["years"]))
        for number, each in enumerate(data["sets"], 1)
    )
    return Aspect(
        key=str(data["key"]),
        name=str(data["name"]),
        short=str(data["short"]),
        strand=str(data.get("strand", "")),
        about=str(data["about"]),
        expected=Years.of(data["expected"]),
        sets=sets,
    )


def _problems(framework: Framework) -> list[str]:
    """What makes it no framework, each in a sentence."""
    found = []
    keys = [aspect.key for aspect in framework.aspects]
    if not keys:
        found.append("It has no aspects.")
    if len(set(keys)) != len(keys):
        found.append("Two aspects have the same key.")
    for aspect in framework.aspects:
        if len(aspect.sets) < 2:
            found.append(f"{aspect.key} has fewer than two sets.")
        if len({each.label for each in aspect.sets}) != len(aspect.sets):
            found.append(f"Two sets of {aspect.key} have the same label.")
        years = [each.years for each in aspect.sets]
        if any(a.first > b.first or a.last > b.last for a, b in pairwise(years)):
            found.append(f"The years of the sets of {aspect.key} go down.")
    return found
