"""The SMSs that have screens here. To add one: a module beside kamar.py, its template and style, and a line
below."""

from .base import Screens
from .kamar import KAMAR

SCREENS: dict[str, Screens] = {s.provider.key: s for s in (KAMAR,)}

__all__ = ["SCREENS", "Screens"]
