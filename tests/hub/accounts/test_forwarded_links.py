"""A link that was passed on, or stolen, takes over no account."""

import threading

import pytest
from django.core import mail
from django.db import connection

from openpact.hub.accounts import accepting
from openpact.hub.accounts.accepting import CODES, NotAccepted
from openpact.hub.accounts.invitations import invite_staff
from openpact.hub.accounts.models import Access, Role, User
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school

from ..conftest import PASSWORD, make_user, signed_in
from .staff import add_staff, invitations_of, mailed_code, mailed_links


def linked_with(school, person) -> list[str]:
    with at_school(school.id):
        return list(Access.objects.filter(person=person).values_list("user__email", flat=True))


@pytest.fixture
def hemis_account(db):
    return make_user("hemi@kowhai.example", "Hēmi P")


@pytest.mark.parametrize(
    "form", [{}, {"action": "send-code"}, {"code": "000000"}, {"name": "X", "password": "a long password"}]
)
def test_a_stranger_with_an_account_is_refused_and_told_what_to_do(school, hemi, link, stranger, form):
    client = signed_in(stranger)
    page = client.get(link).content.decode()
    assert "Sign out and look again" in page
    assert "hemi@kowhai.example" not in page
    client.post(link, form)
    assert linked_with(school, hemi) == []
    assert len(mail.outbox) == 1
    with at_school(school.id):
        assert not Access.objects.filter(user=stranger).exists()


def test_a_neighbours_administrator_is_refused(school, hemi, link, neighbours_administrator):
    client = signed_in(neighbours_administrator)
    client.post(link, {"action": "send-code"})
    client.post(link)
    assert linked_with(school, hemi) == []


def test_a_linked_colleague_is_refused(school, hemi, link, teacher):
    with at_school(school.id):
        give_access(
            school, teacher, Role.TEACHER, person=add_staff(school, "Tama", "Teacher", email="teacher@kowhai.example")
        )
    client = signed_in(teacher)
    client.post(link, {"action": "send-code"})
    assert "cannot be accepted with another account" in client.get(link).content.decode()
    assert linked_with(school, hemi) == []


def test_signed_out_it_never_sets_a_password_on_an_existing_account(client, link, hemis_account):
    client.post(link, {"name": "Evil", "password": "now it is mine"})
    hemis_account.refresh_from_db()
    assert hemis_account.check_password(PASSWORD)
    assert hemis_account.name == "Hēmi P"


def test_an_account_made_between_looking_and_sending_is_left_alone(link):
    token = link.split("/")[2]
    make_user("hemi@kowhai.example", "Hēmi P")
    with pytest.raises(NotAccepted):
        accepting.accept_with_new_account(token, "Evil", "now it is mine")
    assert User.objects.get().check_password(PASSWORD)


def test_nobody_changes_the_address_of_their_account_by_themselves(stranger):
    client = signed_in(stranger)
    form = {"email": "hemi@kowhai.example", "action_add": "", "action_primary": ""}
    assert client.post("/accounts/email/", form).status_code == 404
    stranger.refresh_from_db()
    assert stranger.email == "stranger@elsewhere.example"


class TestCode:
    @pytest.fixture
    def colleague(self, link, teacher):
        """Holds the forwarded link, and has access made by hand, but does not read Hēmi's mail."""
        client = signed_in(teacher)
        client.post(link, {"action": "send-code"})
        return client

    def test_five_wrong_tries_end_it_even_for_the_right_code(self, school, hemi, link, colleague):
        code = mailed_code()
        wrong = f"{(int(code) + 1) % 1_000_000:06}"
        for left in ("4 tries left", "3 tries left", "2 tries left", "1 try left", "Ask for a new one"):
            assert left in colleague.post(link, {"code": wrong}).content.decode()
        assert "mistyped too often" in colleague.post(link, {"code": code}).content.decode()
        assert linked_with(school, hemi) == []

    def test_it_lives_ten_minutes(self, school, hemi, link, colleague, time):
        code = mailed_code()
        time.forward(minutes=10, seconds=1)
        assert "older than 10 minutes" in colleague.post(link, {"code": code}).content.decode()
        assert linked_with(school, hemi) == []

    def test_it_is_stored_only_as_a_hash(self, school, colleague):
        code = mailed_code()
        assert code not in str({k: str(v) for k, v in vars(invitations_of(school)[0]).items() if k.startswith("code")})

    def test_a_new_code_ends_the_old_one(self, school, hemi, link, colleague, time):
        old = mailed_code()
        time.forward(minutes=2)
        colleague.post(link, {"action": "send-code"})
        new = mailed_code()
        if new != old:
            assert "not the code" in colleague.post(link, {"code": old}).content.decode()
        assert colleague.post(link, {"code": new}).status_code == 302
        assert linked_with(school, hemi) == ["teacher@kowhai.example"]

    def test_one_a_minute_and_five_in_all(self, link, colleague, time):
        assert "less than a minute ago" in colleague.post(link, {"action": "send-code"}).content.decode()
        for _ in range(CODES - 1):
            time.forward(minutes=1)
            assert colleague.post(link, {"action": "send-code"}).status_code == 302
        time.forward(minutes=1)
        assert "Too many codes" in colleague.post(link, {"action": "send-code"}).content.decode()

    def test_it_is_good_for_the_account_that_asked_only(self, school, hemi, link, colleague, administrator):
        code = mailed_code()
        page = signed_in(administrator).post(link, {"code": code})
        assert "No code is waiting for you" in page.content.decode()
        assert linked_with(school, hemi) == []

    def test_without_asking_there_is_none(self, school, hemi, link, administrator):
        page = signed_in(administrator).post(link, {"code": ""})
        assert page.status_code == 200
        page = signed_in(administrator).post(link, {"code": "123456"})
        assert "No code is waiting for you" in page.content.decode()

    def test_the_mail_is_for_the_invited_person_and_warns_them(self, colleague):
        mailed_code()
        assert mail.outbox[-1].to == ["hemi@kowhai.example"]
        assert "do not give the code to anybody" in mail.outbox[-1].body


def test_a_person_who_has_an_account_is_not_linked_with_a_second(school, hemi, link, hemis_account, teacher):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    client = signed_in(hemis_account)
    assert "linked otherwise" in client.get(link).content.decode()
    client.post(link)
    assert linked_with(school, hemi) == ["teacher@kowhai.example"]


def test_an_account_linked_with_somebody_still_here_is_not_moved(school, hemi, link, hemis_account):
    other = add_staff(school, "Other", "One", email="other@kowhai.example")
    with at_school(school.id):
        give_access(school, hemis_account, Role.TEACHER, person=other)
    signed_in(hemis_account).post(link)
    assert linked_with(school, hemi) == []
    assert linked_with(school, other) == ["hemi@kowhai.example"]


def test_signing_out_comes_back_to_the_invitation(link, stranger):
    assert signed_in(stranger).post("/accounts/logout/", {"next": link})["Location"] == link


@pytest.mark.usefixtures("committed")
def test_two_who_accept_at_the_same_moment_make_one_account_and_one_access():
    from openpact.hub.schools.services import create_school

    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    add_staff(school)
    with at_school(school.id):
        invite_staff(school, None, send=True)
    token = mailed_links()[-1].split("/")[2]
    start, outcomes = threading.Barrier(3), []

    def accept(name):
        try:
            start.wait()
            user, _access = accepting.accept_with_new_account(token, name, f"{name} and a long password")
            outcomes.append(user.name)
        except NotAccepted:
            outcomes.append("refused")
        finally:
            connection.close()

    threads = [threading.Thread(target=accept, args=[name]) for name in ("One", "Two", "Three")]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert outcomes.count("refused") == 2
    with at_school(school.id):
        assert Access.objects.count() == 1
    assert User.objects.count() == 1
