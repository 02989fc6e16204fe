"""A person decides: approve or discard what is held, undo what was applied last. Each is recorded with who and when."""

from openpact import ide
from openpact.hub.platform import clock
from openpact.hub.roster import services as roster_services
from openpact.link.words import ExchangeState

from . import record
from .aftermath import after_apply, after_revert, people_to_keep
from .connection import is_of_another_sms
from .models import Connection, Exchange
from .processing import Checked, check, note


class NotHeld(Exception):
    """Somebody else decided, or a newer upload took its place."""


class Moved(Exception):
    """The roster has changed since the preview was made; it has been made again, to be looked at again."""


class FileGone(Exception):
    """The file has been cleared away, so what it would do cannot be worked out any more."""


class OfAnotherSms(Exception):
    """The school has chosen another SMS, or none, since it came."""


def look(school, exchange: Exchange) -> Checked:
    """What a held upload would do to the roster of now."""
    try:
        return check(school, exchange)
    except ide.UnusableFile as unusable:
        raise FileGone from unusable


def approve(school, exchange_id, user, *, seen_version: int, invite: bool | None = None) -> Exchange:
    """Apply a held upload. `seen_version` is the roster's version the person's preview was made against.

    `invite` turns the mailing of invitations on or off for this and later uploads; None leaves it. Raises NotHeld, Moved,
    FileGone, OfAnotherSms.
    """
    exchange = _held(school, exchange_id)
    if is_of_another_sms(exchange):
        raise OfAnotherSms
    checked = look(school, exchange)
    if checked.roster.version != seen_version:
        note(exchange, checked)
        exchange.save()
        raise Moved
    changed = invite is not None and Connection.objects.filter(school=school).exclude(invite_staff=invite).update(
        invite_staff=invite
    )
    note(exchange, checked)
    roster_services.apply(
        school,
        exchange.id,
        checked.plan,
        planned_version=checked.roster.version,
        exported_at=checked.file.exported_at,
    )
    _decided(exchange, ExchangeState.APPLIED, user)
    record.approved(school, user, exchange, invites=invite if changed else None)
    after_apply(school, exchange)
    return exchange


def discard(school, exchange_id, user) -> Exchange:
    """Put a held upload away; nothing changes. Raises NotHeld."""
    exchange = _held(school, exchange_id)
    _decided(exchange, ExchangeState.REFUSED, user)
    record.discarded(school, user, exchange)
    return exchange


def revert(school, exchange_id, user) -> Exchange:
    """Undo the upload that was applied last. Raises roster.services.NotTheLast."""
    roster_services.state_of(school, lock=True)
    exchange = Exchange.objects.select_for_update().get(id=exchange_id)
    roster_services.revert(school, exchange.id, keep=people_to_keep(school))
    exchange.state, exchange.reverted_at, exchange.reverted_by = ExchangeState.REVERTED, clock.now(), user
    exchange.save(update_fields=["state", "reverted_at", "reverted_by"])
    record.undone(school, user, exchange)
    after_revert(school, exchange)
    return exchange


def _held(school, exchange_id) -> Exchange:
    roster_services.state_of(school, lock=True)
    exchange = Exchange.objects.select_for_update().get(id=exchange_id)
    if exchange.state != ExchangeState.HELD:
        raise NotHeld
    return exchange


def _decided(exchange: Exchange, state: ExchangeState, user) -> None:
    now = clock.now()
    exchange.state, exchange.finished_at, exchange.decided_at, exchange.decided_by = state, now, now, user
    exchange.save()
