"""Where 2,536 schools fall in the week and in the window: `python -m bench.slots` draws docs/images/slots.svg anew."""

from collections import Counter
from pathlib import Path

from openpact.link.schedule import slot, weekday
from openpact.link.told import DAYS

SCHOOLS = range(1, 2537)
#: The part of the window that slots use: two hours without the last five minutes, in ten-minute bins.
MINUTES, BIN = 115, 10
PICTURE = Path(__file__).parents[1] / "docs" / "images" / "slots.svg"
WIDTH, HEIGHT, BASE, TALL = 760, 250, 200, 150


def by_day() -> list[tuple[str, int]]:
    """(day, schools)"""
    found = Counter(weekday(number) for number in SCHOOLS)
    return [(name[:3], found[number]) for number, name in enumerate(DAYS)]


def by_time() -> list[tuple[str, int]]:
    """(beginning of the ten minutes, schools); the last bin is five minutes long."""
    found = Counter(int(slot(number) * MINUTES) // BIN for number in SCHOOLS)
    return [(f"{10 + at * BIN // 60}:{at * BIN % 60:02d}", found[at]) for at in range(MINUTES // BIN + 1)]


def picture() -> str:
    """An SVG with both."""
    days, times = by_day(), by_time()
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}" role="img" font-family="sans-serif" font-size="11">',
        "<title>Schools on each day of the week, and in each ten minutes of the window</title>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        *_bars(days, 20, 270, "Schools on each day, weekly rules"),
        *_bars(times, 320, 420, "Schools in each ten minutes from 10pm (the last five are half a bin)"),
        "</svg>",
    ]
    return "\n".join(parts) + "\n"


def _bars(values: list[tuple[str, int]], left: int, width: int, title: str) -> list[str]:
    step, most = width / len(values), max(number for _, number in values)
    found = [f'<text x="{left}" y="24" font-size="13" fill="#22303f">{title}</text>']
    for at, (label, number) in enumerate(values):
        x, high = left + at * step, round(number / most * TALL)
        middle = round(x + step / 2, 1)
        found += [
            f'<rect x="{x + 2:.1f}" y="{BASE - high}" width="{step - 4:.1f}" height="{high}" fill="#0b6e64"/>',
            f'<text x="{middle}" y="{BASE - high - 4}" text-anchor="middle" fill="#22303f">{number}</text>',
            f'<text x="{middle}" y="{BASE + 16}" text-anchor="middle" fill="#22303f">{label}</text>',
        ]
    return found


if __name__ == "__main__":
    PICTURE.write_text(picture())
    for label, number in (*by_day(), *by_time()):
        print(f"{label:>5}  {number}")
