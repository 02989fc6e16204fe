"""The looks of the SMSs. To add one: a module beside kamar.py, its template and style, and a line below."""

from .assembly import ASSEMBLY
from .base import Screens
from .etap import ETAP
from .kamar import KAMAR
from .musac_edge import MUSAC_EDGE

SCREENS: dict[str, Screens] = {s.provider.key: s for s in (ASSEMBLY, ETAP, KAMAR, MUSAC_EDGE)}

__all__ = ["SCREENS", "Screens"]
