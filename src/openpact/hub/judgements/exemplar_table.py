"""A school's exemplars as a list, in the order of the frameworks."""

from dataclasses import dataclass

from django.utils.functional import cached_property
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import plain_text
from openpact.hub.schools.models import LearningArea, School

from .attachments import ENDINGS
from .exemplars import place_of
from .models import Exemplar
from .places import Place


@dataclass(frozen=True)
class Line:
    exemplar: Exemplar
    #: None where the framework has no such set any more.
    place: Place | None

    @property
    def file(self) -> str:
        return ENDINGS.get(self.exemplar.content_type, "").upper()

    @property
    def order(self) -> tuple[int, int, int]:
        """Whatever belongs nowhere any more comes first: somebody has to see to it."""
        area = LearningArea.values.index(self.exemplar.area)
        if self.place is None:
            return -1, area, self.exemplar.id
        return area, self.place.framework.aspects.index(self.place.aspect), self.place.set.number

    @cached_property
    def words(self) -> str:
        """What is searched."""
        place = [self.place.area.label, self.place.aspect.name, self.place.set.label] if self.place else []
        return plain_text(" ".join([self.exemplar.title, self.exemplar.text, *map(str, place)]))


def lines(school: School, area: str) -> list[Line]:
    """Of one learning area, or of all. One query, which loads no file."""
    found = Exemplar.objects.filter(school=school).select_related("added_by")
    if area:
        found = found.filter(area=area)
    return [Line(exemplar, place_of(exemplar)) for exemplar in found]


def _find(found: list[Line], words: str) -> list[Line]:
    wanted = plain_text(words).split()
    return [line for line in found if all(word in line.words for word in wanted)]


TABLE = Table(
    "exemplars",
    _("exemplars"),
    (
        Column("title", _("Title"), by=lambda line: plain_text(line.exemplar.title), value=lambda line: line.exemplar.title),
        Column("area", _("Learning area"), value=lambda line: line.exemplar.get_area_display(), shown=False),
        Column("place", _("Aspect"), by=lambda line: line.order, value=lambda line: line.place and line.place.aspect.name),
        Column("set", _("Set"), value=lambda line: line.place and line.place.set.number),
        Column("file", _("File"), by=lambda line: line.file, value=lambda line: line.file),
        Column("by", _("Added by"), by=lambda line: plain_text(line.exemplar.added_by.name), value=lambda line: line.exemplar.added_by.name),
        Column("at", _("Added"), by=lambda line: line.exemplar.added_at, value=lambda line: line.exemplar.added_at),
    ),
    sort="place",
    rows="judgements/exemplars/rows.html",
    empty="judgements/exemplars/empty.html",
    find=_find,
    finds=_("Search title, text, aspect or set"),
)  # fmt: skip
