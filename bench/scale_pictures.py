"""The pictures of docs/explanation/the-scale.md: `python -m bench.scale_pictures` draws docs/images/score.svg and coverage.svg.

The same code gives the same pictures, on any machine."""

from collections.abc import Iterable
from pathlib import Path

import numpy as np

from openpact.scale import Scale, load
from openpact.scale.pcm import Floats, probabilities
from openpact.scale.table import ScoreTable

IMAGES = Path(__file__).parent.parent / "docs" / "images"
AREA = "mathematics"
#: The student of the page: ahead with numbers, the rest about where a year 5 student usually is.
STUDENT = {
    "additive-thinking": 6, "multiplicative-thinking": 5, "patterns-and-relationships": 4, "symbols-and-expressions": 5,
    "measurement-sense": 4, "geometric-thinking": 4, "statistical-investigations": 4, "statistics-and-chance": 3,
}  # fmt: skip
#: Students drawn at each point of the simulation, and points from one to the next.
DRAWN, EVERY = 20_000, 25

STYLE = """
.paper { fill: #ffffff; stroke: #d0d7de } text { fill: #24292f } .faint { fill: #57606a } .set { fill: #eef1f4; stroke: #ffffff }
.chosen { fill: #3b76b5 } .on { fill: #ffffff } .range { fill: #b35900; opacity: 0.2 } .score { stroke: #b35900; stroke-width: 2.5 }
.told { fill: #9a4b00 } .band { fill: #d8e3ef; stroke: #ffffff } .ours { fill: none; stroke: #3b76b5; stroke-width: 1.6 }
.usual { fill: none; stroke: #b35900; stroke-width: 1.2 } .dot { fill: #24292f } .grid { stroke: #d0d7de } .most { fill: #eef1f4 }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; stroke: #30363d } text { fill: #e6edf3 } .faint { fill: #9da7b1 } .set { fill: #21262d; stroke: #0d1117 }
.chosen { fill: #5e9ee0 } .on { fill: #0d1117 } .range { fill: #f0a050 } .score { stroke: #f0a050 }
.told { fill: #f0a050 } .band { fill: #263648; stroke: #0d1117 } .ours { stroke: #5e9ee0 } .usual { stroke: #f0a050 }
.dot { fill: #e6edf3 } .grid { stroke: #30363d } .most { fill: #161b22 } }
"""
LEFT, RIGHT = 190, 836


def x(points: float, top: int) -> float:
    return LEFT + (RIGHT - LEFT) * points / top


def score_picture() -> str:
    """A row for each aspect, its sets where they lie on the scale; below them the level bands; over all the score and its range."""
    scale = load().current(AREA)
    score = scale.score(STUDENT)
    top, height, base = scale.calibration.top, 380, 48 + 32 * len(STUDENT)
    drawn = [part for row, key in enumerate(STUDENT) for part in _aspect(scale, key, 48 + 32 * row)]
    drawn += [part for band in scale.calibration.bands() for part in _band(band, base + 12, top)]
    low, at, high = (x(points, top) for points in (score.low, score.points, score.high))
    drawn += [
        f'<rect class="range" x="{low:.1f}" y="40" width="{high - low:.1f}" height="{base + 4}"/>',
        f'<line class="score" x1="{at:.1f}" x2="{at:.1f}" y1="40" y2="{base + 44}"/>',
        f'<text class="told" x="{at:.1f}" y="28" text-anchor="middle" font-size="15" font-weight="600">'
        f"score {score.points}, range {score.low} to {score.high}: level {score.level}</text>",
        *_axis(top, base + 62),
    ]
    sets = ", ".join(f"{scale.framework.aspect(key).name} set {number}" for key, number in STUDENT.items())
    return _svg(
        height,
        "From eight aspects to a score",
        f"{sets}: score {score.points}, range {score.low} to {score.high}.",
        drawn,
    )


def _aspect(scale: Scale, key: str, y: int) -> Iterable[str]:
    top = scale.calibration.top
    points = [scale.calibration.points(each) for each in scale.calibration.thresholds[key]]
    yield f'<text x="{LEFT - 10}" y="{y + 17}" text-anchor="end">{scale.framework.aspect(key).short}</text>'
    for number, (first, last) in enumerate(zip([0, *points], [*points, top], strict=True), 1):
        chosen = number == STUDENT[key]
        a, b = x(first, top), x(last, top)
        yield f'<rect class="{"chosen" if chosen else "set"}" x="{a:.1f}" y="{y}" width="{b - a:.1f}" height="26"/>'
        yield (
            f'<text class="{"on" if chosen else "faint"}" x="{(a + b) / 2:.1f}" y="{y + 17}" text-anchor="middle">{number}</text>'
        )


def _band(band: tuple[str, int, int], y: int, top: int) -> Iterable[str]:
    level, first, last = band
    a, b = x(first, top), x(last + 1 if last < top else last, top)
    yield f'<rect class="band" x="{a:.1f}" y="{y}" width="{b - a:.1f}" height="26"/>'
    yield f'<text x="{a + 8:.1f}" y="{y + 17}">Level {level}</text>'


def coverage_picture() -> str:
    """Exact coverage at every point, of our range and of the usual one, and what a simulation found of ours."""
    table = complete(AREA)
    top, height, floor = table.calibration.top, 336, 0.88

    def y(share: float) -> float:
        return 300 - 240 * (max(share, floor) - floor) / (1 - floor)

    inner = table.scale[table.inner]
    a, b = x(inner[0], top), x(inner[-1], top)
    drawn = [
        f'<rect class="most" x="{a:.1f}" y="60" width="{b - a:.1f}" height="240"/>',
        f'<text class="faint" x="{(a + b) / 2:.1f}" y="292" text-anchor="middle">from the 5th to the 95th percentile of students</text>',
    ]
    for percent in range(88, 101, 2):
        at = y(percent / 100)
        drawn += [
            f'<line class="grid" x1="{LEFT}" x2="{RIGHT}" y1="{at:.1f}" y2="{at:.1f}"/>',
            f'<text class="faint" x="{LEFT - 8}" y="{at + 4:.1f}" text-anchor="end">{percent}%</text>',
        ]
    for kind, shares in (("usual", usual_coverage(table)), ("ours", table.coverage)):
        line = " ".join(f"{x(place, top):.1f},{y(share):.1f}" for place, share in enumerate(shares.tolist()))
        drawn.append(f'<polyline class="{kind}" points="{line}"/>')
    places, found = simulated(table)
    drawn += [
        f'<circle class="dot" cx="{x(place, top):.1f}" cy="{y(share):.1f}" r="2"/>'
        for place, share in zip(places.tolist(), found.tolist(), strict=True)
    ]
    drawn += [
        f'<text x="{LEFT}" y="30" font-size="15" font-weight="600">How often the 95% range covers where a student is (mathematics)</text>',
        f'<text class="faint" x="{LEFT}" y="48">blue: ours, exact; dots: ours, {DRAWN:,} students drawn at each;'
        " orange: estimate ± 1.96 standard errors, exact</text>",
        *_axis(top, 318),
    ]
    lowest = usual_coverage(table).min()
    inside, outside = table.coverage[table.inner], table.coverage[~table.inner]
    said = (
        f"Ours: {inside.min():.1%} to {inside.max():.1%} where most students are, {outside.min():.1%} to {outside.max():.1%} elsewhere."
        f" The usual range falls to {lowest:.1%}."
    )
    return _svg(height, "Coverage of the 95% range along the scale", said, drawn)


def complete(area: str) -> ScoreTable:
    scale = load().current(area)
    return scale.table(tuple(aspect.key for aspect in scale.framework.aspects))


def usual_coverage(table: ScoreTable) -> Floats:
    """Of the estimate and 1.96 standard errors on both sides, at every point: exact."""
    low, high = np.array([(row.measure - 1.96 * row.error, row.measure + 1.96 * row.error) for row in table.rows]).T
    thetas = table.calibration.thetas(table.scale)[:, None]
    result: Floats = (table.chances * ((low <= thetas) & (thetas <= high))).sum(axis=1)
    return result


def simulated(table: ScoreTable) -> tuple[np.ndarray, np.ndarray]:
    """(points, shares): how often students drawn at a point have a range that covers it."""
    random = np.random.default_rng(17)
    points = np.arange(0, table.calibration.top + 1, EVERY)
    raw = np.zeros((len(points), DRAWN), dtype=int)
    for each in table.thresholds:
        below = probabilities(table.calibration.thetas(points), each).cumsum(axis=1)
        drawn = random.random((len(points), DRAWN))
        raw += np.stack([np.searchsorted(edges[:-1], row) for edges, row in zip(below, drawn, strict=True)])
    low, high = (np.array([getattr(row, end) for row in table.rows])[raw] for end in ("low", "high"))
    return points, ((low <= points[:, None]) & (points[:, None] <= high)).mean(axis=1)


def _axis(top: int, y: int) -> Iterable[str]:
    for points in range(0, top + 1, 100):
        yield f'<text class="faint" x="{x(points, top):.1f}" y="{y}" font-size="11" text-anchor="middle">{points}</text>'


def _svg(height: int, title: str, said: str, drawn: Iterable[str]) -> str:
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {height}" width="860" height="{height}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="12">',
        f"<title>{title}</title>",
        f"<desc>{said}</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" x="0.5" y="0.5" width="859" height="{height - 1}" rx="6"/>',
        *drawn,
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


PICTURES = {"score.svg": score_picture, "coverage.svg": coverage_picture}


def main() -> None:
    for name, draw in PICTURES.items():
        (IMAGES / name).write_text(draw(), "utf-8")


if __name__ == "__main__":
    main()
