"""Sending mail from a job, and where it goes when it is not sent by SMTP."""

import re
from typing import Any

from django.conf import settings
from django.core.mail import send_mail
from django.core.mail.backends.base import BaseEmailBackend
from django.template.loader import render_to_string
from procrastinate import BaseRetryStrategy, RetryDecision
from procrastinate.jobs import Job

from . import clock
from .models import ShownMail

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


def send(template: str, to: str, words: dict[str, Any]) -> None:
    """Send one message. The first line of the template is the subject, the rest, after an empty line, the message.

    Raises MailNotSent.
    """
    subject, body = render_to_string(template, {"demo": settings.DEMO, **words}).strip().split("\n", 1)
    try:
        send_mail(subject.strip(), body.strip() + "\n", None, [to])
    except Exception as trouble:
        raise MailNotSent(type(trouble).__name__) from None


class ShownMailBackend(BaseEmailBackend):
    """The demo's and development's: messages are shown on a page, and go nowhere."""

    def send_messages(self, email_messages):
        ShownMail.objects.bulk_create(
            ShownMail(sent_at=clock.now(), to=", ".join(m.to), subject=m.subject, body=m.body) for m in email_messages
        )
        return len(email_messages)


class NoMailServer(Exception):
    """OPENPACT_MAIL_URL is not set, so mail cannot be sent. It stays queued and goes out once it is."""


class NoMailServerBackend(BaseEmailBackend):
    def send_messages(self, email_messages):
        raise NoMailServer("Set OPENPACT_MAIL_URL to the address of a mail server (smtp://user:password@host:587).")


def with_links(text: str) -> list[tuple[str, bool]]:
    """A message in pieces, each with whether it is the address of one of our own pages (and nobody else's)."""
    ours = re.compile(rf"({re.escape(settings.URL)}/[\w\-./?=&%]*[\w\-/])")
    return [(piece, bool(ours.fullmatch(piece))) for piece in ours.split(text) if piece]
