"""Another address: proven by a link to the new one, told to the old one, and undone from there for a week."""

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
from ..jobs import queued, run_jobs
from .staff import mailed_links

OLD, NEW = "teacher@kowhai.example", "tama@home.example"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def mailed(kind: str, to: str) -> str:
    """The path of the newest link of this kind in that mailbox, or nothing."""
    run_jobs()
    found = [
        re.search(rf"http://localhost:8000(/account/email/{kind}/\S+)", message.body)
        for message in mail.outbox
        if message.to == [to]
    ]
    paths = [one[1] for one in found if one]
    return paths[-1] if paths else ""


@pytest.fixture
def client(teacher) -> Client:
    browser = Client()
    browser.post("/accounts/login/", {"login": OLD, "password": PASSWORD})
    return browser


@pytest.fixture
def confirm(client) -> str:
    client.post("/account/email/", {"email": NEW})
    return mailed("confirm", NEW)


@pytest.fixture
def undo(client, confirm) -> str:
    client.post(confirm)
    return mailed("undo", OLD)


def address(user: User) -> str:
    return User.objects.get(pk=user.pk).email


# --- Asking and confirming ---------------------------------------------------------------------------------------------


def test_asking_changes_nothing_but_mails_a_link_to_the_new_address(client, teacher, confirm):
    assert confirm
    assert address(teacher) == OLD
    assert [message.to for message in mail.outbox] == [[NEW]]
    assert f"To become {NEW}" in text(client.get("/account/"))


def test_the_job_carries_an_id_only_and_the_link_is_only_in_the_mail(client, teacher):
    client.post("/account/email/", {"email": NEW})
    assert queued() == [("accounts.send_email_change", {"change_id": EmailChange.objects.get().id})]
    token = mailed("confirm", NEW).split("/")[-2]
    assert token not in str(vars(EmailChange.objects.get()))


def test_looking_does_not_confirm_and_the_button_does(client, teacher, confirm):
    assert NEW in text(client.get(confirm))
    assert address(teacher) == OLD
    assert "From now on you sign in with tama@home.example" in text(client.post(confirm, follow=True))
    assert address(teacher) == NEW


def test_afterwards_one_signs_in_with_the_new_address_and_not_with_the_old(client, confirm):
    client.post(confirm)
    client.post("/accounts/logout/")
    assert client.post("/accounts/login/", {"login": OLD, "password": PASSWORD}).status_code == 200
    assert client.post("/accounts/login/", {"login": NEW, "password": PASSWORD}).status_code == 302
    assert EmailAddress.objects.count() == 0


def test_access_stays(client, confirm):
    client.post(confirm)
    assert client.get("/schools/7999/").status_code == 200


def test_the_schools_audit_says_so(client, school, confirm):
    client.post(confirm)
    with at_school(school.id):
        line = Line.objects.select_related("about").get()
    assert NEW in line.words
    assert line.about.email == NEW


def test_whoever_gets_the_mail_by_mistake_can_do_nothing_with_it(teacher, confirm, stranger):
    assert Client().post(confirm)["Location"].startswith("/accounts/login/")
    answer = signed_in(stranger).post(confirm)
    assert answer.status_code == 404
    assert "This link does not work" in text(answer)
    assert (address(teacher), address(stranger)) == (OLD, "stranger@elsewhere.example")


def test_it_works_once_and_for_two_days(client, teacher, confirm, time):
    client.post(confirm)
    assert client.post(confirm).status_code == 404
    client.post("/account/email/", {"email": "third@home.example"})
    late = mailed("confirm", "third@home.example")
    time.forward(days=2)
    assert client.post(late).status_code == 404
    assert address(teacher) == NEW


def test_a_later_wish_replaces_the_first(client, teacher, confirm):
    client.post("/account/email/", {"email": "third@home.example"})
    assert client.post(confirm).status_code == 404
    client.post(mailed("confirm", "third@home.example"))
    assert address(teacher) == "third@home.example"


def test_it_can_be_withdrawn(client, teacher, confirm):
    assert "stays as it is" in text(client.post("/account/email/withdraw/", follow=True))
    assert client.post(confirm).status_code == 404
    assert address(teacher) == OLD


@pytest.mark.parametrize(
    "wanted, words", [("nonsense", "Enter a valid email"), (OLD.upper(), "is your address already")]
)
def test_what_cannot_be_an_address_is_said_at_the_field(client, wanted, words):
    answer = client.post("/account/email/", {"email": wanted})
    assert answer.status_code == 422
    assert words in text(answer)
    assert queued() == []


def test_asking_again_and_again_is_slowed_down(client, time):
    for number in range(5):
        client.post("/account/email/", {"email": f"t{number}@home.example"})
    assert "Too many links" in text(client.post("/account/email/", {"email": NEW}))
    time.forward(hours=1)
    assert client.post("/account/email/", {"email": NEW}).status_code == 302


def test_before_it_is_asked_for_one_shows_that_it_is_oneself(teacher):
    """Unless one has just signed in."""
    answer = signed_in(teacher).post("/account/email/", {"email": NEW})
    assert answer["Location"].startswith("/accounts/reauthenticate/")
    assert queued() == []


# --- An address is an identity --------------------------------------------------------------------------------------


def test_nobody_learns_whether_an_address_has_an_account_but_its_owner(client, teacher, stranger):
    page = text(client.post("/account/email/", {"email": stranger.email}, follow=True))
    assert "A link is on its way" in page
    assert mailed("confirm", stranger.email) == ""
    assert "There is a PaCT account with your address already" in mail.outbox[0].subject
    assert "Tama" not in mail.outbox[0].body


def test_an_address_that_was_taken_meanwhile_stays_with_whoever_took_it(client, teacher, confirm):
    make_user(NEW, "Somebody Else")
    answer = client.post(confirm)
    assert answer.status_code == 409
    assert "belong to somebody else meanwhile" in text(answer)
    assert address(teacher) == OLD


def test_the_old_address_stays_ones_own_for_a_week(client, teacher, undo, stranger, time):
    assert not is_free(OLD)
    assert is_free(OLD, but_for=teacher)
    time.forward(days=7)
    assert is_free(OLD)


def test_an_invitation_to_the_old_address_makes_nobody_else_its_owner(
    school, administrator, client, teacher, undo, time
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


def test_an_invitation_to_the_new_address_is_the_new_owners(
    neighbour, neighbours_administrator, client, teacher, confirm
):
    client.post(confirm)
    with at_school(neighbour.id):
        invite_by_hand(neighbour, NEW, "Tama", Role.TEACHER, neighbours_administrator)
    assert client.post(mailed_links()[-1])["Location"] == "/schools/7998/"


# --- Undoing ----------------------------------------------------------------------------------------------------------


def test_the_old_address_is_told_with_a_link_to_undo(undo):
    assert undo
    (told,) = [message for message in mail.outbox if message.to == [OLD]]
    assert NEW in told.body
    assert "seven days" in told.body


def test_undoing_gives_the_address_back_ends_every_session_and_the_password(client, teacher, undo):
    visitor = Client()
    assert OLD in text(visitor.get(undo))
    assert address(teacher) == NEW
    assert "The address is yours again" in text(visitor.post(undo))
    assert address(teacher) == OLD
    assert client.get("/account/").status_code == 302
    assert not User.objects.get(pk=teacher.pk).has_usable_password()
    run_jobs()
    assert mail.outbox[-1].to == [OLD]
    assert "/accounts/password/reset/key/" in mail.outbox[-1].body


def test_undoing_reaches_past_whatever_somebody_else_did_since(client, teacher, undo):
    client.post("/account/email/", {"email": "thief@else.example"})
    client.post(mailed("confirm", "thief@else.example"))
    thiefs = mailed("undo", NEW)
    assert address(teacher) == "thief@else.example"
    Client().post(undo)
    assert address(teacher) == OLD
    assert Client().post(thiefs).status_code == 404
    assert address(teacher) == OLD


def test_undoing_removes_what_was_connected_since(client, teacher, undo, time):
    from allauth.mfa.models import Authenticator
    from allauth.socialaccount.models import SocialAccount

    for created in (time.now(), time.now().replace(year=2025)):
        Authenticator.objects.create(user=teacher, type="webauthn", data={}, created_at=created)
    SocialAccount.objects.create(user=teacher, provider="sign-on", uid="thief")
    SocialAccount.objects.update(date_joined=time.now())
    Client().post(undo)
    assert Authenticator.objects.get().created_at.year == 2025
    assert SocialAccount.objects.count() == 0


def test_it_works_once_and_for_a_week(client, teacher, undo, time):
    time.forward(days=7)
    assert Client().post(undo).status_code == 404
    assert address(teacher) == NEW
    time.forward(days=-1)
    Client().post(undo)
    assert Client().post(undo).status_code == 404


@pytest.mark.parametrize("kind", ["confirm", "undo"])
def test_a_link_that_was_cut_off_says_so(client, kind):
    for answer in (client.get(f"/account/email/{kind}/nonsense/"), client.post(f"/account/email/{kind}/nonsense/")):
        assert answer.status_code == 404
        assert "This link does not work" in text(answer)


def test_these_pages_keep_their_address_to_themselves(client, confirm):
    answer = client.get(confirm)
    assert answer["Referrer-Policy"] == "strict-origin"
    assert answer["Cache-Control"] == "no-store"
