"""Frameworks and calibrations as they lie in files: ours, and those that a ministry puts beside them."""

import tomllib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from functools import lru_cache
from importlib.resources import files
from importlib.resources.abc import Traversable
from pathlib import Path
from typing import Any, TypeVar

from . import calibration, framework
from .calibration import Calibration
from .errors import BadData
from .framework import Framework
from .scoring import Scale

Data = TypeVar("Data", Framework, Calibration)


@dataclass(frozen=True, slots=True)
class Catalogue:
    """All versions that are known. Old judgements ask for theirs; new ones are made with the current one."""

    frameworks: dict[tuple[str, int], Framework]
    calibrations: dict[tuple[str, int], Calibration]
    scales: dict[tuple[str, int], Scale]

    def current(self, area: str, on: date | None = None) -> Scale:
        """The scale of a learning area: the calibration that came last (by its date, then its version) and counts on a day.

        Raises KeyError.
        """
        return self._newest(area, on, [each for each in self.calibrations.values() if each.framework[0] == area])

    def of_framework(self, key: str, version: int, on: date | None = None) -> Scale:
        """The same for one version of a framework: what was begun with it is finished with it. Raises KeyError."""
        wanted = (key, version)
        return self._newest(key, on, [each for each in self.calibrations.values() if each.framework == wanted])

    def _newest(self, wanted: str, on: date | None, found: list[Calibration]) -> Scale:
        counting = [each for each in found if on is None or each.since <= on]
        if not counting:
            raise KeyError(wanted)
        newest = max(counting, key=lambda each: (each.since, each.framework[1], each.version))
        return self.scales[newest.key, newest.version]


def load(directories: Iterable[Path] = ()) -> Catalogue:
    """Ours and those in `directories` (each with `frameworks/*.toml` and `calibrations/*.toml`, or one such file). Raises BadData.

    A name and version that is there twice is an error: a version says for ever what a judgement was made with.
    """
    return _load(tuple(each.resolve() for each in directories))


@lru_cache(maxsize=4)
def _load(directories: tuple[Path, ...]) -> Catalogue:
    places: list[Traversable] = [files(__package__) / "data", *directories]
    frameworks: dict[tuple[str, int], Framework] = {}
    for name, data in _tables(places, "frameworks"):
        _keep(frameworks, framework.parse(data, name), name)
    calibrations: dict[tuple[str, int], Calibration] = {}
    scales = {}
    for name, data in _tables(places, "calibrations"):
        wanted = (str(data.get("framework")), data.get("framework_version"))
        if wanted not in frameworks:
            raise BadData(name, f"There is no framework {wanted[0]} of version {wanted[1]}.")
        made = calibration.parse(data, frameworks[wanted], name)
        _keep(calibrations, made, name)
        scales[made.key, made.version] = Scale(frameworks[wanted], made)
    return Catalogue(frameworks, calibrations, scales)


def _tables(places: Iterable[Traversable], folder: str) -> Iterable[tuple[str, dict[str, Any]]]:
    for place in places:
        for file in _files(place, folder):
            data = read(file)
            if place.is_dir() or ("aspects" in data) == (folder == "frameworks"):
                yield file.name, data


def _files(place: Traversable, folder: str) -> list[Traversable]:
    if place.is_file():
        return [place]
    if not place.is_dir():
        raise BadData(str(place), "There is no such file or directory.")
    there = place / folder
    found = there.iterdir() if there.is_dir() else ()
    return sorted((file for file in found if file.name.endswith(".toml")), key=lambda each: each.name)


def read(file: Traversable) -> dict[str, Any]:
    """A TOML file's tables. Raises BadData."""
    try:
        return tomllib.loads(file.read_text(encoding="utf-8"))
    except (OSError, tomllib.TOMLDecodeError, UnicodeDecodeError) as wrong:
        raise BadData(file.name, str(wrong)) from wrong


def _keep(known: dict[tuple[str, int], Data], made: Data, where: str) -> None:
    if (made.key, made.version) in known:
        raise BadData(where, f"{made.key} of version {made.version} is there twice.")
    known[made.key, made.version] = made
