"""The classes of a cycle as a list: how far each is, and who still has to confirm."""

from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import plain_text
from openpact.hub.platform.told import listed
from openpact.hub.roster.queries import natural
from openpact.hub.schools.models import Cycle, LearningArea

from .completion import ClassLine


def completion_table(cycle: Cycle) -> Table:
    """Its columns depend on the cycle's learning areas."""
    return Table(
        "completion",
        _("classes"),
        (
            Column("class", _("Class"), by=_by_class, value=lambda line: line.group.name),
            Column("students", _("Students"), by=lambda line: line.students, value=lambda line: line.students),
            *(_area(area, place) for place, area in enumerate(cycle.learning_areas)),
            Column("missing", _("Still to confirm"), by=lambda line: line.missing, value=lambda line: line.missing),
            Column("teachers", _("Teachers"), value=lambda line: listed(t.name for t in line.teachers)),
        ),
        sort="class",
        rows="judgements/completion/rows.html",
        empty="judgements/completion/empty.html",
        find=_find,
        finds=_("Search a class or a teacher"),
    )


def _area(area: LearningArea, place: int) -> Column:
    """Sorted by the share that is confirmed; the file says the number."""
    return Column(
        area.value,
        area.label,
        by=lambda line: line.areas[place].confirmed / line.students,
        value=lambda line: line.areas[place].confirmed,
    )


def _by_class(line: ClassLine) -> tuple:
    return not line.progress.own, not line.group.is_home, natural(line.group.name)


def _find(lines: list[ClassLine], words: str) -> list[ClassLine]:
    wanted = plain_text(words).split()
    return [line for line in lines if all(word in _text(line) for word in wanted)]


def _text(line: ClassLine) -> str:
    return plain_text(" ".join([line.group.name, *(teacher.name for teacher in line.teachers)]))
