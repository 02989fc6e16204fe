"""The judgements file taken by hand, in the exchange log like every other download."""

from openpact.hub.platform import clock
from openpact.link.words import ExchangeState, Trigger

from .models import Exchange


def note_file_taken(*, school, user, rows: int, **_: object) -> None:
    """Receives judgements.signals.file_taken, inside the school's transaction. Moves no cursor."""
    now = clock.now()
    Exchange.objects.create(
        school=school,
        direction=Exchange.Direction.DOWNLOAD,
        source=Exchange.Source.PAGE,
        trigger=Trigger.MANUAL,
        state=ExchangeState.APPLIED,
        received_at=now,
        finished_at=now,
        started_by=user,
        counts={"judgements": rows},
    )
