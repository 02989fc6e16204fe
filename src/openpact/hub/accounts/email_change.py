"""Changing the address one signs in with. An address is an identity here: invitations go to it, passwords are reset by it.

So the new address has to be proven (a link mailed to it, opened while signed in: whoever gets the mail by mistake can do
nothing with it), and the old one is told, with a link that undoes the change for a week. Until then the old address stays
the person's own: nobody else can make an account with it or change to it. Undoing takes for granted that somebody else
was at work: it also ends every session, the password, and what was connected with the account since.
"""

from dataclasses import dataclass
from datetime import timedelta

from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core.exceptions import ValidationError
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _

from openpact.hub.audit.services import Area
from openpact.hub.audit.services import record as audit
from openpact.hub.platform import clock, rates
from openpact.hub.platform.rates import Rate
from openpact.hub.platform.tenancy import at_school

from . import sessions
from .models import EmailChange, User
from .services import schools_of
from .tasks import hash_token, send_email_change, send_email_changed, send_password_reset

LINK_LIFETIME = timedelta(days=2)
UNDO_LIFETIME = timedelta(days=7)
ASKS = Rate("email-change", 5, timedelta(hours=1))


class NoSuchChange(Exception):
    """The link is mistyped, was used, ran out or was replaced by a later one, or is somebody else's."""


class NotFree(Exception):
    """The address belongs to somebody else now. Nothing was changed."""


@dataclass(frozen=True)
class Undoing:
    """What an undo would bring back."""

    old_email: str
    new_email: str


def ask(user: User, new_email: str) -> None:
    """Have a link mailed to the new address. Says nothing about whether there is an account with it. Raises ValidationError."""
    new_email = new_email.strip().lower()
    if new_email == user.email.lower():
        raise ValidationError(_("That is your address already."))
    if rates.count(f"email-change {user.pk}", ASKS).exceeded:
        raise ValidationError(_("Too many links were asked for within an hour. Nothing was changed: try again later."))
    now = clock.now()
    with transaction.atomic():
        _waiting(user).delete()
        change = EmailChange.objects.create(
            user=user, old_email=user.email, new_email=new_email, asked_at=now, expires_at=now + LINK_LIFETIME
        )
        send_email_change.defer(change_id=change.pk)


def waiting(user: User) -> EmailChange | None:
    """A change that only wants its link opened."""
    return _waiting(user).filter(expires_at__gt=clock.now()).first()


def withdraw(user: User) -> None:
    _waiting(user).delete()


def find(token: str, user: User) -> EmailChange:
    """What the link mailed to the new address is for. Raises NoSuchChange."""
    found = waiting(user)
    if found is None or not found.token_hash or found.token_hash != hash_token(token):
        raise NoSuchChange
    return found


def confirm(token: str, user: User) -> EmailChange:
    """From now on the account has the new address. Raises NoSuchChange or NotFree."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user.pk)
            change = find(token, user)
            _lock_addresses()
            if not is_free(change.new_email, but_for=user):
                raise NotFree
            change.confirmed_at, change.token_hash = clock.now(), None
            change.old_email, change.undo_until = user.email, change.confirmed_at + UNDO_LIFETIME
            change.save(update_fields=["confirmed_at", "token_hash", "old_email", "undo_until"])
            user.email = change.new_email
            user.save(update_fields=["email"])
            send_email_changed.defer(change_id=change.pk)
    except IntegrityError:
        raise NotFree from None
    words = _("Changed the address they sign in with to %(new)s (was: %(old)s).")
    _tell_schools(user, words % {"new": change.new_email, "old": change.old_email})
    return change


def find_undo(token: str) -> Undoing:
    """What the link mailed to the old address is for. Raises NoSuchChange."""
    change = _undoable(token)
    return Undoing(change.old_email, change.user.email)


def undo(token: str) -> User:
    """The account has the old address again, whatever came after, and only it can set the password. Raises NoSuchChange."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=_undoable(token).user_id)
        change = _undoable(token)
        now, current = clock.now(), user.email
        _waiting(user).delete()
        EmailChange.objects.filter(user=user, id__gte=change.pk, undone_at=None).update(undone_at=now, undo_hash=None)
        Authenticator.objects.filter(user=user, created_at__gte=change.asked_at).delete()
        SocialAccount.objects.filter(user=user, date_joined__gte=change.asked_at).delete()
        user.email = change.old_email
        user.set_unusable_password()
        user.save(update_fields=["email", "password"])
        sessions.end_others(user, None)
        send_password_reset.defer(user_id=user.pk)
    words = _("Went back to the address %(new)s (was: %(old)s).")
    _tell_schools(user, words % {"new": user.email, "old": current})
    return user


def is_free(email: str, *, but_for: User | None = None) -> bool:
    """Nobody signs in with this address, and nobody may still go back to it."""
    mine = but_for.pk if but_for else None
    taken = User.objects.filter(email__iexact=email).exclude(pk=mine).exists()
    kept = EmailChange.objects.filter(old_email__iexact=email, undone_at=None, undo_until__gt=clock.now())
    return not taken and not kept.exclude(user_id=mine).exists()


def _waiting(user: User):
    return EmailChange.objects.filter(user=user, confirmed_at=None, undone_at=None)


def _undoable(token: str) -> EmailChange:
    found = EmailChange.objects.filter(undo_hash=hash_token(token), undone_at=None, undo_until__gt=clock.now())
    change = found.select_related("user").first()
    if change is None:
        raise NoSuchChange
    return change


def _lock_addresses() -> None:
    """One at a time takes an address, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('openpact.addresses'))")


def _tell_schools(user: User, words: str) -> None:
    """The audit of every school where they have access."""
    for access in schools_of(user):
        with at_school(access.school_id, user_id=user.pk):
            audit(access.school, user, Area.ACCESS, words, about=user)
