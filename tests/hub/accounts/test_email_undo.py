"""Whoever reads the old address's mail refuses a change of address before it is made, and undoes it for a week after."""

import pytest
from allauth.mfa.models import Authenticator
from allauth.socialaccount.models import SocialAccount
from django.core import mail
from django.test import Client

from openpact.hub.accounts.models import User
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school

from ..jobs import run_jobs
from .addresses import NEW, OLD, address, change, mailed, signed_in_as, text

THIEFS = "thief@else.example"


@pytest.fixture
def client(teacher) -> Client:
    return signed_in_as(OLD)


@pytest.fixture
def refuse(client) -> str:
    client.post("/account/email/", {"email": NEW})
    return mailed("not-me", OLD)


@pytest.fixture
def undo(client) -> str:
    change(client, NEW)
    return mailed("undo", OLD)


def is_shut_out(client: Client, teacher: User) -> bool:
    """Every session has ended, the password too, and a mail to the old address lets one set a new one."""
    run_jobs()
    last = mail.outbox[-1]
    return (
        client.get("/account/").status_code == 302
        and not User.objects.get(pk=teacher.pk).has_usable_password()
        and last.to == [OLD]
        and "/accounts/password/reset/key/" in last.body
    )


def connect_since(teacher: User, moment) -> None:
    """A passkey of the owner's, and what a thief has added."""
    for created in (moment, moment.replace(year=2025)):
        Authenticator.objects.create(user=teacher, type="webauthn", data={}, created_at=created)
    SocialAccount.objects.create(user=teacher, provider="sign-on", uid="thief")
    SocialAccount.objects.update(date_joined=moment)


# --- Before it is made -----------------------------------------------------------------------------------------------


def test_refusing_withdraws_it_and_shuts_everybody_out(client, teacher, refuse):
    theirs = mailed("confirm", NEW)
    visitor = Client()
    assert NEW in text(visitor.get(refuse))
    assert client.get("/account/").status_code == 200
    assert "The address stays yours" in text(visitor.post(refuse))
    assert address(teacher) == OLD
    assert is_shut_out(client, teacher)
    client.force_login(User.objects.get(pk=teacher.pk), backend="allauth.account.auth_backends.AuthenticationBackend")
    assert client.post(theirs).status_code == 404
    assert "To become" not in text(client.get("/account/"))


def test_refusing_removes_what_was_connected_since(teacher, refuse, time):
    connect_since(teacher, time.now())
    Client().post(refuse)
    assert Authenticator.objects.get().created_at.year == 2025
    assert SocialAccount.objects.count() == 0


def test_it_can_be_refused_as_long_as_it_is_not_made(client, teacher, refuse):
    """A thief at an open mailbox may have confirmed for its owner already."""
    client.post(mailed("confirm", OLD))
    assert "The address stays yours" in text(Client().post(refuse))
    assert address(teacher) == OLD


def test_once_it_is_made_it_is_undone_instead(client, teacher, refuse):
    client.post(mailed("confirm", OLD))
    client.post(mailed("confirm", NEW))
    answer = Client().post(refuse)
    assert answer.status_code == 404
    assert "takes it back for a week" in text(answer)
    assert address(teacher) == NEW
    assert client.get("/account/").status_code == 200


@pytest.mark.parametrize("how", ["used", "late", "withdrawn", "sent again"])
def test_the_link_refuses_once_for_two_days_and_only_what_waits(client, teacher, refuse, time, how):
    match how:
        case "used":
            Client().post(refuse)
            teacher.set_password("tūī sings at dawn")
            teacher.save()
        case "late":
            time.forward(days=2)
        case "withdrawn":
            client.post("/account/email/withdraw/")
        case _:
            client.post("/account/email/send-again/", {"side": "old"})
            assert mailed("not-me", OLD) != refuse
    answer = Client().post(refuse)
    assert answer.status_code == 404
    assert "set a new password" in text(answer)
    assert User.objects.get(pk=teacher.pk).has_usable_password()


def test_the_link_that_confirms_does_not_refuse_for_the_new_address(client, teacher, refuse):
    """Who reads the new address's mail has no say over anybody's sessions."""
    token = mailed("confirm", NEW).split("/")[-2]
    assert Client().post(f"/account/email/not-me/{token}/").status_code == 404
    assert client.get("/account/").status_code == 200


def test_the_schools_audit_tells_of_a_refusal(school, refuse):
    Client().post(refuse)
    with at_school(school.id):
        line = Line.objects.select_related("about").get()
    assert line.words == (
        f"Refused the change of their address to {NEW}, which somebody else had asked for: it stays {OLD}."
    )
    assert line.about.email == OLD


# --- Afterwards ------------------------------------------------------------------------------------------------------


def test_the_old_address_is_told_with_a_link_to_undo(undo):
    assert undo
    told = [message for message in mail.outbox if message.to == [OLD]][-1]
    assert NEW in told.body
    assert "seven days" in told.body


def test_undoing_gives_the_address_back_and_shuts_everybody_out(client, teacher, undo):
    visitor = Client()
    assert OLD in text(visitor.get(undo))
    assert address(teacher) == NEW
    assert "The address is yours again" in text(visitor.post(undo))
    assert address(teacher) == OLD
    assert is_shut_out(client, teacher)


def test_undoing_reaches_past_whatever_somebody_else_did_since(client, teacher, undo):
    change(client, THIEFS, NEW)
    thiefs = mailed("undo", NEW)
    assert address(teacher) == THIEFS
    Client().post(undo)
    assert address(teacher) == OLD
    assert Client().post(thiefs).status_code == 404
    assert address(teacher) == OLD


def test_undoing_removes_what_was_connected_since(teacher, undo, time):
    connect_since(teacher, time.now())
    Client().post(undo)
    assert Authenticator.objects.get().created_at.year == 2025
    assert SocialAccount.objects.count() == 0


def test_undoing_works_once_and_for_a_week(teacher, undo, time):
    time.forward(days=7)
    assert Client().post(undo).status_code == 404
    assert address(teacher) == NEW
    time.forward(days=-1)
    Client().post(undo)
    assert Client().post(undo).status_code == 404


# --- The links -------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("kind", ["confirm", "not-me", "undo"])
def test_a_link_that_was_cut_off_says_so(client, kind):
    for answer in (client.get(f"/account/email/{kind}/nonsense/"), client.post(f"/account/email/{kind}/nonsense/")):
        assert answer.status_code == 404
        assert "This link does not work" in text(answer)


@pytest.mark.parametrize("kind", ["confirm", "not-me"])
def test_these_pages_keep_their_address_to_themselves(client, refuse, kind):
    answer = client.get(mailed(kind, OLD))
    assert answer.status_code == 200
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "no-store"
