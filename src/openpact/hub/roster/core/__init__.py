"""The roster's thinking, as functions of values: read -> plan -> guard. No Django, no database.

A `Roster` is what a school has, an `IdeFile` what its SMS says, a `Plan` what would change, `Reason`s why a person should
look first. `roster.apply` turns a plan into rows.
"""

from .guard import Limits, Reason, guard
from .plan import make_plan
from .rekey import make_rekeying_plan
from .values import (
    FIELDS,
    Action,
    GroupChange,
    KnownGroup,
    KnownPerson,
    MembershipChange,
    PersonChange,
    Plan,
    Roster,
    is_set_aside,
)

__all__ = [
    "FIELDS",
    "Action",
    "GroupChange",
    "KnownGroup",
    "KnownPerson",
    "Limits",
    "MembershipChange",
    "PersonChange",
    "Plan",
    "Reason",
    "Roster",
    "guard",
    "is_set_aside",
    "make_plan",
    "make_rekeying_plan",
]
