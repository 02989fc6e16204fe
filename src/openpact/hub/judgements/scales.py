"""The scales that this PaCT knows: those that come with it, and those of OPENPACT_SCALE_DIRECTORIES."""

from django.conf import settings

from openpact.hub.platform import clock
from openpact.hub.schools.models import LearningArea
from openpact.scale import Catalogue, Scale, load

#: By whose calendar a calibration begins to count.
COUNTRY = "Pacific/Auckland"


def catalogue() -> Catalogue:
    """Read once."""
    return load(settings.SCALE_DIRECTORIES)


def current(area: str) -> Scale:
    """With which a sheet of a learning area is begun now."""
    return catalogue().current(area, clock.today(COUNTRY))


def warm() -> None:
    """Score somebody of whom everything is judged, so that nobody waits on a first page while the tables for that are made."""
    for area in LearningArea.values:
        scale = current(area)
        scale.score({aspect.key: 1 for aspect in scale.framework.aspects})


def of_framework(key: str, version: int) -> Scale:
    """The newest calibration of the framework with which a sheet was begun. Raises KeyError for one that is not here any more."""
    return catalogue().of_framework(key, version, clock.today(COUNTRY))
