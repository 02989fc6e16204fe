"""Scales for the tests: small ones, so that many can be made; and the strategies that draw them."""

import math
from collections.abc import Sequence
from datetime import date

from hypothesis import strategies as st

from openpact.scale import Aspect, Calibration, Framework, Scale, Set
from openpact.scale.framework import Years

#: A Score with its aspects' sets: what a test asks of a scale.
Judgements = dict[str, int]


def scale(thresholds: Sequence[Sequence[float]], *, needed: int = 1, **changes) -> Scale:
    """One whose aspects are "a", "b", … and have these thresholds; ten points make a logit."""
    keys = [chr(ord("a") + place) for place in range(len(thresholds))]
    reach = math.ceil(10 * (max(abs(value) for each in thresholds for value in each) + 4))
    calibration = {
        "key": "made-up", "version": 1, "framework": ("made-up", 1), "source": "A test.", "illustrative": True,
        "since": date(2026, 1, 1), "unit": 10.0, "origin": float(reach), "top": 2 * reach, "needed": needed,
        "students": (float(reach), reach / 3), "levels": (0, 20, 30, 40, 50), "standards": {},
        "thresholds": {key: tuple(each) for key, each in zip(keys, thresholds, strict=True)},
    }  # fmt: skip
    return Scale(
        framework({key: len(each) + 1 for key, each in calibration["thresholds"].items()}),
        Calibration(**calibration | changes),
    )


def framework(sets: dict[str, int]) -> Framework:
    """With so many sets of each aspect."""
    years = Years(1, 10)
    aspects = tuple(
        Aspect(key, key.title(), key.title(), "", "", years, tuple(Set(n, f"{key}{n}", "", years) for n in range(1, many + 1)))
        for key, many in sets.items()
    )  # fmt: skip
    return Framework("made-up", 1, "Made up", "A test.", "", aspects)


def mirrored(thresholds: Sequence[Sequence[float]]) -> list[list[float]]:
    """What was hard is easy: first and last set change places."""
    return [[-value for value in reversed(each)] for each in thresholds]


@st.composite
def thresholds(draw) -> list[list[float]]:
    """Of two to four aspects, in any order, also reversed ones; between all of them there is nowhere a gap of more than 3 logits."""
    steps = draw(st.lists(st.integers(1, 4), min_size=2, max_size=4))
    gaps = draw(st.lists(st.floats(0.01, 3).map(lambda gap: round(gap, 2)), min_size=sum(steps), max_size=sum(steps)))
    every = [sum(gaps[:place]) - sum(gaps) / 2 for place in range(len(gaps))]
    dealt = iter(draw(st.permutations(every)))
    return [[next(dealt) for _ in range(many)] for many in steps]


@st.composite
def judged(draw, *, complete: bool = False) -> tuple[Scale, Judgements]:
    """A scale, and a student on some or on all of its aspects."""
    made = scale(draw(thresholds()))
    aspects = made.framework.aspects
    if not complete:
        aspects = draw(st.lists(st.sampled_from(aspects), min_size=1, unique_by=lambda each: each.key))
    return made, {each.key: draw(st.integers(1, len(each.sets))) for each in aspects}
