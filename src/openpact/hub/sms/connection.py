"""A school's SMS settings: what they are, how they are saved, and where the link stands.

Every function here is called inside the school's transaction (`school_page` or `at_school`).
"""

from collections.abc import Mapping
from enum import StrEnum

from openpact.hub.accounts.models import User
from openpact.hub.platform import clock
from openpact.hub.roster.models import GuardLimits
from openpact.hub.schools.models import School
from openpact.link.providers import PROVIDERS, Provider
from openpact.link.words import IN_FORCE

from . import record, runs, secrets
from .models import Connection, Exchange


class LinkState(StrEnum):
    """Where a school's link stands, as the settings page and its neighbours show it.

    off      no SMS is used; files are uploaded and downloaded by hand
    vendor   an SMS that needs no secret is chosen: nothing more to do
    bare     an SMS is chosen, but no secret was made that still holds
    waiting  a secret holds, but the SMS has not called with it yet
    linked   the SMS has called with a secret that holds
    """

    OFF = "off"
    VENDOR = "vendor"
    BARE = "bare"
    WAITING = "waiting"
    LINKED = "linked"


def get_connection(school: School) -> Connection:
    """The school's settings; before it first saves them, the defaults (not stored)."""
    return Connection.objects.select_related("changed_by").filter(school=school).first() or Connection(school=school)


def provider_of(connection: Connection) -> Provider | None:
    """The SMS in use, or None."""
    return PROVIDERS.get(connection.provider) if connection.use_sms else None


def keeper(school: School) -> str:
    """The name of the SMS that keeps the school's people: it has uploaded, and its next upload says again what it says.

    Until its first upload is applied, people here still do.
    """
    provider = provider_of(get_connection(school))
    if provider is None:
        return ""
    uploads = Exchange.objects.filter(school=school, source=Exchange.Source.SMS, provider=provider.key)
    there = uploads.filter(direction=Exchange.Direction.UPLOAD, state__in=IN_FORCE).exists()
    return provider.name if there else ""


def uses(school_id: int, provider: str) -> bool:
    """Whether the school uses this SMS at present. Nobody changes that before this transaction has ended."""
    rows = Connection.objects.select_for_update(no_key=True).filter(school_id=school_id, use_sms=True)
    return rows.filter(provider=provider).first() is not None


def is_of_another_sms(exchange: Exchange) -> bool:
    """It came from an SMS that the school's settings no longer use: its ids may be nobody's now, or somebody else's."""
    if exchange.source != Exchange.Source.SMS:
        return False
    used = Connection.objects.filter(school_id=exchange.school_id, use_sms=True, provider=exchange.provider)
    return not used.exists()


def get_limits(school: School) -> GuardLimits:
    """When an upload waits for a person; the defaults (not stored) until the school changes them."""
    return GuardLimits.objects.filter(school=school).first() or GuardLimits(school=school)


def save_settings(
    school: School,
    user: User | None,
    *,
    use_sms: bool,
    provider: str,
    automatic_export: bool,
    review: str = Connection.Review.FIRST,
    invite_staff: bool = False,
    limits: Mapping[str, int] | None = None,
) -> Connection:
    """Save the settings. `limits` are GuardLimits' fields; None leaves them as they are.

    A secret belongs to the SMS it was made for: secrets of another provider end at once, as do its downloads under way. No
    other setting touches a secret, and switching Use SMS off does not: while it is off the API answers `not-linked`, and
    afterwards goes on.
    """
    if provider and provider not in PROVIDERS:
        raise ValueError(f"There is no provider {provider!r}.")
    if use_sms and not provider:
        raise ValueError("To use an SMS, choose which.")
    now = clock.now()
    before = Connection.objects.filter(school=school).first()
    settings_before = record.told(before or Connection(school=school), get_limits(school))
    goes_on = before is not None and use_sms and before.use_sms and before.provider == provider
    linked_at = before.linked_at if goes_on and before else None
    if linked_at is None and use_sms and not PROVIDERS[provider].uses_secret:
        linked_at = now
    values = {
        "use_sms": use_sms, "provider": provider, "automatic_export": automatic_export, "review": review,
        "invite_staff": invite_staff, "linked_at": linked_at, "changed_at": now, "changed_by": user,
    }  # fmt: skip
    if not goes_on:
        values |= {"collected_at": None, "collected_by_hand_at": None}
    connection, _ = Connection.objects.update_or_create(school=school, defaults=values)
    if limits is not None:
        GuardLimits.objects.update_or_create(school=school, defaults=dict(limits))
    record.settings(school, user, settings_before, record.told(connection, get_limits(school)))
    if provider:
        secrets.end_of_other_providers(school, provider)
        runs.close_of_other_providers(school, provider)
    return connection


def link_state(connection: Connection) -> LinkState:
    """Two queries at most."""
    provider = provider_of(connection)
    if provider is None:
        return LinkState.OFF
    if not provider.uses_secret:
        return LinkState.VENDOR
    live = secrets.live_secrets(connection.school, provider.key)
    if not live:
        return LinkState.BARE
    return LinkState.LINKED if any(s.last_used_at for s in live) else LinkState.WAITING
