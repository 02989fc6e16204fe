"""The outgoing feed: versions of judgements in the order in which they were decided, for the school's SMS.

A row's `cursor` is its position in the school's feed. Positions have no gaps and become visible in order (see
`append` in sql/confirm.sql), so whoever has read up to a cursor has seen everything before it. Delivery is at least once; the
acknowledgement moves the school's own cursor. Whether the school lets judgements leave by themselves is not asked here:
the API does.

Everything happens inside the school's transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime

from django.db.models import BigIntegerField, F, QuerySet, Subquery
from django.db.models.functions import Coalesce

from openpact.hub.platform import clock
from openpact.hub.schools.models import School

from . import statements
from .errors import BeyondFeed
from .models import FeedCursor, FeedRow, Level

#: The most rows of one page.
MAX_LIMIT = 1000


@dataclass(frozen=True, slots=True)
class FeedEntry:
    """One version of an overall judgement, as an SMS gets it: see docs/reference/judgements.md.

    `person_id` and `nsn` are what the roster says now, not what it said when the judgement was made: a school that moved
    to another SMS gets its new ids. `(id, version)` is unique.
    """

    id: str
    version: int
    cursor: int
    person_id: str
    nsn: str
    learning_area: str
    cycle: str
    cycle_kind: str
    year: int
    level: str
    level_name: str
    withdrawn: bool
    judged_on: date
    confirmed_at: datetime
    judge: str
    reason: str


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`next_cursor` is the last row's, or where the page began when it is empty: ask after it, or acknowledge it."""

    rows: tuple[FeedEntry, ...]
    next_cursor: int
    more: bool


def feed(school: School, after: int | None = None, limit: int = 500) -> FeedPage:
    """The next rows after a cursor, or after the last acknowledged one. One query; at most MAX_LIMIT rows.

    Raises BeyondFeed for a cursor the feed has not reached: an empty page would let the reader wait there for ever.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise ValueError(f"limit is from 1 to {MAX_LIMIT}.")
    acknowledged = FeedCursor.objects.filter(school=school).values("acknowledged")
    start = Coalesce(Subquery(acknowledged), 0, output_field=BigIntegerField()) if after is None else after
    found = _entries(FeedRow.objects.filter(school=school, position__gt=start).order_by("position")[: limit + 1])
    rows = found[:limit]
    if not rows:
        newest, acknowledged = marks(school)
        if after is not None and after > newest:
            raise BeyondFeed(after, newest)
        return FeedPage((), acknowledged if after is None else after, more=False)
    return FeedPage(tuple(rows), rows[-1].cursor, more=len(found) > limit)


def current(school: School) -> list[FeedEntry]:
    """Every judgement of the school in its current version, oldest decision first: the file to take by hand."""
    newest = FeedRow.objects.filter(school=school, version__version=F("version__judgement__version"))
    return _entries(newest.order_by("position"))


def acknowledge(school: School, cursor: int) -> int:
    """The SMS has everything up to `cursor`. Returns the cursor that holds: it never goes back.

    Raises BeyondFeed for a cursor the feed has not reached.
    """
    newest = head(school)
    if cursor > newest:
        raise BeyondFeed(cursor, newest)
    if cursor > 0:
        statements.run("acknowledge", school=school.id, cursor=cursor, now=clock.now())
    return marks(school)[1]


def head(school: School) -> int:
    """The newest row's position; 0 for an empty feed."""
    return marks(school)[0]


def undelivered(school: School) -> int:
    """How many rows the SMS has not acknowledged. (Positions have no gaps: no need to count.)"""
    newest, acknowledged = marks(school)
    return newest - acknowledged


def marks(school: School) -> tuple[int, int]:
    """(newest position, acknowledged position)."""
    ((newest, acknowledged),) = statements.run("marks", school=school.id)
    return newest, acknowledged


def _entries(rows: QuerySet[FeedRow]) -> list[FeedEntry]:
    values = rows.values_list(
        "position",
        "version__judgement_id",
        "version__version",
        "version__judgement__person__sms_id",
        "version__judgement__person__nsn",
        "version__judgement__area",
        "version__judgement__cycle__name",
        "version__judgement__cycle__kind",
        "version__judgement__cycle__year",
        "version__level",
        "version__judged_on",
        "version__confirmed_at",
        "version__confirmed_by__name",
        "version__reason",
    )
    return [
        FeedEntry(
            id=str(judgement_id),
            version=version,
            cursor=position,
            person_id=sms_id,
            nsn=nsn,
            learning_area=area,
            cycle=cycle,
            cycle_kind=kind,
            year=year,
            level=level,
            level_name=Level(level).label if level else "",
            withdrawn=not level,
            judged_on=judged_on,
            confirmed_at=confirmed_at,
            judge=judge,
            reason=reason,
        )
        for (
            position, judgement_id, version, sms_id, nsn, area, cycle, kind, year, level, judged_on, confirmed_at,
            judge, reason,
        ) in values
    ]  # fmt: skip
