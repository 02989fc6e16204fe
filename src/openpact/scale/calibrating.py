"""A new calibration from judgements: the thresholds are estimated, all that was decided by people stays as it is."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date
from itertools import chain
from statistics import fmean

import numpy as np
from numpy.typing import NDArray

from .calibration import Calibration
from .conditional import Estimated, estimate
from .estimate import weighted_likelihood
from .scoring import MISSING, Scale


@dataclass(frozen=True, slots=True)
class Calibrated:
    """The new calibration, how it was estimated, and `used[aspect][k]`: how many students are at set k + 1."""

    calibration: Calibration
    estimated: Estimated
    used: tuple[tuple[int, ...], ...]


def calibrate(scale: Scale, judgements: NDArray[np.int_], *, key: str, version: int, since: date) -> Calibrated:
    """From a matrix (students, aspects) of sets from 1, MISSING for none. Raises NotEstimable.

    Only differences between thresholds can be estimated, so their mean is where it was: scores stay comparable in the middle of the
    scale. The points of a logit, levels and standards stay too; where students are is taken from these.
    """
    old, aspects = scale.calibration, scale.framework.aspects
    found = estimate(judgements - 1, [each.steps for each in aspects], names=[each.key for each in aspects])
    mean = fmean(chain(*old.thresholds.values()))
    thresholds = {
        aspect.key: tuple(round(mean + value, 4) for value in values)
        for aspect, values in zip(aspects, found.thresholds, strict=True)
    }
    new = replace(
        old, key=key, version=version, since=since, illustrative=False, thresholds=thresholds,
        source=f"Conditional maximum likelihood from the judgements of {found.students} students; points, levels and standards of"
        f" {old.key}, version {old.version}.",
    )  # fmt: skip
    used = tuple(
        tuple(int(n) for n in np.bincount(column, minlength=len(aspect.sets) + 1)[1:])
        for aspect, column in zip(aspects, judgements.T, strict=True)
    )
    return Calibrated(replace(new, students=_students(new, judgements)), found, used)


def _students(calibration: Calibration, judgements: NDArray[np.int_]) -> tuple[float, float]:
    """Mean and standard deviation of where the students are, in points: the estimates', less what is error in them."""
    thresholds = list(calibration.thresholds.values())
    measures, errors = [], []
    patterns, which = np.unique(judgements != MISSING, axis=0, return_inverse=True)
    for number, there in enumerate(patterns):
        if there.any():
            by_raw = weighted_likelihood([each for each, judged in zip(thresholds, there, strict=True) if judged])
            raw = (judgements[which == number] - 1)[:, there].sum(axis=1)
            measures.append(by_raw[0][raw])
            errors.append(by_raw[1][raw])
    theta = np.concatenate(measures)
    variance = float(theta.var() - (np.concatenate(errors) ** 2).mean())
    mean, deviation = (
        calibration.origin + calibration.unit * float(theta.mean()),
        calibration.unit * max(variance, 1) ** 0.5,
    )
    return round(mean, 1), round(deviation, 1)


def as_toml(calibration: Calibration) -> str:
    """As it is kept in a file."""
    key, version = calibration.framework
    return "\n".join(
        [
            f"# A calibration of the framework {_text(key)}, version {version}: docs/reference/frameworks.md.",
            f"key = {_text(calibration.key)}",
            f"version = {calibration.version}",
            f"framework = {_text(key)}",
            f"framework_version = {version}",
            f"source = {_text(calibration.source)}",
            f"illustrative = {str(calibration.illustrative).lower()}",
            f"since = {calibration.since.isoformat()}",
            "# How many aspects have to be judged for a score.",
            f"needed = {calibration.needed}",
            "",
            "# Points are origin + unit * logits, from 0 to top.",
            "[scale]",
            f"unit = {calibration.unit}",
            f"origin = {calibration.origin}",
            f"top = {calibration.top}",
            "",
            "# Where students are, in points.",
            "[students]",
            f"mean = {calibration.students[0]}",
            f"deviation = {calibration.students[1]}",
            "",
            "# The first point of each curriculum level.",
            "[levels]",
            *(f"{level} = {first}" for level, first, _ in calibration.bands()),
            "",
            '# Year level = the first points of "below", "at" and "above" its standard. Less is "well below".',
            "[standards]",
            *(f"{year} = {_list(cuts)}" for year, cuts in calibration.standards.items()),
            "",
            "# Logits: where a set and the next are equally likely.",
            "[thresholds]",
            *(f"{_text(aspect)} = {_list(values)}" for aspect, values in calibration.thresholds.items()),
            "",
        ]
    )


def _text(value: str) -> str:
    """A basic string of TOML."""
    escaped = value.replace("\\", "\\\\").replace('"', '\\"')
    return '"' + "".join(each if each.isprintable() else f"\\u{ord(each):04x}" for each in escaped) + '"'


def _list(values: Sequence[float]) -> str:
    return f"[{', '.join(map(str, values))}]"
