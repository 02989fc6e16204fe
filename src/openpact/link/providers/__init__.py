"""The SMSs that can be linked, as data, in alphabetical order. To add one: a module here and a line below."""

from .assembly import ASSEMBLY
from .base import Provider, Rhythm
from .etap import ETAP
from .kamar import KAMAR
from .musac_edge import MUSAC_EDGE

PROVIDERS: dict[str, Provider] = {p.key: p for p in (ASSEMBLY, ETAP, KAMAR, MUSAC_EDGE)}

__all__ = ["PROVIDERS", "Provider", "Rhythm"]
