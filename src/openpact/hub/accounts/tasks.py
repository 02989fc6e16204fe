"""Mail that leaves by itself. Each job carries ids only, looks whether its mail is still wanted, and tries again when the
mail server does not take it."""

import hashlib
import secrets

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.core.mail import send_mail
from django.db import transaction
from django.template.loader import render_to_string
from django.urls import reverse
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.contrib.django import app
from procrastinate.jobs import Job

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from .models import Invitation, InvitationEvent, User

LONGEST_WAIT = 6 * 60 * 60


class MailNotSent(Exception):
    """Names the kind of trouble only: what a mail server says carries addresses, and this ends in the log."""


class Patiently(BaseRetryStrategy):
    """Again after 1, 2, 4 … minutes, at most every 6 hours; without a number of attempts for as long as it takes."""

    def __init__(self, attempts: int | None = None) -> None:
        self.attempts = attempts

    def get_retry_decision(self, *, exception: BaseException, job: Job) -> RetryDecision | None:
        if self.attempts is not None and job.attempts >= self.attempts:
            return None
        return RetryDecision(retry_in={"seconds": min(60 * 2 ** min(job.attempts, 10), LONGEST_WAIT)})


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


def _open(invitation_id: int) -> Invitation | None:
    """Locked, so that it is not accepted or withdrawn while its mail goes out."""
    found = Invitation.objects.select_for_update(of=("self",)).select_related("school", "invited_by", "code_for")
    return found.filter(id=invitation_id, state=Invitation.State.PENDING, expires_at__gt=clock.now()).first()


def _record(invitation: Invitation, what: InvitationEvent.What, by: User | None = None) -> None:
    InvitationEvent.objects.create(
        school_id=invitation.school_id, invitation=invitation, what=what, at=clock.now(), by=by
    )


def _mail(template: str, to: str, words: dict) -> None:
    """The first line of the template is the subject, the rest, after an empty line, the message."""
    words |= {"demo": settings.DEMO, "days": settings.INVITATION_LIFETIME.days}
    subject, body = render_to_string(f"accounts/mail/{template}.txt", words).strip().split("\n", 1)
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [to])
    except Exception as trouble:
        raise MailNotSent(type(trouble).__name__) from None
