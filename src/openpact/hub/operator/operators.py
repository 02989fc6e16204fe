"""Who runs this PaCT. Made and unmade by command only, so that nobody in the console can let others in."""

from allauth.account.forms import default_token_generator
from allauth.account.utils import user_pk_to_url_str
from allauth.mfa.models import Authenticator
from django.conf import settings
from django.db import transaction
from django.urls import reverse

from openpact.hub.accounts import sessions
from openpact.hub.accounts.models import User
from openpact.hub.accounts.tasks import send_account_notice


class NoSuchAccount(Exception):
    """Nobody signs in with this address."""


def add(email: str, name: str) -> tuple[User, str]:
    """Make somebody an operator. For a new account the second value is the link that sets its password, good for three days."""
    with transaction.atomic():
        user = User.objects.filter(email__iexact=email).first()
        if user is not None:
            User.objects.filter(pk=user.pk).update(is_staff=True)
            return user, ""
        user = User.objects.create_user(email, None, name=name or email.partition("@")[0], is_staff=True)
    arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
    return user, settings.URL + reverse("account_reset_password_from_key", kwargs=arguments)


def remove(email: str) -> None:
    """Somebody is no operator any more; what else they may do at schools stays. Raises NoSuchAccount."""
    user = _find(email, is_staff=True)
    User.objects.filter(pk=user.pk).update(is_staff=False)
    sessions.end_others(user, None)


def clear_second_factors(email: str) -> int:
    """For somebody who has lost theirs: remove them all, sign them out and tell them. Raises NoSuchAccount."""
    user = _find(email)
    with transaction.atomic():
        removed, _ = Authenticator.objects.filter(user=user).delete()
        sessions.end_others(user, None)
        if removed:
            send_account_notice.defer(user_id=user.pk, what="second_factors_removed")
    return removed


def _find(email: str, **more) -> User:
    user = User.objects.filter(email__iexact=email, **more).first()
    if user is None:
        raise NoSuchAccount
    return user
