"""Another address: asked for when signed in, and made once a link mailed to each of the two was opened."""

import re

import pytest
from allauth.account.models import EmailAddress
from django.core import mail
from django.test import Client

from openpact.hub.accounts.email_change import is_free
from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import EmailChange, Role, User
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school

from ..conftest import PASSWORD, make_user, signed_in
from ..jobs import queued
from .addresses import NEW, OLD, address, change, mailed, signed_in_as, text
from .staff import mailed_links

THIRD = "third@home.example"


@pytest.fixture
def client(teacher) -> Client:
    return signed_in_as(OLD)


@pytest.fixture
def asked(client) -> dict[str, str]:
    """The path of the link in each mailbox."""
    client.post("/account/email/", {"email": NEW})
    return {to: mailed("confirm", to) for to in (NEW, OLD)}


@pytest.fixture
def changed(client, asked) -> None:
    for path in asked.values():
        client.post(path)


def states(page: str) -> dict[str, str]:
    """How each side stands, as Your account says it."""
    return dict(re.findall(r'<span class="text-break">(\S+@\S+)</span> <span[^>]*>([^<]+)</span>', page))


# --- Asking and confirming ---------------------------------------------------------------------------------------------


def test_asking_changes_nothing_but_mails_a_link_to_each_address(client, teacher, asked):
    assert all(asked.values())
    assert asked[NEW] != asked[OLD]
    assert address(teacher) == OLD
    assert [message.to for message in mail.outbox] == [[NEW], [OLD]]


def test_the_jobs_carry_an_id_only_and_the_links_are_only_in_the_mails(client, teacher):
    client.post("/account/email/", {"email": NEW})
    pk = EmailChange.objects.get().id
    assert queued() == [("accounts.send_email_change", {"change_id": pk, "side": side}) for side in ("new", "old")]
    for to in (NEW, OLD):
        assert mailed("confirm", to).split("/")[-2] not in str(vars(EmailChange.objects.get()))


@pytest.mark.parametrize("order", [(NEW, OLD), (OLD, NEW)])
def test_it_is_made_with_the_second_of_both_in_whichever_order(client, teacher, asked, order):
    first, second = order
    page = text(client.post(asked[first], follow=True))
    assert f"{first} has confirmed. Now open the link that was mailed to {second}: until then nothing changes." in page
    assert address(teacher) == OLD
    assert f"From now on you sign in with {NEW}" in text(client.post(asked[second], follow=True))
    assert address(teacher) == NEW


@pytest.mark.parametrize("one", [NEW, OLD])
def test_one_side_alone_changes_nothing_however_often_it_confirms(client, teacher, asked, one):
    assert client.post(asked[one]).status_code == 302
    assert client.post(asked[one]).status_code == 404
    assert address(teacher) == OLD
    assert EmailChange.objects.get().changed_at is None


def test_your_account_says_which_side_is_still_wanting(client, asked):
    page = text(client.get("/account/"))
    assert f"To become {NEW}: open the links that were mailed to both addresses, before 26 November" in page
    assert states(page) == {NEW: "Not confirmed yet", OLD: "Not confirmed yet"}
    client.post(asked[OLD])
    assert states(text(client.get("/account/"))) == {NEW: "Not confirmed yet", OLD: "Confirmed"}
    client.post(asked[NEW])
    assert "To become" not in text(client.get("/account/"))


def test_looking_confirms_nothing(client, teacher, asked):
    assert "as soon as the other address has confirmed too" in text(client.get(asked[NEW]))
    client.post(asked[NEW])
    assert f"From now on you sign in with {NEW}" in text(client.get(asked[OLD]))
    assert address(teacher) == OLD


def test_the_old_address_is_told_who_asked_and_that_nothing_changes_without_it(asked):
    (told,) = [message for message in mail.outbox if message.to == [OLD]]
    assert "Tama Teacher" in told.body
    assert "Somebody who is signed in to PaCT as you" in told.body
    assert NEW in told.body
    assert "Without you nothing changes" in told.body
    assert "/account/email/not-me/" in told.body


def test_the_new_one_learns_neither_the_old_one_nor_how_to_refuse(asked):
    (told,) = [message for message in mail.outbox if message.to == [NEW]]
    assert OLD not in told.body
    assert "not-me" not in told.body


def test_afterwards_one_signs_in_with_the_new_address_and_not_with_the_old(client, changed):
    client.post("/accounts/logout/")
    assert client.post("/accounts/login/", {"login": OLD, "password": PASSWORD}).status_code == 200
    assert client.post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 302
    assert EmailAddress.objects.count() == 0


def test_access_stays(client, changed):
    assert client.get("/schools/7999/").status_code == 200


def test_the_schools_audit_says_so_once_it_is_made(client, school, asked):
    client.post(asked[NEW])
    with at_school(school.id):
        assert not Line.objects.exists()
    client.post(asked[OLD])
    with at_school(school.id):
        line = Line.objects.select_related("about").get()
    assert line.words == f"Changed the address they sign in with to {NEW} (was: {OLD})."
    assert line.about.email == NEW


@pytest.mark.parametrize("side", [NEW, OLD])
def test_whoever_gets_a_mail_by_mistake_can_confirm_nothing_with_it(teacher, asked, stranger, side):
    assert Client().post(asked[side])["Location"].startswith("/accounts/login/")
    answer = signed_in(stranger).post(asked[side])
    assert answer.status_code == 404
    assert "This link does not work" in text(answer)
    assert EmailChange.objects.get().wanting == ["new", "old"]
    assert (address(teacher), address(stranger)) == (OLD, "stranger@elsewhere.example")


def test_the_links_work_for_two_days(client, teacher, asked, time):
    client.post(asked[NEW])
    time.forward(days=2)
    assert client.post(asked[OLD]).status_code == 404
    assert "To become" not in text(client.get("/account/"))
    assert address(teacher) == OLD


def test_a_later_wish_replaces_the_first_and_what_it_had_of_it(client, teacher, asked):
    client.post(asked[OLD])
    client.post("/account/email/", {"email": THIRD})
    assert client.post(asked[NEW]).status_code == 404
    client.post(mailed("confirm", THIRD))
    assert address(teacher) == OLD
    client.post(mailed("confirm", OLD))
    assert address(teacher) == THIRD


def test_it_can_be_withdrawn(client, teacher, asked):
    client.post(asked[NEW])
    assert "stays as it is" in text(client.post("/account/email/withdraw/", follow=True))
    assert client.post(asked[OLD]).status_code == 404
    assert address(teacher) == OLD


@pytest.mark.parametrize(
    "wanted, words", [("nonsense", "Enter a valid email"), (OLD.upper(), "is your address already")]
)
def test_what_cannot_be_an_address_is_said_at_the_field(client, wanted, words):
    answer = client.post("/account/email/", {"email": wanted})
    assert answer.status_code == 422
    assert words in text(answer)
    assert queued() == []


def test_before_it_is_asked_for_one_shows_that_it_is_oneself(teacher):
    """Unless one has just signed in."""
    answer = signed_in(teacher).post("/account/email/", {"email": NEW})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert queued() == []


# --- Once more --------------------------------------------------------------------------------------------------------


def again(client: Client, side: str):
    return client.post("/account/email/send-again/", {"side": side}, follow=True)


@pytest.mark.parametrize("side, to", [("new", NEW), ("old", OLD)])
def test_the_mail_to_a_side_can_be_sent_again_and_the_earlier_link_ends(client, teacher, asked, side, to, time):
    time.forward(days=1)
    assert f"Another link is on its way to {to}." in text(again(client, side))
    fresh = mailed("confirm", to)
    assert client.post(asked[to]).status_code == 404
    time.forward(days=1)
    assert client.post(fresh).status_code == 302
    assert EmailChange.objects.get().wanting == [{"new": "old", "old": "new"}[side]]


def test_a_side_that_has_confirmed_is_not_mailed_again_and_neither_is_what_was_withdrawn(client, asked):
    client.post(asked[OLD])
    assert "Nothing was mailed" in text(again(client, "old"))
    client.post("/account/email/withdraw/")
    assert "Nothing was mailed" in text(again(client, "new"))
    assert queued() == []


def test_sending_again_is_for_ones_own_change_alone(asked, stranger):
    assert "Nothing was mailed" in text(again(signed_in(stranger), "old"))
    assert queued() == []


@pytest.mark.parametrize("side", ["", "x", "New"])
def test_there_are_two_sides(client, asked, side):
    assert again(client, side).status_code == 404


def test_asking_and_sending_again_are_slowed_down_together(client, asked, time):
    for number in range(3):
        client.post("/account/email/", {"email": f"t{number}@home.example"})
    again(client, "old")
    assert "Too many links" in text(again(client, "old"))
    assert "Too many links" in text(client.post("/account/email/", {"email": NEW}))
    time.forward(hours=1)
    assert client.post("/account/email/", {"email": NEW}).status_code == 302


# --- An address is an identity --------------------------------------------------------------------------------------


def test_nobody_learns_whether_an_address_has_an_account_but_its_owner(client, teacher, stranger):
    page = text(client.post("/account/email/", {"email": stranger.email}, follow=True))
    assert "Two links are on their way" in page
    assert mailed("confirm", stranger.email) == ""
    assert "There is a PaCT account with your address already" in mail.outbox[0].subject
    assert "Tama" not in mail.outbox[0].body
    page = text(client.post(mailed("confirm", OLD), follow=True))
    assert f"{OLD} has confirmed. Now open the link that was mailed to {stranger.email}" in page
    assert f"Another link is on its way to {stranger.email}." in text(again(client, "new"))
    assert address(teacher) == OLD


@pytest.mark.parametrize("order", [(NEW, OLD), (OLD, NEW)])
def test_an_address_that_was_taken_meanwhile_stays_with_whoever_took_it(client, teacher, asked, order):
    first, second = order
    client.post(asked[first])
    make_user(NEW, "Somebody Else")
    answer = client.post(asked[second])
    assert answer.status_code == 409
    assert "belong to somebody else meanwhile" in text(answer)
    assert address(teacher) == OLD


def test_the_old_address_stays_ones_own_for_a_week(client, teacher, changed, stranger, time):
    assert not is_free(OLD)
    assert is_free(OLD, but_for=teacher)
    time.forward(days=7)
    assert is_free(OLD)


def test_an_invitation_to_the_old_address_makes_nobody_else_its_owner(
    school, administrator, client, teacher, changed, time
):
    with at_school(school.id):
        invite_by_hand(school, OLD, "Somebody", Role.TEACHER, administrator)
    link = mailed_links()[-1]
    form = {"name": "Somebody", "password": "tūī sings at dawn"}
    answer = Client().post(link, form)
    assert answer.status_code == 409
    assert "can still be taken back" in text(answer)
    assert User.objects.filter(email=OLD).count() == 0
    time.forward(days=7)
    assert Client().post(link, form).status_code == 302


def test_an_invitation_to_the_new_address_is_the_new_owners(neighbour, neighbours_administrator, client, changed):
    with at_school(neighbour.id):
        invite_by_hand(neighbour, NEW, "Tama", Role.TEACHER, neighbours_administrator)
    assert client.post(mailed_links()[-1])["Location"] == "/schools/7998/"


def test_one_may_go_back_with_both_saying_yes_again(client, teacher, changed):
    change(client, OLD, NEW)
    assert address(teacher) == OLD
