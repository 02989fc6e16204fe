"""The SMS's own records."""

from .link import LinkState, LogEntry, LogKind, PactConfig, Takes
from .otjs import Otj
from .people import Group, Membership, Person
from .results import Result
from .school import School

__all__ = [
    "Group",
    "LinkState",
    "LogEntry",
    "LogKind",
    "Membership",
    "Otj",
    "PactConfig",
    "Person",
    "Result",
    "School",
    "Takes",
]
