"""Which year level a student is in, read off their groups: the IDE file has no column for it.

It turns up as a group (`Year 4`), in a home group (`Y4`, `Room 3 Yr 4`, `Tau 4`), or as the number with which a secondary
school's form classes begin (`9WRB`, `10EDA`). A class of several years (`Year 4/5`) says nothing about one student.
"""

import re
from collections.abc import Iterable

SPOKEN = re.compile(
    r"(?<![^\W_])(?:years?|yrs?|y|tau)[\s.:-]*0?(1[0-5]|[1-9])(?!\d)(?!\s*(?:[/&+,-]|and|to)\s*\d)", re.IGNORECASE
)
#: Form classes: the year, then a teacher's initials.
FORM = re.compile(r"(9|1[0-5])\s?[A-Z]{1,4}\d?")


def named(group: str, *, home: bool = False) -> int | None:
    """The year level a group's name says its students are in, if it says one."""
    spoken = {int(year) for year in SPOKEN.findall(group)}
    if len(spoken) == 1:
        return spoken.pop()
    form = FORM.fullmatch(group.strip()) if home and not spoken else None
    return int(form[1]) if form else None


def year_level(groups: Iterable[tuple[str, bool]]) -> int | None:
    """A student's year level, given their groups' names, each with whether it is their home group.

    The home group is believed first; other groups only where they agree (a year 10 student may sit in `Year 11 Maths`).
    """
    homes: set[int] = set()
    others: set[int] = set()
    for name, home in groups:
        year = named(name, home=home)
        if year is not None:
            (homes if home else others).add(year)
    for said in (homes, others):
        if said:
            return said.pop() if len(said) == 1 else None
    return None
