"""What runs inside a Student Management System: a client of PaCT's API, an agent, and `openpact connect`.

Light on purpose: httpx and the standard library for the client, Typer and Rich for the command line. Start
with `Client`; see docs/how-to/connect-an-sms.md."""

from openpact.link.secret import MangledSecret
from openpact.link.words import ExchangeState, Trigger

from .agent import Agent, Outcome, Timetable
from .client import Client
from .errors import (
    BadAddress,
    ConnectError,
    InsecureAddress,
    NothingToSend,
    NotOurs,
    NotSaved,
    ProblemError,
    SecretRefused,
    StillUnderWay,
    StrangeAnswer,
    Unreachable,
    must_be_ours,
)
from .judgements import Judgement, Page
from .retry import Retries
from .state import AgentState, FileStore, Pending, Store
from .transfer import collect, send
from .values import Connection, Counts, Exchange, Issue, Reason

__all__ = [
    "Agent",
    "AgentState",
    "BadAddress",
    "Client",
    "ConnectError",
    "Connection",
    "Counts",
    "Exchange",
    "ExchangeState",
    "FileStore",
    "InsecureAddress",
    "Issue",
    "Judgement",
    "MangledSecret",
    "NotOurs",
    "NotSaved",
    "NothingToSend",
    "Outcome",
    "Page",
    "Pending",
    "ProblemError",
    "Reason",
    "Retries",
    "SecretRefused",
    "StillUnderWay",
    "Store",
    "StrangeAnswer",
    "Timetable",
    "Trigger",
    "Unreachable",
    "collect",
    "must_be_ours",
    "send",
]
