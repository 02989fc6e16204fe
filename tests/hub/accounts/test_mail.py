"""Mail leaves as jobs that carry ids, and try again."""

from types import SimpleNamespace

import pytest
from django.core import mail

from openpact.hub.accounts.models import Invitation
from openpact.hub.accounts.tasks import hash_token, send_invitation
from openpact.hub.platform import mail as sending
from openpact.hub.platform.mail import LONGEST_WAIT, MailNotSent, Patiently
from openpact.hub.platform.tenancy import at_school

from .staff import invitations_of, mailed_links


def test_the_link_is_only_in_the_mail(school, link):
    token = link.split("/")[2]
    (invitation,) = invitations_of(school)
    assert invitation.token_hash == hash_token(token)
    assert token not in str(vars(invitation))
    assert len(token) >= 43


def test_the_mail_is_plain_and_says_who_and_how_long(link):
    (message,) = mail.outbox
    assert message.subject == "Your invitation to PaCT from Kōwhai Flats School"
    assert message.body.startswith("Kia ora Hēmi Parata,")
    assert "14 days" in message.body
    assert "http://localhost:8000" + link in message.body


def test_names_are_not_escaped_in_plain_text(school, administrator):
    from openpact.hub.accounts.invitations import invite_by_hand
    from openpact.hub.accounts.models import Role

    with at_school(school.id):
        invite_by_hand(school, "s@kowhai.example", "Siobhán O'Neill & co", Role.TEACHER, administrator)
    mailed_links()
    assert "Kia ora Siobhán O'Neill & co," in mail.outbox[-1].body


@pytest.mark.parametrize("change", [{"state": "withdrawn"}, {"state": "accepted"}, {"expires_at": "2026-01-01T00:00Z"}])
def test_what_is_no_longer_wanted_is_not_sent(school, link, change):
    mail.outbox.clear()
    with at_school(school.id):
        Invitation.objects.update(**change)
    (invitation,) = invitations_of(school)
    send_invitation(school.id, invitation.id)
    assert mail.outbox == []


def test_an_unknown_invitation_is_not_an_error(school):
    send_invitation(school.id, 4711)
    assert mail.outbox == []


def test_when_the_mail_server_fails_the_old_link_lives_and_the_log_learns_no_address(school, link, monkeypatch, client):
    def fail(*_args, **_more):
        raise OSError("550 hemi@kowhai.example: no such mailbox")

    (invitation,) = invitations_of(school)
    monkeypatch.setattr(sending, "send_mail", fail)
    with pytest.raises(MailNotSent) as trouble:
        send_invitation(school.id, invitation.id)
    assert str(trouble.value) == "OSError"
    assert trouble.value.__suppress_context__
    (invitation,) = invitations_of(school)
    assert invitation.mail_failed_at is not None
    assert client.get(link).status_code == 200


def test_a_success_clears_the_failure(school, link):
    with at_school(school.id):
        Invitation.objects.update(mail_failed_at="2026-11-24T00:00Z")
    (invitation,) = invitations_of(school)
    send_invitation(school.id, invitation.id)
    assert invitations_of(school)[0].mail_failed_at is None


def test_it_waits_longer_each_time_and_never_gives_up_on_an_invitation():
    def waits(strategy, attempts):
        return strategy.get_retry_decision(exception=MailNotSent(), job=SimpleNamespace(attempts=attempts))

    before = [waits(Patiently(), n).retry_at for n in (0, 3, 8, 500)]
    assert before == sorted(before)
    assert (before[-1] - before[0]).total_seconds() <= LONGEST_WAIT
    assert waits(Patiently(attempts=6), 6) is None
    assert send_invitation.retry_strategy.attempts is None
