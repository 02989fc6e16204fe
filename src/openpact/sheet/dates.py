"""Dates as people write them. 3/4/2017 is two dates: which, is asked, unless another date of the column tells."""

from __future__ import annotations

import re
from collections.abc import Iterable
from datetime import date
from enum import StrEnum

_TIME = r"(?:[ T]\d{1,2}:\d{2}(?::\d{2}(?:\.\d+)?)?)?"
_YEAR_FIRST = re.compile(rf"(\d{{4}})\s*[/.\- ]\s*(\d{{1,2}})\s*[/.\- ]\s*(\d{{1,2}}){_TIME}")
_NUMBERS = re.compile(rf"(\d{{1,2}})\s*[/.\- ]\s*(\d{{1,2}})\s*[/.\- ]\s*(\d{{4}}|\d{{2}}){_TIME}")
_DAY_NAMED = re.compile(
    r"(?:[A-Za-z]{3,9},?\s+)?(\d{1,2})(?:st|nd|rd|th)?[\s\-/.]+([A-Za-z]{3,9})[.,]?[\s\-/]+(\d{4}|\d{2})"
)
_MONTH_NAMED = re.compile(r"([A-Za-z]{3,9})\.?\s+(\d{1,2})(?:st|nd|rd|th)?,?\s+(\d{4})")
_MONTHS = ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec")
_EARLIEST = 1900


class Order(StrEnum):
    """In which order the numbers of a date stand whose year stands last."""

    DMY = "dmy"
    MDY = "mdy"


def parse(text: str, order: Order, today: date) -> date | None:
    """The date that a text says; None if it says none. A year of two digits is the latest that is not after `today`'s."""
    if found := _YEAR_FIRST.fullmatch(text):
        return _date(int(found[1]), found[2], found[3])
    if found := _NUMBERS.fullmatch(text):
        day, month = (found[1], found[2]) if order is Order.DMY else (found[2], found[1])
        return _date(_year(found[3], today), month, day)
    if found := _DAY_NAMED.fullmatch(text):
        day, month, year = found[1], found[2], found[3]
    elif found := _MONTH_NAMED.fullmatch(text):
        month, day, year = found[1], found[2], found[3]
    else:
        return None
    name = month[:3].lower()
    return _date(_year(year, today), str(_MONTHS.index(name) + 1), day) if name in _MONTHS else None


def order_of(texts: Iterable[str], today: date) -> Order | None:
    """The order that these texts tell by themselves: one alone makes a date of each. None: it must be asked."""
    numbers = [text for text in texts if _NUMBERS.fullmatch(text)]
    pairs = [(parse(text, Order.DMY, today), parse(text, Order.MDY, today)) for text in numbers]
    dates = [pair for pair in pairs if any(pair)]
    if all(day_first for day_first, _ in dates) and not all(month_first for _, month_first in dates):
        return Order.DMY
    if all(month_first for _, month_first in dates) and not all(day_first for day_first, _ in dates):
        return Order.MDY
    return Order.DMY if all(day_first == month_first for day_first, month_first in dates) else None


def doubtful(texts: Iterable[str], today: date) -> str:
    """One of the texts that is two dates, to show to whoever is asked; empty if none is."""
    for text in texts:
        first, second = parse(text, Order.DMY, today), parse(text, Order.MDY, today)
        if first and second and first != second:
            return text
    return ""


def _year(text: str, today: date) -> int:
    if len(text) == 4:
        return int(text)
    year = today.year // 100 * 100 + int(text)
    return year if year <= today.year else year - 100


def _date(year: int, month: str, day: str) -> date | None:
    try:
        found = date(year, int(month), int(day))
    except ValueError:
        return None
    return found if year >= _EARLIEST else None
