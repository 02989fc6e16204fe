"""Where somebody is signed in: one row for each browser (allauth.usersessions), which they can look through and end."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from allauth.account.adapter import get_adapter
from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session
from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext as _

from openpact.hub.platform import clock

from .models import User

#: A page asked for within this time after another is not written down.
NOTED_EVERY = timedelta(minutes=5)
#: When this process last looked whether to: most pages then ask the database nothing.
_looked_at: dict[str, datetime] = {}
REMEMBERED = 10_000
FOREVER_AGO = datetime.min.replace(tzinfo=UTC)


@dataclass(frozen=True)
class SignedIn:
    """One browser in which somebody is signed in."""

    id: int
    device: str
    place: str
    since: datetime
    last_seen: datetime
    here: bool


def last_seen(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: note when and from where a session was last used."""

    def middleware(request: HttpRequest) -> HttpResponse:
        now = clock.now()
        if request.session.session_key and _is_due(request.session.session_key, now) and request.user.is_authenticated:
            stale = UserSession.objects.filter(
                session_key=request.session.session_key, last_seen_at__lt=now - NOTED_EVERY
            )
            stale.update(last_seen_at=now, ip=get_adapter().get_client_ip(request), user_agent=_agent(request))
        return get_response(request)

    return middleware


def _is_due(key: str, now: datetime) -> bool:
    """Whether this process has not looked at the session for a while."""
    if now - _looked_at.get(key, FOREVER_AGO) < NOTED_EVERY:
        return False
    if len(_looked_at) >= REMEMBERED:
        _looked_at.clear()
    _looked_at[key] = now
    return True


def begin(request: HttpRequest, user: User) -> None:
    """Write down a sign-in."""
    if not request.session.session_key:
        request.session.save()
    now = clock.now()
    _is_due(request.session.session_key, now)
    if "REMOTE_ADDR" not in request.META:
        return
    UserSession.objects.update_or_create(
        session_key=request.session.session_key,
        defaults={
            "user": user,
            "ip": get_adapter().get_client_ip(request),
            "user_agent": _agent(request),
            "created_at": now,
            "last_seen_at": now,
        },
    )


def of(user: User, here: str | None) -> list[SignedIn]:
    """Sessions that are open, the one with the key `here` first, then the last used. Two queries, however many there are."""
    mine = list(UserSession.objects.filter(user=user).order_by("-last_seen_at"))
    keys = [one.session_key for one in mine]
    open_now = set(
        Session.objects.filter(session_key__in=keys, expire_date__gt=clock.now()).values_list("session_key", flat=True)
    )
    found = [
        SignedIn(
            one.id,
            device_name(one.user_agent),
            one.ip,
            one.created_at,
            one.last_seen_at,
            one.session_key == here,
        )
        for one in mine
        if one.session_key in open_now
    ]
    return sorted(found, key=lambda one: not one.here)


def end(user: User, session_id: int) -> bool:
    """End one of the user's own sessions; answers whether there was one."""
    return _end(UserSession.objects.filter(user=user, id=session_id)) > 0


def end_others(user: User, here: str | None) -> int:
    """End all of the user's sessions but this one; answers how many."""
    return _end(UserSession.objects.filter(user=user).exclude(session_key=here or ""))


def _end(which) -> int:
    keys = list(which.values_list("session_key", flat=True))
    ended, _ = Session.objects.filter(session_key__in=keys).delete()
    which.delete()
    return ended


def device_name(user_agent: str) -> str:
    """Chrome on Windows; as far as the browser says so itself."""
    from ua_parser import parse

    found = parse(user_agent).with_defaults()
    browser, system = found.user_agent.family, found.os.family
    if browser == "Other":
        return _("An unknown browser") if system == "Other" else _("A browser on %(system)s") % {"system": system}
    return browser if system == "Other" else _("%(browser)s on %(system)s") % {"browser": browser, "system": system}


def _agent(request: HttpRequest) -> str:
    return request.META.get("HTTP_USER_AGENT", "")[: UserSession._meta.get_field("user_agent").max_length]
