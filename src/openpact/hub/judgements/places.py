"""A place in a framework: one set of one aspect, named by learning area, aspect and number."""

from dataclasses import dataclass
from typing import Self

from openpact.hub.schools.models import LearningArea
from openpact.scale import Aspect, Framework, Set

from . import scales


@dataclass(frozen=True, slots=True)
class Place:
    area: LearningArea
    framework: Framework
    aspect: Aspect
    set: Set

    @classmethod
    def find(cls, area: str, aspect: str, number: int | str) -> Self | None:
        """In the framework that is current; None for what is not there (any more)."""
        framework = framework_of(area)
        if framework is None:
            return None
        found = next((each for each in framework.aspects if each.key == aspect), None)
        sets = {str(each.number): each for each in found.sets} if found else {}
        return cls(LearningArea(area), framework, found, sets[str(number)]) if str(number) in sets else None

    def __str__(self) -> str:
        return f"{self.aspect.short} {self.set.number}, {self.area.label}"

    @property
    def query(self) -> dict[str, str | int]:
        """What an address calls it."""
        return {"area": self.area.value, "aspect": self.aspect.key, "set": self.set.number}


def framework_of(area: str, version: int | None = None) -> Framework | None:
    """That version, or the one that is current; None where there is none."""
    if area not in LearningArea.values:
        return None
    if version is None:
        return scales.current(area).framework
    return scales.catalogue().frameworks.get((area, version))
