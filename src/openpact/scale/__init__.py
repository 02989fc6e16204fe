"""The PaCT scale: from a student's aspect judgements to a score with an honest range, a curriculum level and a standard.

    scale = load().current("mathematics")
    scale.score({"additive-thinking": 4, "geometric-thinking": 3, ...})   # Score(points=512, low=446, high=579, level="3", ...)

Frameworks and calibrations are data (see catalogue); the model is the partial credit model. Needs NumPy: `openpact[scale]`.
"""

from .calibration import Calibration, Standard
from .catalogue import Catalogue, load
from .errors import BadData, NotAJudgement, ScaleError
from .framework import Aspect, Framework, Set
from .scoring import MISSING, Odd, Scale, Score, TooFew
from .table import Row

__all__ = [
    "MISSING",
    "Aspect",
    "BadData",
    "Calibration",
    "Catalogue",
    "Framework",
    "NotAJudgement",
    "Odd",
    "Row",
    "Scale",
    "ScaleError",
    "Score",
    "Set",
    "Standard",
    "TooFew",
    "load",
]
