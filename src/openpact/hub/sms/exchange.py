"""An upload arrives: stored, logged and queued in one transaction, so that nothing is lost between them."""

from collections.abc import Callable
from typing import BinaryIO

from django.conf import settings
from django.db import IntegrityError

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.link.words import ExchangeState, Trigger

from .models import Exchange
from .storage import Spooled, TooLarge, spool, store
from .tasks import check_upload

__all__ = ["IdempotencyConflict", "TooLarge", "is_known", "receive"]


class IdempotencyConflict(Exception):
    """The key was used before, with other content."""


def receive(
    school,
    *,
    content: BinaryIO,
    trigger: Trigger,
    source: str,
    provider: str,
    idempotency_key: str | None = None,
    user=None,
    spreadsheet: dict | None = None,
    may: Callable[[], None] = lambda: None,
) -> Exchange:
    """Take an IDE file in and queue its check; the answer is its exchange. `spreadsheet` is lists.origin's, of a list.

    The same key with the same content answers the exchange it made before. Opens its own transaction, after the content
    has arrived: a slow sender holds no transaction open. In it `may` is asked first, because much can have changed since
    the sender began; it raises to refuse. Raises TooLarge, IdempotencyConflict.
    """
    with spool(content, settings.MAX_IDE_BYTES) as spooled:
        try:
            with at_school(school.id, user_id=user and user.id):
                may()
                known = _known(school, idempotency_key, spooled)
                return known or _log(school, spooled, trigger, source, provider, idempotency_key, user, spreadsheet)
        except IntegrityError:
            # Two retries of one upload at the same moment: the other one was first.
            with at_school(school.id):
                known = _known(school, idempotency_key, spooled)
            if known is None:
                raise
            return known


def is_known(school, key: str | None) -> bool:
    """Whether an upload came under this key before. Inside the school's transaction."""
    return key is not None and Exchange.objects.filter(school=school, idempotency_key=key).exists()


def _known(school, key: str | None, spooled: Spooled) -> Exchange | None:
    if key is None:
        return None
    known = Exchange.objects.filter(school=school, idempotency_key=key).first()
    if known is not None and known.sha256 != spooled.sha256:
        raise IdempotencyConflict
    return known


def _log(school, spooled: Spooled, trigger, source: str, provider: str, key: str | None, user, spreadsheet) -> Exchange:
    exchange = Exchange.objects.create(
        school=school,
        direction=Exchange.Direction.UPLOAD,
        source=source,
        provider=provider,
        trigger=trigger,
        state=ExchangeState.RECEIVED,
        idempotency_key=key,
        sha256=spooled.sha256,
        size=spooled.size,
        received_at=clock.now(),
        started_by=user,
        spreadsheet=spreadsheet,
    )
    store(exchange, spooled.content)
    # One at a time per school, in the order in which they arrived.
    check_upload.configure(lock=f"school-{school.id}").defer(school_id=school.id, exchange_id=str(exchange.id))
    return exchange
