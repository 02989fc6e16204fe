"""What follows from signing in and from new passwords, however they came about."""

from allauth.account import signals as allauth
from allauth.account.authentication import AUTHENTICATION_METHODS_SESSION_KEY
from allauth.usersessions import signals as usersessions
from django.contrib.auth.signals import user_logged_in

from openpact.hub.platform import clock

from . import device, sessions

NEW_PASSWORD = (allauth.password_changed, allauth.password_set, allauth.password_reset)


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="openpact.signed_in")
    allauth.authentication_step_completed.connect(_shown_who_they_are, dispatch_uid="openpact.shown_who_they_are")
    for signal in NEW_PASSWORD:
        signal.connect(_new_password, dispatch_uid="openpact.new_password")
    # allauth's own bookkeeping of sessions looks at the system's clock, and not at sign-ins that are Django's alone.
    allauth.user_logged_in.disconnect(usersessions.on_user_logged_in)
    for signal in NEW_PASSWORD:
        signal.disconnect(usersessions.on_password_changed)


def _signed_in(sender, request, user, **_more) -> None:
    sessions.begin(request, user)
    device.remember(request, user)


def _shown_who_they_are(sender, request, **_more) -> None:
    """allauth has just noted it by the system's clock. Ours may be moved, and the adapter alone says how long it counts: so
    the note is by ours, and without the mark by which allauth would count it too."""
    *before, record = request.session[AUTHENTICATION_METHODS_SESSION_KEY]
    record = {key: value for key, value in record.items() if key != "reauthenticated"}
    request.session[AUTHENTICATION_METHODS_SESSION_KEY] = [*before, record | {"at": clock.now().timestamp()}]


def _new_password(sender, request, user, **_more) -> None:
    """Everywhere else one is signed out; here too, unless it was set from within. Whoever could set it is known here."""
    device.remember(request, user)
    here = None
    if request.user.is_authenticated and request.user.pk == user.pk:
        sessions.begin(request, user)
        here = request.session.session_key
    sessions.end_others(user, here)
