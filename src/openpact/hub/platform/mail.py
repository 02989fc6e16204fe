"""Where mail goes when it is not sent by SMTP."""

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
