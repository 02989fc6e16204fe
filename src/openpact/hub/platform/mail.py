"""Where mail goes when it is not sent by SMTP."""

import re

from django.conf import settings
from django.core.mail.backends.base import BaseEmailBackend

from . import clock
from .models import ShownMail


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
