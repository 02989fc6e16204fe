"""When a school year's terms are, by a rule: a suggestion that the school checks.

The Ministry sets the dates for each year anew: four terms of about ten weeks, the first from late January, the last until
20 December at the latest, two weeks of holidays in between. The rule: the year ends on the last Friday up to 20 December;
from there back, terms of ten weeks and holidays of two; the first term begins on the first Monday from 27 January. For the
years 2023 to 2026 each day it suggests is at most eight days from the Ministry's (tests/hub/schools/test_terms.py).
"""

from dataclasses import dataclass
from datetime import date, timedelta

MONDAY, FRIDAY = 0, 4
WEEK = timedelta(weeks=1)


@dataclass(frozen=True, slots=True)
class Days:
    """From the first day to the last, both included."""

    first: date
    last: date


def suggested(year: int) -> tuple[Days, Days, Days, Days]:
    """The four terms of a year."""
    last = date(year, 12, 20)
    last -= timedelta(days=(last.weekday() - FRIDAY) % 7)
    later = []
    for _ in range(3):
        first = last - 10 * WEEK + timedelta(days=3)
        later.append(Days(first, last))
        last -= 12 * WEEK
    first = date(year, 1, 27)
    first += timedelta(days=(MONDAY - first.weekday()) % 7)
    fourth, third, second = later
    return Days(first, last), second, third, fourth
