"""What the API answers and takes, as it stands in the OpenAPI document."""

from datetime import date, datetime
from typing import Annotated, Literal, Self
from uuid import UUID
from zoneinfo import ZoneInfo

from ninja import Schema
from pydantic import ConfigDict, Field, StrictInt

from openpact.hub.sms.models import Connection, Exchange
from openpact.hub.sms.timing import Moves, Timing, waiting
from openpact.link import told
from openpact.link.schedule import Why
from openpact.link.words import ExchangeState, Trigger, Waiting

from .rows import JudgementOut

#: The first so many issues are answered; the rest is counted.
ISSUES_SHOWN = 100
#: A position in the feed: what the database can count to.
Cursor = Annotated[int, Field(ge=0, le=2**63 - 1)]
StrictCursor = Annotated[StrictInt, Field(ge=0, le=2**63 - 1)]


class IssueOut(Schema):
    """A finding in the file, without the value: that is the school's own data."""

    line: int | None = None
    column: str | None = None
    code: str
    severity: str
    message: str
    remedy: str = ""


class ReasonOut(Schema):
    """Why the exchange is held or was refused."""

    code: str
    message: str
    remedy: str = ""


class SelectionOut(Schema):
    """What the SMS was told to include in an upload: these roles (null: all), and all groups but these."""

    roles: list[str] | None = None
    without_groups: list[str] = []


class ExchangeOut(Schema):
    """One upload or one download. What `counts` holds depends on which, and on how far it came."""

    id: UUID
    direction: Literal["upload", "download"]
    state: ExchangeState
    trigger: Trigger
    received_at: datetime
    finished_at: datetime | None
    counts: dict[str, int]
    selection: SelectionOut | None
    issues: list[IssueOut]
    reasons: list[ReasonOut]

    @classmethod
    def of(cls, exchange: Exchange) -> Self:
        return cls(
            id=exchange.id,
            direction=exchange.direction,
            state=exchange.state,
            trigger=exchange.trigger,
            received_at=exchange.received_at,
            finished_at=exchange.finished_at,
            counts=exchange.counts,
            selection=SelectionOut(**exchange.selection) if exchange.selection else None,
            issues=[IssueOut(**_known(IssueOut, issue)) for issue in exchange.issues[:ISSUES_SHOWN]],
            reasons=[ReasonOut(**_known(ReasonOut, reason)) for reason in exchange.reasons],
        )


class ExchangesOut(Schema):
    items: list[ExchangeOut]


class JudgementsOut(Schema):
    items: list[JudgementOut]
    next_cursor: int | None
    more: bool
    automatic_export: bool
    waiting: Waiting


class AcknowledgementIn(Schema):
    cursor: StrictCursor


class AcknowledgementOut(Schema):
    acknowledged: int


class NextOut(Schema):
    """The next automatic exchange. It is due at `at`, and to be expected between `begins` and `ends`; `when` and
    `because` say so in words for the school's people, and why then."""

    at: datetime
    begins: datetime
    ends: datetime
    when: str
    why: Why
    because: str

    @classmethod
    def of(cls, moves: Moves, zone: str) -> Self | None:
        if moves.due is None:
            return None
        begins, ends = told.span(moves.due, ZoneInfo(zone))
        return cls(at=moves.due.at, begins=begins, ends=ends, when=moves.when, why=moves.due.why, because=moves.why)


class MovesOut(Schema):
    """One direction. What happened before `since` does not count for the schedule; null: nothing moves by itself at
    present, and `note` says why. `missed` windows in a row passed without their exchange. `found_nothing_at` is when the
    SMS came for judgements after `last`, and there was nothing for it."""

    last: ExchangeOut | None
    found_nothing_at: datetime | None
    since: datetime | None
    last_automatic: datetime | None
    last_manual: datetime | None
    next: NextOut | None
    rule: str
    note: str
    missed: int

    @classmethod
    def of(cls, moves: Moves, zone: str) -> Self:
        return cls(
            last=ExchangeOut.of(moves.last) if moves.last else None,
            found_nothing_at=moves.found_nothing_at,
            since=moves.since,
            last_automatic=moves.last_automatic,
            last_manual=moves.last_manual,
            next=NextOut.of(moves, zone),
            rule=moves.rule,
            note=moves.note,
            missed=len(moves.due.missed) if moves.due else 0,
        )


class PauseOut(Schema):
    """Days on which nothing is exchanged automatically, both included."""

    first: date
    last: date


class SchoolOut(Schema):
    school_number: int
    school_name: str
    time_zone: str


class SchoolsOut(Schema):
    items: list[SchoolOut]


class ConnectionOut(Schema):
    school_number: int
    school_name: str
    provider: str
    automatic_export: bool
    time_zone: str
    last_upload: ExchangeOut | None
    undelivered: int
    waiting: Waiting
    uploads: MovesOut
    downloads: MovesOut
    pauses: list[PauseOut]

    @classmethod
    def of(cls, connection: Connection, last_upload: Exchange | None, undelivered: int, timing: Timing) -> Self:
        school = connection.school
        return cls(
            school_number=school.number,
            school_name=school.name,
            provider=connection.provider,
            automatic_export=connection.automatic_export,
            time_zone=school.time_zone,
            last_upload=ExchangeOut.of(last_upload) if last_upload else None,
            undelivered=undelivered,
            waiting=waiting(school, connection, Trigger.AUTOMATIC),
            uploads=MovesOut.of(timing.uploads, school.time_zone),
            downloads=MovesOut.of(timing.downloads, school.time_zone),
            pauses=[PauseOut(first=pause.first, last=pause.last) for pause in timing.pauses],
        )


class FieldProblem(Schema):
    where: str
    what: str


class ProblemOut(Schema):
    """RFC 9457 problem details. `type` is the address of the code's entry in the docs."""

    model_config = ConfigDict(extra="allow")

    type: str
    title: str
    status: int
    detail: str
    code: str
    errors: list[FieldProblem] | None = None
    request_id: str | None = None


def _known(schema: type[Schema], values: dict) -> dict:
    return {name: values[name] for name in schema.model_fields if values.get(name) is not None}
