"""The register's thinking, as functions of values: read -> plan -> guard, and register beside SMS. No Django, no database."""

from .codes import CODES
from .guard import Reason, guard
from .plan import Action, Change, Known, Plan, make_plan
from .reader import LIMITS, read
from .standing import Both, Kept, OnlyHere, Standing, Student, Why, differences, standing
from .values import FIELDS, Entry, RefusedRow, RegisterFile
from .writer import write

__all__ = [
    "CODES",
    "FIELDS",
    "LIMITS",
    "Action",
    "Both",
    "Change",
    "Entry",
    "Kept",
    "Known",
    "OnlyHere",
    "Plan",
    "Reason",
    "RefusedRow",
    "RegisterFile",
    "Standing",
    "Student",
    "Why",
    "differences",
    "guard",
    "make_plan",
    "read",
    "standing",
    "write",
]
