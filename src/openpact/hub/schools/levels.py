"""Year levels, as numbers: which a kind of school teaches, which PaCT is for, and how several are said."""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from openpact.hub.platform.told import listed

#: Year 15 is the last there is (secondary schools roll on to it); 13 is the last that is usual.
LAST = 15
#: PaCT is for years 1 to 10.
JUDGED = range(1, 11)
#: The first and the last of each kind of school (School.Kind).
OF_KIND = {
    "full-primary": (1, 8),
    "contributing": (1, 6),
    "intermediate": (7, 8),
    "secondary": (9, 15),
    "year-7-15": (7, 15),
    "composite": (1, 15),
    "special": (1, 15),
}


def in_words(levels: Iterable[int]) -> str:
    """`Years 1-6, 8`; `Year 8`; `every year level` for none."""
    runs: list[list[int]] = []
    for level in sorted(levels):
        if runs and level == runs[-1][1] + 1:
            runs[-1][1] = level
        else:
            runs.append([level, level])
    if not runs:
        return _("every year level")
    said = listed(first if first == last else f"{first}-{last}" for first, last in runs)
    single = len(runs) == 1 and runs[0][0] == runs[0][1]
    return _("Year %(levels)s") % {"levels": said} if single else _("Years %(levels)s") % {"levels": said}
