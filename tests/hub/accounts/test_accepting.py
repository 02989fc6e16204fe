"""Opening an invitation's link: every way it can stand to whoever opens it."""

import pytest
from django.core import mail

from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import Access, Invitation, InvitationEvent, Role, User
from openpact.hub.accounts.services import find_access, give_access
from openpact.hub.platform.tenancy import at_school

from ..conftest import PASSWORD, make_user, signed_in
from .staff import add_staff, invitations_of, mailed_code, mailed_links, set_active

NEW = {"name": "Hēmi Parata", "password": "tūī sings at dawn"}


def access_of(school, user) -> Access | None:
    with at_school(school.id):
        return Access.objects.filter(user=user).select_related("person").first()


@pytest.fixture
def hemis_account(db):
    return make_user("hemi@kowhai.example", "Hēmi P")


# --- New to PaCT ---------------------------------------------------------------------------------------------------


def test_the_page_says_who_invites_as_what_and_masks_the_address(client, link):
    page = client.get(link).content.decode()
    assert "Kōwhai Flats School" in page
    assert "teacher" in page
    assert "h•••@kowhai.example" in page
    assert "hemi@kowhai.example" not in page


def test_somebody_new_makes_an_account_with_exactly_the_invited_address_and_is_signed_in(client, school, hemi, link):
    answer = client.post(link, NEW | {"email": "somebody@else.example"}, follow=True)
    assert answer.redirect_chain == [("/schools/7999/", 302)]
    user = User.objects.get()
    assert (user.email, user.name) == ("hemi@kowhai.example", "Hēmi Parata")
    assert answer.context["request"].user == user
    access = access_of(school, user)
    assert (access.role, access.person) == ("teacher", hemi)
    page = answer.content.decode()
    assert "Room 4" in page
    assert "check below that your groups are complete" in page


def test_what_was_accepted_is_recorded(client, school, link):
    client.post(link, NEW)
    with at_school(school.id):
        assert InvitationEvent.objects.filter(by=User.objects.get()).get().what == "accepted"


@pytest.mark.parametrize(
    "entered, complaint",
    [({"password": "short"}, "too short"), ({"password": "hemi@kowhai"}, "too similar"), ({"name": ""}, "required")],
)
def test_a_poor_password_or_no_name_is_said_and_nothing_is_made(client, school, link, entered, complaint):
    page = client.post(link, NEW | entered).content.decode()
    assert complaint in page
    assert User.objects.count() == 0
    assert invitations_of(school)[0].state == "pending"


def test_accepting_twice_is_harmless(client, school, link):
    client.post(link, NEW)
    for again in (client.get(link), client.post(link, NEW)):
        assert (again.status_code, again["Location"]) == (302, "/schools/7999/")
    with at_school(school.id):
        assert Access.objects.count() == 1
        assert InvitationEvent.objects.filter(what="accepted").count() == 1


def test_a_used_link_lets_nobody_else_in(client, school, link, stranger):
    client.post(link, NEW)
    client.logout()
    for visitor in (client, signed_in(stranger)):
        for page in (visitor.get(link), visitor.post(link, NEW | {"password": "another long password"})):
            assert "was used" in page.content.decode()
    assert User.objects.get(email="hemi@kowhai.example").check_password(NEW["password"])


# --- With an account ------------------------------------------------------------------------------------------------


def test_an_account_with_the_address_has_to_sign_in_and_keeps_its_password(client, school, link, hemis_account):
    page = client.get(link).content.decode()
    assert "/accounts/login/?next=/invitations/" in page
    assert "Choose a password" not in page
    client.post(link, NEW)
    hemis_account.refresh_from_db()
    assert hemis_account.check_password(PASSWORD)
    assert access_of(school, hemis_account) is None


def test_signing_in_comes_back_to_the_invitation_and_one_button_accepts(client, school, hemi, link, hemis_account):
    answer = client.post(
        f"/accounts/login/?next={link}", {"login": "hemi@kowhai.example", "password": PASSWORD}, follow=True
    )
    assert answer.redirect_chain[-1][0] == link
    assert "Accept the invitation" in answer.content.decode()
    assert client.post(link)["Location"] == "/schools/7999/"
    assert access_of(school, hemis_account).person == hemi


def test_looking_does_not_accept(school, link, hemis_account):
    signed_in(hemis_account).get(link)
    assert access_of(school, hemis_account) is None


def test_an_address_in_other_letters_is_the_same_address(school, hemi, link):
    user = make_user("HEMI@kowhai.example", "Hēmi")
    signed_in(user).post(link)
    assert access_of(school, user).person == hemi


def test_a_hand_made_access_with_the_invited_address_is_linked_and_keeps_its_role(school, hemi, link, hemis_account):
    with at_school(school.id):
        give_access(school, hemis_account, Role.ADMINISTRATOR)
    signed_in(hemis_account).post(link)
    access = access_of(school, hemis_account)
    assert (access.role, access.person) == ("administrator", hemi)


def test_the_one_made_by_hand_before_is_closed_by_accepting_the_second(
    school, administrator, exchange_id, hemis_account
):
    from openpact.hub.accounts.invitations import invite_staff

    with at_school(school.id):
        invite_by_hand(school, "hemi@kowhai.example", "Hēmi", Role.TEACHER, administrator)
    add_staff(school)
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    signed_in(hemis_account).post(mailed_links()[-1])
    assert [(i.person_id is None, i.state) for i in invitations_of(school)] == [
        (True, "withdrawn"),
        (False, "accepted"),
    ]


def test_an_invitation_by_hand_can_make_an_administrator(school, administrator, client):
    with at_school(school.id):
        invite_by_hand(school, "lead@kowhai.example", "Lee Lead", Role.ADMINISTRATOR, administrator)
    answer = client.post(mailed_links()[-1], {"name": "Lee Lead", "password": NEW["password"]}, follow=True)
    assert "Your school in PaCT" in answer.content.decode()


# --- No longer -------------------------------------------------------------------------------------------------------


def test_an_expired_link_says_so_and_what_to_do(client, school, link, time):
    time.forward(days=14)
    for page in (client.get(link), client.post(link, NEW)):
        assert "has expired" in page.content.decode()
        assert "send it again" in page.content.decode()
    assert User.objects.count() == 0


def test_it_works_until_the_last_minute(client, school, link, time):
    time.forward(days=13, hours=23, minutes=59)
    assert client.post(link, NEW).status_code == 302


def test_a_withdrawn_link_says_so(client, school, link):
    with at_school(school.id):
        Invitation.objects.update(state="withdrawn")
    assert "was withdrawn" in client.post(link, NEW).content.decode()


def test_somebody_who_left_meanwhile_is_not_let_in(client, school, hemi, link):
    set_active(school, hemi, False)
    assert "was withdrawn" in client.post(link, NEW).content.decode()
    assert User.objects.count() == 0


@pytest.mark.parametrize("token", ["x", "a" * 43, "%00", "ā" * 10])
def test_an_unknown_link_helps_on(client, db, token):
    answer = client.get(f"/invitations/{token}/")
    assert answer.status_code == 404
    assert "Perhaps it was cut off" in answer.content.decode()


def test_no_page_that_follows_learns_the_address_and_no_cache_keeps_the_page(client, link):
    for answer in (client.get(link), client.post(link, {}), client.get("/invitations/x/"), client.post(link, NEW)):
        assert answer["Referrer-Policy"] == "strict-origin"
        assert answer["Cache-Control"] == "no-store"


# --- Access lives with the place in the roster ---------------------------------------------------------------------------


def test_a_teacher_who_leaves_loses_access_and_has_it_again_on_return(client, school, hemi, link):
    client.post(link, NEW)
    user = User.objects.get()
    assert client.get("/schools/7999/").status_code == 200
    set_active(school, hemi, False)
    assert client.get("/schools/7999/").status_code == 404
    assert find_access(user, 7999) is None
    assert "at no school yet" in client.get("/").content.decode()
    assert client.get(link)["Location"] == "/"
    set_active(school, hemi, True)
    assert client.get("/schools/7999/").status_code == 200


def test_one_who_returns_under_another_sms_id_links_again(client, school, hemi, link, exchange_id):
    from openpact.hub.accounts.invitations import invite_staff

    client.post(link, NEW)
    set_active(school, hemi, False)
    again = add_staff(school)
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    client.post(mailed_links()[-1])
    assert access_of(school, User.objects.get()).person == again
    assert len([m for m in mail.outbox if "invitation" in m.subject]) == 2


# --- The second invitation: an account with another address ---------------------------------------------------------------


def test_a_teacher_invited_by_hand_links_their_account_with_a_code(school, hemi, link, teacher):
    client = signed_in(teacher)
    assert "Mail me a code" in client.get(link).content.decode()
    assert access_of(school, teacher).person is None
    assert client.post(link, {"action": "send-code"})["Location"] == link
    code = mailed_code()
    assert mail.outbox[-1].to == ["hemi@kowhai.example"]
    assert "teacher@kowhai.example" in mail.outbox[-1].body
    assert code not in mail.outbox[-1].subject
    assert client.post(link, {"code": f"{code[:3]} {code[3:]}"})["Location"] == "/schools/7999/"
    access = access_of(school, teacher)
    assert (access.person, access.role) == (hemi, "teacher")
    assert invitations_of(school)[0].accepted_by_id == teacher.id


def test_an_administrator_who_links_stays_administrator(school, hemi, link, administrator):
    client = signed_in(administrator)
    client.post(link, {"action": "send-code"})
    client.post(link, {"code": mailed_code()})
    access = access_of(school, administrator)
    assert (access.person, access.role) == (hemi, "administrator")
