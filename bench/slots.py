"""How evenly schools' places spread over the week and over the window: `python -m bench.slots` draws docs/images/slots.svg
and writes the table in docs/explanation/schedule.md. The same code gives the same picture, on any machine."""

import math
import re
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random

from openpact.link.providers import PROVIDERS
from openpact.link.schedule import TAIL, Place, next_due
from openpact.link.told import DAYS

ROOT = Path(__file__).parent.parent
PICTURE = ROOT / "docs" / "images" / "slots.svg"
PAGE = ROOT / "docs" / "explanation" / "schedule.md"
#: The part of the page that is written here.
WRITTEN = re.compile(r"(?<=<!-- by python -m bench.slots -->\n).*?(?=<!-- end -->)", re.DOTALL)


def _some(many: int, numbers: range) -> list[int]:
    """So many of the numbers by chance, but always the same ones: `random()` is the one thing that no version changes."""
    chance = Random(4)
    return sorted(numbers, key=lambda _: chance.random())[:many]


#: As many as there were schools, numbered one after the other.
IN_A_ROW = range(1, 2537)
#: The same number, with gaps as the Ministry's numbers have them: some below 700, most between 1,000 and 4,200.
WITH_GAPS = [*_some(400, range(1, 701)), *_some(len(IN_A_ROW) - 400, range(1000, 4201))]

WEEKLY = PROVIDERS["etap"].upload
BIN = timedelta(minutes=10)
MIDDAY = datetime(2026, 11, 23, tzinfo=UTC)


@dataclass(frozen=True, slots=True)
class Part:
    """Schools counted by some division: `counts` and, beside each, how many an even spread would give."""

    counts: tuple[int, ...]
    expected: tuple[float, ...]

    @property
    def p(self) -> float:
        """The chi-square test: how often chance alone spreads schools at least this unevenly."""
        pairs = zip(self.counts, self.expected, strict=True)
        return tail(len(self.counts) - 1, sum((count - even) ** 2 / even for count, even in pairs))

    @property
    def whole(self) -> tuple[int, ...]:
        """Without what holds fewer because it is shorter."""
        return tuple(
            count for count, even in zip(self.counts, self.expected, strict=True) if even == max(self.expected)
        )


@dataclass(frozen=True, slots=True)
class Spread:
    days: Part
    minutes: Part
    both: Part


def tail(freedom: int, value: float) -> float:
    """The chance that a chi-square variable with so many degrees of freedom is `value` or more.

    The regularised upper incomplete gamma function Q(freedom/2, value/2), by its recurrence Q(a+1, x) = Q(a, x) +
    x^a e^-x / Γ(a+1), from Q(1/2, x) = erfc(√x) or Q(1, x) = e^-x (DLMF 8.8.6, 8.4.6)."""
    x, a = value / 2, 0.5 if freedom % 2 else 1.0
    chance = math.erfc(math.sqrt(x)) if freedom % 2 else math.exp(-x)
    while a < freedom / 2:
        chance += math.exp(a * math.log(x) - x - math.lgamma(a + 1)) if x else 0.0
        a += 1
    return chance


def spread(numbers: Iterable[int]) -> Spread:
    """Where the schools with these numbers have their weekly exchange: days of the week, ten minutes of the window."""
    dues = [next_due(WEEKLY, Place(number, "Pacific/Auckland"), [], MIDDAY, since=MIDDAY) for number in numbers]
    places = Counter((due.evening.weekday(), (due.at - due.opens) // BIN) for due in dues)
    used = dues[0].closes - dues[0].opens - TAIL
    bins = range(math.ceil(used / BIN))
    shares = [min(BIN, used - number * BIN) / used for number in bins]
    days = range(7)
    return Spread(
        Part(tuple(sum(places[day, ten] for ten in bins) for day in days), (len(dues) / 7,) * 7),
        Part(tuple(sum(places[day, ten] for day in days) for ten in bins), tuple(len(dues) * s for s in shares)),
        Part(tuple(places[day, ten] for day in days for ten in bins), tuple(len(dues) * s / 7 for s in shares) * 7),
    )


def table() -> str:
    head = "\n| | even | fewest | mean | most | p |\n| --- | --- | --- | --- | --- | --- |"
    rows = [
        f"| {what}, {which} | {max(part.expected):.1f} | {min(part.whole)} |"
        f" {sum(part.whole) / len(part.whole):.1f} | {max(part.whole)} | {part.p:.2f} |"
        for which, found in (("in a row", spread(IN_A_ROW)), ("with gaps", spread(WITH_GAPS)))
        for what, part in (
            ("a day of the week", found.days),
            ("ten minutes of the window", found.minutes),
            ("ten minutes of a day of the week", found.both),
        )
    ]
    return "\n".join([head, *rows, "\n"])


# The picture

STYLE = """
.paper { fill: #ffffff; stroke: #d0d7de } .bar { fill: #3b76b5 } text { fill: #24292f } .in { fill: #ffffff }
.faint { fill: #57606a } .even { stroke: #b35900; stroke-width: 1.5; stroke-dasharray: 5 4 } .told { fill: #9a4b00 }
@media (prefers-color-scheme: dark) {
.paper { fill: #0d1117; stroke: #30363d } .bar { fill: #5e9ee0 } text { fill: #e6edf3 } .in { fill: #0d1117 }
.faint { fill: #9da7b1 } .even { stroke: #f0a050 } .told { fill: #f0a050 }
}
"""
HEIGHT, TOP, BASE = 320, 70, 270


def picture() -> str:
    found = spread(IN_A_ROW)
    minutes = [f"{hour}:{minute:02d}" for hour in (10, 11) for minute in range(0, 60, 10)]
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 860 {HEIGHT}" width="860" height="{HEIGHT}" role="img"'
        ' font-family="system-ui, sans-serif" font-size="12">',
        "<title>The places of 2,536 schools</title>",
        f"<desc>By day of the week: {_listed(DAYS, found.days)}. By the ten minutes of the window: "
        f"{_listed(minutes, found.minutes)}.</desc>",
        f"<style>{STYLE}</style>",
        f'<rect class="paper" x="0.5" y="0.5" width="859" height="{HEIGHT - 1}" rx="6"/>',
        *_bars("Schools a day (weekly rules)", 24, 45, [day[:3] for day in DAYS], found.days),
        *_bars("Schools in ten minutes, from 10pm (all rules)", 372, 38, minutes, found.minutes),
        f'<text class="faint" x="836" y="{HEIGHT - 14}" text-anchor="end">'
        "The last five minutes of a window are nobody’s: the last bar is for five.</text>",
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(title: str, left: int, step: int, labels: Sequence[str], part: Part) -> list[str]:
    scale = (BASE - TOP) / max(part.counts)
    drawn = [f'<text x="{left}" y="34" font-size="15" font-weight="600">{title}</text>']
    for number, (label, count) in enumerate(zip(labels, part.counts, strict=True)):
        x, middle, tall = left + number * step, left + number * step + (step - 6) / 2, count * scale
        drawn += [
            f'<rect class="bar" x="{x}" y="{BASE - tall:.1f}" width="{step - 6}" height="{tall:.1f}"/>',
            f'<text class="in" x="{middle:g}" y="{BASE - 8}" text-anchor="middle">{count}</text>',
            f'<text class="faint" x="{middle:g}" font-size="11" y="{BASE + 17}" text-anchor="middle">{label}</text>',
        ]
    even, right = max(part.expected), left + len(labels) * step
    drawn += [
        f'<line class="even" x1="{left}" x2="{right - 6}" y1="{BASE - even * scale:.1f}" y2="{BASE - even * scale:.1f}"/>',
        f'<text class="told" x="{right - 6}" y="54" text-anchor="end">dashed: even, {even:.1f}</text>',
    ]
    return drawn


def _listed(labels: Sequence[str], part: Part) -> str:
    return ", ".join(f"{label} {count}" for label, count in zip(labels, part.counts, strict=True))


def page(text: str) -> str:
    """The page with its table written anew."""
    return WRITTEN.sub(lambda _: table(), text)


def main() -> None:
    PICTURE.write_text(picture(), "utf-8")
    PAGE.write_text(page(PAGE.read_text("utf-8")), "utf-8")
    print(table())


if __name__ == "__main__":
    main()
