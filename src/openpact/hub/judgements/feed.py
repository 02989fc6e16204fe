"""The outgoing feed: versions of judgements in the order in which they were decided, for the school's SMS.

A row's `cursor` is its position in the school's feed. Positions have no gaps and become visible in order (see
`append` in sql/confirm.sql), so whoever has read up to a cursor has seen everything before it. Delivery is at least once; the
acknowledgement moves the cursor of who reads: each SMS of a school has its own, so a school that moves to another SMS
has all its judgements brought there, those that the earlier SMS never collected and those that it did. Whether judgements
may leave at present is not asked here.

Everything happens inside the school's transaction.
"""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from django.db.models import BigIntegerField, Case, Count, Exists, F, OuterRef, Q, QuerySet, Subquery, When
from django.db.models.functions import Coalesce

from openpact.hub.platform import clock
from openpact.hub.roster.models import Person
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
    to another SMS gets its new ids. Of a student who has left and is here again as somebody else in the SMS (the same NSN
    under another id: two records were merged, or one was made anew) they are those of the one who is here.
    `(id, version)` is unique.

    What the aspects said stands after `reason`. Where they said nothing it is None, never 0 or "": there is no score without
    enough aspects, and no standard where the school reports none.
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
    #: Points of the scale and the 95% range; what they recommend stands beside `level`, which was confirmed.
    score: int | None = None
    score_low: int | None = None
    score_high: int | None = None
    recommended: str | None = None
    standard: str | None = None
    framework: str | None = None
    framework_version: int | None = None
    calibration: str | None = None
    calibration_version: int | None = None
    #: The set of each aspect that was judged, from 1; None: not yet enough evidence.
    aspects: dict[str, int | None] | None = None


@dataclass(frozen=True, slots=True)
class FeedPage:
    """`next_cursor` is the last row's, or where the page began when it is empty: ask after it, or acknowledge it."""

    rows: tuple[FeedEntry, ...]
    next_cursor: int
    more: bool


def feed(school: School, after: int | None = None, limit: int = 500, *, reader: str) -> FeedPage:
    """The next rows after a cursor, or after the last that `reader` (a provider's key) acknowledged. One query; at most MAX_LIMIT rows.

    Raises BeyondFeed for a cursor the feed has not reached: an empty page would let the reader wait there for ever.
    """
    if not 1 <= limit <= MAX_LIMIT:
        raise ValueError(f"limit is from 1 to {MAX_LIMIT}.")
    acknowledged = FeedCursor.objects.filter(school=school, reader=reader).values("acknowledged")
    start = Coalesce(Subquery(acknowledged), 0, output_field=BigIntegerField()) if after is None else after
    found = _entries(FeedRow.objects.filter(school=school, position__gt=start).order_by("position")[: limit + 1])
    rows = found[:limit]
    if not rows:
        newest, acknowledged = marks(school, reader=reader)
        if after is not None and after > newest:
            raise BeyondFeed(after, newest)
        return FeedPage((), acknowledged if after is None else after, more=False)
    return FeedPage(tuple(rows), rows[-1].cursor, more=len(found) > limit)


def current(school: School) -> list[FeedEntry]:
    """Every judgement of the school in its current version, oldest decision first: the file to take by hand."""
    newest = FeedRow.objects.filter(school=school, version__version=F("version__judgement__version"))
    return _entries(newest.order_by("position"))


def acknowledge(school: School, cursor: int, *, reader: str) -> int:
    """The reader has everything up to `cursor`. Returns the cursor that holds: it never goes back.

    Raises BeyondFeed for a cursor the feed has not reached.
    """
    newest = head(school)
    if cursor > newest:
        raise BeyondFeed(cursor, newest)
    if cursor > 0:
        statements.run("acknowledge", school=school.id, reader=reader, cursor=cursor, now=clock.now())
    return marks(school, reader=reader)[1]


def head(school: School) -> int:
    """The newest row's position; 0 for an empty feed."""
    return marks(school, reader="")[0]


def undelivered(school: School, *, reader: str) -> int:
    """How many rows the reader has not acknowledged. (Positions have no gaps: no need to count.)"""
    newest, acknowledged = marks(school, reader=reader)
    return newest - acknowledged


def marks(school: School, *, reader: str) -> tuple[int, int]:
    """(newest position, the last that the reader acknowledged)."""
    ((newest, acknowledged),) = statements.run("marks", school=school.id, reader=reader)
    return newest, acknowledged


def _entries(rows: QuerySet[FeedRow]) -> list[FeedEntry]:
    person = "version__judgement__person"
    # Of students only, and never of two at once: whoever shares an NSN with another is as they were.
    here = Person.objects.filter(
        school=OuterRef("school"), student=OuterRef(f"{person}__student"), active=True, role=Person.Role.STUDENT
    )
    alone = here.order_by().values("student").annotate(number=Count("id")).filter(number=1)
    gone = Q(**{f"{person}__active": False}, **{f"{person}__student__isnull": False}) & Exists(alone)
    values = rows.annotate(
        sms_id=Case(When(gone, then=Subquery(here.values("sms_id")[:1])), default=F(f"{person}__sms_id")),
        nsn=F(f"{person}__nsn"),
    ).values_list(
        "position",
        "version__judgement_id",
        "sms_id",
        "nsn",
        "version__judgement__area",
        "version__judgement__cycle__name",
        "version__judgement__cycle__kind",
        "version__judgement__cycle__year",
        "version__confirmed_by__name",
        *(f"version__{name}" for name in OF_THE_VERSION),
    )
    return [_entry(*row) for row in values]


#: Fields of JudgementVersion.
OF_THE_VERSION = (
    "version", "level", "judged_on", "confirmed_at", "reason", "score", "score_low", "score_high", "recommended", "standard",
    "framework", "framework_version", "calibration", "calibration_version", "aspects",
)  # fmt: skip


def _entry(
    position: int, id: UUID, sms_id: str, nsn: str, area: str, cycle: str, kind: str, year: int, judge: str, *rest: Any
) -> FeedEntry:
    kept = dict(zip(OF_THE_VERSION, rest, strict=True))
    level = kept["level"]
    for name in ("recommended", "standard", "framework", "calibration", "aspects"):
        kept[name] = kept[name] or None
    if kept["aspects"]:
        kept["aspects"] = {aspect: number or None for aspect, number in kept["aspects"].items()}
    return FeedEntry(
        id=str(id), cursor=position, person_id=sms_id, nsn=nsn, learning_area=area, cycle=cycle, cycle_kind=kind, year=year,
        level_name=Level(level).in_english if level else "", withdrawn=not level, judge=judge, **kept,
    )  # fmt: skip
