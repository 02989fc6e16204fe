"""Fetching by itself: where from, when, and what came of it.

Each school has a place of its own in the week, as with uploads: see openpact.link.schedule. A try that brings no file is
repeated while the window is open, and then on the next mornings.
"""

from dataclasses import dataclass
from datetime import datetime, time, timedelta

import httpx
import structlog
from django.conf import settings
from django.utils.translation import gettext as _

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, changes, record
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.platform.told import made
from openpact.hub.schools.models import School
from openpact.link import schedule, told
from openpact.link.providers import Rhythm
from openpact.link.words import Trigger
from openpact.said import Said, gettext

from . import deliveries, download, tokens
from .address import Address, BadAddress, parse
from .models import Delivery, Register, Source
from .services import register_of

log = structlog.get_logger("openpact.register")
#: Before the school day begins.
RHYTHM = Rhythm(every_days=7, opens=time(4), closes=time(6))
AGAIN_AFTER = timedelta(minutes=30)
#: A file that has not come after this time is said to be late.
SLOW = timedelta(minutes=2)
#: A second press of the button within this time is the same wish.
ONE_WISH = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Wanted:
    """One fetch: nothing of it is logged."""

    source: Source
    address: Address
    token: str


@dataclass(frozen=True, slots=True)
class Timing:
    """`when` and `rule` are words: "Tuesday 1 December, between 4:20am and 4:40am", "every week on Tuesday …"."""

    due: schedule.Due
    when: str
    rule: str


def timing(school: School, register: Register) -> Timing | None:
    """When the next file is fetched; None where nothing is."""
    if not register.fetches or register.fetches_since is None:
        return None
    now, place = clock.now(), schedule.Place(school.number, school.time_zone)
    history = [schedule.Past(register.fetched_at, Trigger.AUTOMATIC)] if register.fetched_at else []
    due = schedule.next_due(RHYTHM, place, history, now, since=register.fetches_since)
    return Timing(due, told.when(due, place.wall, now), told.rule(RHYTHM, place))


def is_due(school: School, register: Register, now: datetime) -> bool:
    """Whether a file is to be fetched now, by itself."""
    when = timing(school, register)
    rests = register.tried_at is not None and now < register.tried_at + AGAIN_AFTER
    return when is not None and when.due.at <= now and not rests


def wanted(school: School, register: Register) -> Wanted:
    """Where the school's file is. Raises BadAddress."""
    source = Source(register.source)
    if source is Source.NATIONAL and not settings.REGISTER_URL:
        raise BadAddress(gettext("The operator of this PaCT does not name a national register any more."))
    address = address_of(school, source, register.address)
    token = ""
    if register.sealed_token:
        token = tokens.unseal(register.sealed_token, school_id=school.id, origin=address.origin)
        if not token:
            raise BadAddress(gettext("The token that was given does not open this address any more: give it again."))
    elif source is Source.NATIONAL:
        token = settings.REGISTER_TOKEN
    return Wanted(source, address, token)


def address_of(school: School, source: Source, typed: str) -> Address:
    """Raises BadAddress."""
    national = settings.REGISTER_URL.replace("{school}", str(school.number))
    return parse(national if source is Source.NATIONAL else typed)


def choose(
    school: School, user: User, *, source: Source, address: str = "", token: str = "", forget: bool = False
) -> bool:
    """Say where files come from from now on. An earlier token is kept for the same origin, unless it is to be forgotten.

    Whether the next file is asked for at once is the answer: it is when it comes from somewhere new. Raises BadAddress.
    """
    register = register_of(school, lock=True)
    before = _in_words(register)
    where = (register.source, register.address)
    register.source, register.address = source, address if source is Source.ADDRESS else ""
    if register.fetches:
        origin = address_of(school, source, address).origin
        known = register.sealed_token and tokens.unseal(register.sealed_token, school_id=school.id, origin=origin)
        if token:
            register.sealed_token = tokens.seal(token, school_id=school.id, origin=origin)
        elif forget or not known:
            register.sealed_token = ""
    else:
        register.sealed_token = ""
    is_new = where != (register.source, register.address)
    if is_new:
        register.fetches_since = clock.now() if register.fetches else None
        register.tried_at = register.fetched_at = register.asked_at = None
        register.why(None)
    register.save()
    said = changes(before, _in_words(register))
    if token and not said:
        said = _("Token: a new one")
    if said:
        record(school, user, Area.REGISTER, _("Changed where register files come from. %(what)s.") % {"what": said})
    return is_new and register.fetches and ask(school, user)


def ask(school: School, user: User | None = None) -> bool:
    """Fetch now, in a job. False if nothing is fetched here, or it was asked for a moment ago."""
    from .tasks import fetch

    register, now = register_of(school, lock=True), clock.now()
    if not register.fetches or (register.asked_at is not None and now < register.asked_at + ONE_WISH):
        return False
    register.asked_at = now
    register.save(update_fields=["asked_at"])
    lock = f"register-{school.id}"
    fetch.configure(lock=lock).defer(school_id=school.id, by_hand=True, user_id=user and user.id)
    return True


def bring(school_id: int, *, by_hand: bool, user_id: int | None = None) -> None:
    """Fetch the school's file and take it in. Three steps: what is wanted; the network, outside of any transaction; what
    came, if it is still wanted from there."""
    with at_school(school_id):
        school = School.objects.get(id=school_id)
        register = register_of(school, lock=True)
        if not register.fetches or not (by_hand or is_due(school, register, clock.now())):
            return
        register.tried_at = clock.now()
        register.save(update_fields=["tried_at"])
        try:
            want = wanted(school, register)
        except BadAddress as bad:
            return _failed(register, bad.words)
    try:
        content = download.get(want.address, want.token)
    except download.NotFetched as trouble:
        with at_school(school_id):
            return _failed(register_of(school, lock=True), trouble.words)
    with at_school(school_id):
        _came(school, want, content, by_hand, user_id)


def _came(school: School, want: Wanted, content: bytes, by_hand: bool, user_id: int | None) -> None:
    register = register_of(school, lock=True)
    if not _is_still_wanted(school, register, want):
        return
    user = User.objects.filter(id=user_id).first() if user_id else None
    delivery = deliveries.receive(school, content, want.source, user)
    register.refresh_from_db()
    register.asked_at = None
    register.why(None)
    if delivery.state == Delivery.State.REFUSED:
        why = made(delivery.reasons[0], "message")
        register.why(gettext("The file that came could not be used: {why}", why=why))
    elif not by_hand:
        register.fetched_at = clock.now()
    register.save(update_fields=["asked_at", "failure", "failure_said", "fetched_at"])
    log.info("register file fetched", school=school.id, state=delivery.state)


def _is_still_wanted(school: School, register: Register, want: Wanted) -> bool:
    """Whether the school's files still come from where this one came from."""
    try:
        return register.source == want.source and address_of(school, want.source, register.address) == want.address
    except BadAddress:
        return False


def _failed(register: Register, words: Said) -> None:
    register.asked_at = None
    register.why(words)
    register.save(update_fields=["asked_at", "failure", "failure_said"])
    log.warning("register file not fetched", school=register.school_id)


def _in_words(register: Register) -> dict[str, object]:
    """For the audit: the host alone, since the rest of an address may open it."""
    whence = Source(register.source)
    return {
        str(_("From")): _("uploads by hand") if whence is Source.HAND else str(whence.label),
        str(_("Host")): httpx.URL(register.address).host if register.address else "",
        str(_("Token")): bool(register.sealed_token),
    }
