"""Runs: the downloads that an SMS has begun and not finished. Each belongs to one SMS.

Called inside the school's transaction.
"""

from django.db.models import QuerySet

from openpact.hub.platform import clock
from openpact.hub.schools.models import School
from openpact.link.words import ExchangeState

from .models import Exchange


def open_runs(school: School, provider: str) -> QuerySet[Exchange]:
    return _open(school).filter(provider=provider)


def close_of_other_providers(school: School, provider: str) -> None:
    """The school has another SMS now, which begins runs of its own."""
    for run in _open(school).exclude(provider=provider):
        close(run)


def close(run: Exchange) -> None:
    """Nothing more comes of it. What the SMS has acknowledged all of was collected."""
    whole = run.counts["acknowledged"] >= run.counts["judgements"]
    run.state = ExchangeState.APPLIED if whole else ExchangeState.SUPERSEDED
    run.finished_at = clock.now()
    run.save(update_fields=["state", "finished_at"])


def _open(school: School) -> QuerySet[Exchange]:
    return Exchange.objects.filter(
        school=school, direction=Exchange.Direction.DOWNLOAD, state=ExchangeState.RECEIVED
    ).order_by("-received_at")
