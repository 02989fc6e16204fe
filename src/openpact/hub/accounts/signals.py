"""What follows from signing in and from new passwords, however they came about."""

from allauth.account.signals import password_changed, password_reset, password_set
from django.contrib.auth.signals import user_logged_in

from . import sessions


def connect() -> None:
    user_logged_in.connect(_signed_in, dispatch_uid="openpact.signed_in")
    for signal in (password_changed, password_set, password_reset):
        signal.connect(_new_password, dispatch_uid="openpact.new_password")


def _signed_in(sender, request, user, **_more) -> None:
    sessions.begin(request, user)


def _new_password(sender, request, user, **_more) -> None:
    """Everywhere else one is signed out; here too, unless it was set from within."""
    here = request.session.session_key if request.user.is_authenticated and request.user.pk == user.pk else None
    sessions.end_others(user, here)
