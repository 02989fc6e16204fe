"""Mail that leaves by itself. Each job carries ids only, looks whether its mail is still wanted, and tries again when the
mail server does not take it."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.urls import reverse
from django.utils.translation import gettext_lazy
from procrastinate.contrib.django import app

from openpact.hub.platform import clock
from openpact.hub.platform.mail import MailNotSent, Patiently, send
from openpact.hub.platform.tenancy import at_school

from .models import EmailChange, Invitation, InvitationEvent, User


def hash_token(token: str) -> str:
    """What is stored of an invitation's token."""
    return hashlib.sha256(token.encode()).hexdigest()


@app.task(name="accounts.send_invitation", retry=Patiently())
def send_invitation(school_id: int, invitation_id: int) -> None:
    """Mail an open invitation with a link made now, trying until it is gone, accepted, withdrawn or expired.

    Sending twice is harmless: the later link is the one that works.
    """
    try:
        with at_school(school_id):
            invitation = _open(invitation_id)
            if invitation is None:
                return
            url = make_link(invitation)
            _mail("invitation", invitation.email, {"invitation": invitation, "url": url})
    except MailNotSent:
        with at_school(school_id):
            Invitation.objects.filter(id=invitation_id).update(mail_failed_at=clock.now())
        raise


def make_link(invitation: Invitation) -> str:
    """A new link that accepts the invitation, good for its whole lifetime; an earlier one stops working."""
    token = secrets.token_urlsafe(32)
    invitation.token_hash, invitation.sent_at = hash_token(token), clock.now()
    invitation.expires_at, invitation.mail_failed_at = invitation.sent_at + settings.INVITATION_LIFETIME, None
    invitation.save(update_fields=["token_hash", "sent_at", "expires_at", "mail_failed_at"])
    _record(invitation, InvitationEvent.What.SENT)
    return settings.URL + reverse("invitation", args=[token])


@app.task(name="accounts.send_code", retry=Patiently(attempts=6))
def send_code(school_id: int, invitation_id: int) -> None:
    """Mail the invited address a code that proves: who asked with another account reads this mail too."""
    with at_school(school_id):
        invitation = _open(invitation_id)
        if invitation is None or invitation.code_for is None:
            return
        code = f"{secrets.randbelow(1_000_000):06}"
        invitation.code_hash, invitation.code_sent_at, invitation.code_tries = make_password(code), clock.now(), 0
        invitation.save(update_fields=["code_hash", "code_sent_at", "code_tries"])
        _record(invitation, InvitationEvent.What.CODE_SENT, by=invitation.code_for)
        _mail("code", invitation.email, {"invitation": invitation, "code": code})


@app.task(name="accounts.send_password_reset", retry=Patiently(attempts=6))
def send_password_reset(user_id: int) -> None:
    """Mail the link to set a new password. Its key is made now and is good for three days."""
    from allauth.account.forms import default_token_generator
    from allauth.account.utils import user_pk_to_url_str

    with transaction.atomic():
        user = User.objects.filter(id=user_id, is_active=True).first()
        if user is None:
            return
        arguments = {"uidb36": user_pk_to_url_str(user), "key": default_token_generator.make_token(user)}
        url = settings.URL + reverse("account_reset_password_from_key", kwargs=arguments)
        _mail("password_reset", user.email, {"user": user, "url": url})


#: What allauth says has happened, in words for the mail that tells its owner.
NOTICES = {
    "password_changed": gettext_lazy("your password was changed"),
    "password_set": gettext_lazy("a password was set"),
    "password_reset": gettext_lazy("your password was set anew, by the link in a mail"),
    "totp_activated": gettext_lazy("codes from an app are now asked for when you sign in"),
    "totp_deactivated": gettext_lazy("codes from an app are no longer asked for when you sign in"),
    "webauthn_added": gettext_lazy("a passkey was added"),
    "webauthn_removed": gettext_lazy("a passkey was removed"),
    "recovery_codes_generated": gettext_lazy("new recovery codes were made; the old ones no longer work"),
    "account_connected": gettext_lazy("another sign-on was connected with your account"),
    "account_disconnected": gettext_lazy("a sign-on was disconnected from your account"),
    "second_factors_removed": gettext_lazy("your passkeys and codes were removed by the people who run this PaCT"),
}


@app.task(name="accounts.send_account_notice", retry=Patiently(attempts=6))
def send_account_notice(user_id: int, what: str) -> None:
    """Tell somebody what has changed in how they sign in, in case it was not them."""
    user = User.objects.filter(id=user_id, is_active=True).first()
    if user is not None and what in NOTICES:
        _mail("account_notice", user.email, {"user": user, "what": NOTICES[what], "url": settings.URL})


@app.task(name="accounts.send_email_change", retry=Patiently(attempts=6))
def send_email_change(change_id: int, side: str) -> None:
    """Mail one of the two addresses its link. If the new one is somebody's already, they are told instead; who asked is not."""
    from .email_change import is_free

    side = EmailChange.Side(side)
    with transaction.atomic():
        change = _change(change_id, changed_at=None, undone_at=None, expires_at__gt=clock.now())
        if change is None or side not in change.wanting:
            return
        if side == EmailChange.Side.NEW and not is_free(change.new_email, but_for=change.user):
            _mail("email_taken", change.new_email, {"url": settings.URL})
            return
        token = secrets.token_urlsafe(32)
        setattr(change, f"{side}_hash", hash_token(token))
        change.save(update_fields=[f"{side}_hash"])
        words = {
            "change": change,
            "url": settings.URL + reverse("email-confirm", args=[token]),
            "not_me": settings.URL + reverse("email-refuse", args=[token]),
        }
        _mail(f"email_change_{side}", change.email_of(side), words)


@app.task(name="accounts.send_email_changed", retry=Patiently())
def send_email_changed(change_id: int) -> None:
    """Tell the old address, with a link to undo it."""
    with transaction.atomic():
        change = _change(change_id, undone_at=None, undo_until__gt=clock.now())
        if change is None:
            return
        token = secrets.token_urlsafe(32)
        change.undo_hash = hash_token(token)
        change.save(update_fields=["undo_hash"])
        url = settings.URL + reverse("email-undo", args=[token])
        _mail("email_changed", change.old_email, {"change": change, "url": url})


def _change(change_id: int, **still) -> EmailChange | None:
    """Locked while its mail goes out, if it is still so."""
    found = EmailChange.objects.select_for_update(of=("self",)).select_related("user")
    return found.filter(id=change_id, **still).first()


def _open(invitation_id: int) -> Invitation | None:
    """Locked, so that it is not accepted or withdrawn while its mail goes out."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("school", "invited_by", "code_for")
    return found.filter(id=invitation_id, state=Invitation.State.PENDING, expires_at__gt=clock.now()).first()


def _record(invitation: Invitation, what: InvitationEvent.What, by: User | None = None) -> None:
    InvitationEvent.objects.create(
        school_id=invitation.school_id, invitation=invitation, what=what, at=clock.now(), by=by
    )


def _mail(template: str, to: str, words: dict) -> None:
    send(f"accounts/mail/{template}.txt", to, words | {"days": settings.INVITATION_LIFETIME.days})
