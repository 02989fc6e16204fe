"""Writing the log: what was changed here, and what went to and came from PaCT."""

import json
from dataclasses import asdict
from typing import Any

from django.core.serializers.json import DjangoJSONEncoder

from openpact.connect import Exchange, ExchangeState

from . import clock
from .models import LogEntry, LogKind, School
from .words import count

SCHEDULE = "Schedule"

OUTCOMES = {
    ExchangeState.RECEIVED: "PaCT has the file; it waits for its turn.",
    ExchangeState.CHECKING: "PaCT is checking the file.",
    ExchangeState.HELD: "PaCT holds the file until its administrator has looked at it. Nothing has changed there yet.",
    ExchangeState.APPLIED: "PaCT has taken over the file.",
    ExchangeState.UNCHANGED: "PaCT already had all of it.",
    ExchangeState.REFUSED: "PaCT did not use the file. Nothing has changed there.",
    ExchangeState.SUPERSEDED: "A newer upload took this one's place.",
    ExchangeState.REVERTED: "An administrator in PaCT undid this upload.",
}
#: An upload's state in a word or two, and the look of it.
STATES = {
    ExchangeState.RECEIVED: ("Received", ""),
    ExchangeState.CHECKING: ("Checking", ""),
    ExchangeState.HELD: ("Waits in PaCT", "wait"),
    ExchangeState.APPLIED: ("Applied", "good"),
    ExchangeState.UNCHANGED: ("No change", "good"),
    ExchangeState.REFUSED: ("Refused", "warn"),
    ExchangeState.SUPERSEDED: ("Overtaken", ""),
    ExchangeState.REVERTED: ("Undone", ""),
}
#: What becomes of them is not known yet.
OPEN = frozenset({ExchangeState.RECEIVED, ExchangeState.CHECKING, ExchangeState.HELD})
UNHAPPY = frozenset({ExchangeState.HELD, ExchangeState.REFUSED})


def note(school: School, kind: LogKind, by: str, summary: str, *, went_wrong: bool = False) -> LogEntry:
    return LogEntry.objects.create(
        school=school, at=clock.now(), kind=kind, by=by, summary=summary, went_wrong=went_wrong
    )


def upload(school: School, by: str, exchange: Exchange) -> LogEntry:
    """Note an upload; the same exchange again (after a crash) is the same entry, brought up to date."""
    entry, _ = LogEntry.objects.update_or_create(
        school=school,
        exchange_id=exchange.id,
        defaults=_as_seen(exchange),
        create_defaults={**_as_seen(exchange), "kind": LogKind.UPLOAD, "at": clock.now(), "by": by},
    )
    return entry


def follow(school: School, exchange: Exchange) -> None:
    """Bring an upload's entry up to date."""
    LogEntry.objects.filter(school=school, exchange_id=exchange.id).update(**_as_seen(exchange))


def open_uploads(school: School, *, besides: str) -> list[str]:
    """The exchanges of uploads whose outcome the log does not know."""
    found = LogEntry.objects.filter(school=school, exchange_state__in=OPEN).exclude(exchange_id=besides)
    return list(found.values_list("exchange_id", flat=True))


def summary(exchange: Exchange) -> str:
    said = [OUTCOMES.get(ExchangeState(exchange.state), "") if exchange.state in set(ExchangeState) else exchange.state]
    said += [reason.message for reason in exchange.reasons if reason.message]
    if exchange.in_force or exchange.state == ExchangeState.HELD:
        said.append(f"{count(exchange.counts.people, 'person', 'people')} in the file.")
    if exchange.counts.errors or exchange.counts.warnings:
        said.append(f"{count(exchange.counts.errors, 'error')}, {count(exchange.counts.warnings, 'warning')}.")
    return " ".join(said)


def _as_seen(exchange: Exchange) -> dict[str, Any]:
    return {
        "summary": summary(exchange),
        "went_wrong": exchange.state in UNHAPPY,
        "exchange_state": exchange.state,
        "answer": json.loads(json.dumps(asdict(exchange), cls=DjangoJSONEncoder)),
    }
