"""Changing the address one signs in with. An address is an identity here: invitations go to it, passwords are reset by it.

So both addresses have to say yes, in any order, by a link mailed to each and opened while signed in: whoever gets one of
the mails by mistake can do nothing with it, and whoever sits down at somebody's open PaCT can do nothing without their
mail. The change is made with the second yes; until then the account stays as it is.

Whoever reads the old address's mail can refuse without signing in. Once the change is made they are told, with a link that
undoes it for a week: somebody else may have had their open mailbox before them as well. Until then the old address stays the
person's own, and nobody else can make an account with it or change to it. Refusing and undoing take for granted that
somebody else was at work: they also end every session, the password, and what was connected with the account since.
"""

from dataclasses import dataclass
from datetime import datetime, timedelta

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

Side = EmailChange.Side
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
    """Have a link mailed to each of the two addresses. Says nothing about whether there is an account with the new one.
    Raises ValidationError."""
    new_email = new_email.strip().lower()
    if new_email == user.email.lower():
        raise ValidationError(_("That is your address already."))
    _count(user)
    now = clock.now()
    with transaction.atomic():
        _waiting(user).delete()
        change = EmailChange.objects.create(
            user=user, old_email=user.email, new_email=new_email, asked_at=now, expires_at=now + LINK_LIFETIME
        )
        for side in Side:
            send_email_change.defer(change_id=change.pk, side=side.value)


def waiting(user: User) -> EmailChange | None:
    """A change that still wants a link opened, or two."""
    return _waiting(user).filter(expires_at__gt=clock.now()).first()


def send_again(user: User, side: Side) -> EmailChange:
    """Mail a side that is still wanting a new link; the earlier one stops working, and there are two days again. Raises
    NoSuchChange, or ValidationError."""
    change = waiting(user)
    if change is None or side not in change.wanting:
        raise NoSuchChange
    _count(user)
    with transaction.atomic():
        _waiting(user).filter(pk=change.pk).update(expires_at=clock.now() + LINK_LIFETIME)
        send_email_change.defer(change_id=change.pk, side=side.value)
    return change


def withdraw(user: User) -> None:
    _waiting(user).delete()


def find(token: str, user: User) -> tuple[EmailChange, Side]:
    """What a mailed link confirms, and from which side. Raises NoSuchChange."""
    change = waiting(user)
    hashes = {Side.NEW: change.new_hash, Side.OLD: change.old_hash} if change else {}
    for side in change.wanting if change else ():
        if hashes[side] == hash_token(token):
            return change, side
    raise NoSuchChange


def confirm(token: str, user: User) -> tuple[EmailChange, Side]:
    """One side says yes; if the other has, the account has the new address from now on. Raises NoSuchChange or NotFree."""
    try:
        with transaction.atomic():
            user = User.objects.select_for_update().get(pk=user.pk)
            change, side = find(token, user)
            setattr(change, f"{side}_confirmed_at", clock.now())
            if Side.NEW not in change.wanting:
                # Only who reads the new one's mail learns that it is somebody's.
                _lock_addresses()
                if not is_free(change.new_email, but_for=user):
                    raise NotFree
            if not change.wanting:
                _make(change, user)
            change.save()
    except IntegrityError:
        raise NotFree from None
    if change.changed_at:
        words = _("Changed the address they sign in with to %(new)s (was: %(old)s).")
        _tell_schools(user, words % {"new": change.new_email, "old": change.old_email})
    return change, side


def _make(change: EmailChange, user: User) -> None:
    change.changed_at, change.new_hash, change.old_hash = clock.now(), None, None
    change.undo_until = change.changed_at + UNDO_LIFETIME
    user.email = change.new_email
    user.save(update_fields=["email"])
    send_email_changed.defer(change_id=change.pk)


def find_refusal(token: str) -> EmailChange:
    """What whoever reads the old address's mail would refuse. Raises NoSuchChange."""
    found = EmailChange.objects.filter(
        old_hash=hash_token(token), changed_at=None, undone_at=None, expires_at__gt=clock.now()
    )
    change = found.select_related("user").first()
    if change is None:
        raise NoSuchChange
    return change


def refuse(token: str) -> User:
    """The account keeps its address, and only whoever reads its mail can set the password. Raises NoSuchChange."""
    with transaction.atomic():
        user = User.objects.select_for_update().get(pk=find_refusal(token).user_id)
        change = find_refusal(token)
        change.undone_at, change.new_hash, change.old_hash = clock.now(), None, None
        change.save(update_fields=["undone_at", "new_hash", "old_hash"])
        _shut_everybody_out(user, change.asked_at)
        user.save(update_fields=["password"])
    words = _("Refused the change of their address to %(new)s, which somebody else had asked for: it stays %(old)s.")
    _tell_schools(user, words % {"new": change.new_email, "old": user.email})
    return user


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
        user.email = change.old_email
        _shut_everybody_out(user, change.asked_at)
        user.save(update_fields=["email", "password"])
    words = _("Went back to the address %(new)s (was: %(old)s).")
    _tell_schools(user, words % {"new": user.email, "old": current})
    return user


def is_free(email: str, *, but_for: User | None = None) -> bool:
    """Nobody signs in with this address, and nobody may still go back to it."""
    mine = but_for.pk if but_for else None
    taken = User.objects.filter(email__iexact=email).exclude(pk=mine).exists()
    kept = EmailChange.objects.filter(old_email__iexact=email, undone_at=None, undo_until__gt=clock.now())
    return not taken and not kept.exclude(user_id=mine).exists()


def _count(user: User) -> None:
    if rates.count(f"email-change {user.pk}", ASKS).exceeded:
        raise ValidationError(_("Too many links were asked for within an hour. Nothing was changed: try again later."))


def _waiting(user: User):
    return EmailChange.objects.filter(user=user, changed_at=None, undone_at=None)


def _undoable(token: str) -> EmailChange:
    found = EmailChange.objects.filter(undo_hash=hash_token(token), undone_at=None, undo_until__gt=clock.now())
    change = found.select_related("user").first()
    if change is None:
        raise NoSuchChange
    return change


def _shut_everybody_out(user: User, since: datetime) -> None:
    """Somebody else was in the account: what they may have connected with it goes, every session ends, and the password is to
    be set anew by mail. The caller saves the user."""
    Authenticator.objects.filter(user=user, created_at__gte=since).delete()
    SocialAccount.objects.filter(user=user, date_joined__gte=since).delete()
    user.set_unusable_password()
    sessions.end_others(user, None)
    send_password_reset.defer(user_id=user.pk)


def _lock_addresses() -> None:
    """One at a time takes an address, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('openpact.addresses'))")


def _tell_schools(user: User, words: str) -> None:
    """The audit of every school where they have access."""
    for access in schools_of(user):
        with at_school(access.school_id, user_id=user.pk):
            audit(access.school, user, Area.ACCESS, words, about=user)
