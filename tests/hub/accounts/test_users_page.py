"""Manage > Users: for administrators of this school and nobody else."""

import pytest
from django.core import mail

from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import Access, Invitation, Role, User
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person

from ..conftest import signed_in
from ..jobs import run_jobs
from .staff import add_staff, invitations_of, set_active

USERS = "/schools/7999/manage/users/"
PAST = f"{USERS}?show=past"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def invitation(school, administrator):
    with at_school(school.id):
        made = invite_by_hand(school, "ana@kowhai.example", "Ana Ngata", Role.TEACHER, administrator)
    run_jobs()
    return made


def text(response) -> str:
    return " ".join(response.content.decode().split())


# --- Who has access ---------------------------------------------------------------------------------------------------


def test_it_lists_who_has_access_with_role_and_sms_person(school, office, teacher, hemi):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    page = text(office.get(USERS))
    for words in ("Mere Office", "PaCT administrator", "Tama Teacher", "teacher@kowhai.example", "Hēmi Parata"):
        assert words in page
    assert "Not linked" in page


def test_a_teacher_who_left_is_shown_as_such(school, office, teacher, hemi):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    assert "Tama Teacher" in text(office.get(USERS))
    assert "Tama Teacher" not in text(office.get(PAST))
    set_active(school, hemi, False)
    assert "Tama Teacher" not in text(office.get(USERS))
    assert "Left the school" in text(office.get(PAST))


def test_it_says_when_somebody_was_last_here(school, office, teacher, time):
    assert "Never" in text(office.get(USERS))
    signed_in(teacher).get("/schools/7999/")
    time.forward(minutes=5)
    signed_in(teacher).get("/schools/7999/")
    assert "24 November 2026, 10:00pm" in text(office.get(USERS, {"sort": "-seen"}))


@pytest.mark.parametrize("who", ["teacher", "stranger", "neighbours_administrator"])
@pytest.mark.parametrize(
    "path, form",
    [
        ("", None),
        ("?show=invitations", None),
        ("?show=staff", None),
        ("?show=past", None),
        ("?as=csv", None),
        ("invite/", None),
        ("invite-several/", None),
        (
            "invite-several/",
            {
                "send": "yes",
                "row-TOTAL_FORMS": "1",
                "row-INITIAL_FORMS": "0",
                "row-0-role": "administrator",
                "row-0-email": "evil@x.example",
                "row-0-name": "Evil",
            },
        ),
        ("invite/", {"email": "evil@x.example", "name": "Evil", "role": "administrator"}),
        ("invite-staff/", {"everybody": "yes"}),
        ("invitations/{id}/resend/", {}),
        ("invitations/{id}/withdraw/", {}),
        ("invitations/{id}/role/", {"role": "administrator"}),
    ],
)
def test_nobody_else_sees_or_does_any_of_it(request, school, hemi, invitation, who, path, form):
    client = signed_in(request.getfixturevalue(who))
    mail.outbox.clear()
    url = USERS + path.format(id=invitation.id)
    answer = client.get(url) if form is None else client.post(url, form)
    assert answer.status_code == (403 if who == "teacher" else 404)
    run_jobs()
    assert mail.outbox == []
    assert [(i.email, i.state) for i in invitations_of(school)] == [("ana@kowhai.example", "pending")]


def test_a_neighbour_cannot_reach_an_invitation_through_their_own_school(school, invitation, neighbours_administrator):
    client = signed_in(neighbours_administrator)
    for act in ("resend", "withdraw"):
        answer = client.post(f"/schools/7998/manage/users/invitations/{invitation.id}/{act}/", follow=True)
        assert "Nothing was changed" in text(answer)
    assert invitations_of(school)[0].state == "pending"


def test_changes_are_made_by_post_only(office, invitation):
    for path in ("invite-staff/", f"invitations/{invitation.id}/resend/", f"invitations/{invitation.id}/withdraw/"):
        assert office.get(USERS + path).status_code == 405


# --- Invitations ------------------------------------------------------------------------------------------------------


def test_it_lists_invitations_with_their_state(school, office, invitation, time):
    page = text(office.get(f"{USERS}?show=invitations"))
    assert "Ana Ngata" in page
    assert "until 8 December 2026" in page
    time.forward(days=15)
    assert "Expired" in text(office.get(f"{USERS}?show=invitations"))


def test_a_mail_the_server_did_not_take_is_told(school, office, invitation):
    with at_school(school.id):
        Invitation.objects.update(mail_failed_at="2026-11-24T00:00Z")
    assert "did not take the mail" in text(office.get(f"{USERS}?show=invitations"))


def test_inviting_by_hand_mails_and_says_so(school, office):
    form = {"email": "ana@kowhai.example", "name": "Ana Ngata", "role": "administrator"}
    page = text(office.post(f"{USERS}invite/", form, follow=True))
    assert "Ana Ngata is invited" in page
    run_jobs()
    assert mail.outbox[0].to == ["ana@kowhai.example"]
    assert invitations_of(school)[0].role == "administrator"


def test_what_is_wrong_with_it_is_said_at_the_field(school, office, invitation):
    form = {"email": "ANA@kowhai.example", "name": "Ana", "role": "teacher"}
    answer = office.post(f"{USERS}invite/", form)
    assert answer.status_code == 422
    assert "There is an open invitation to this address already" in text(answer)
    answer = office.post(f"{USERS}invite/", form | {"email": "nonsense", "role": "principal"})
    assert "Enter a valid email address" in text(answer)
    assert len(invitations_of(school)) == 1


def test_sending_again_and_withdrawing(school, office, invitation):
    page = text(office.post(f"{USERS}invitations/{invitation.id}/resend/", follow=True))
    assert "is sent again" in page
    run_jobs()
    assert len(mail.outbox) == 2
    page = text(office.post(f"{USERS}invitations/{invitation.id}/withdraw/", follow=True))
    assert "is withdrawn" in page
    page = text(office.post(f"{USERS}invitations/{invitation.id}/resend/", follow=True))
    assert "Nothing was changed" in page
    run_jobs()
    assert len(mail.outbox) == 2


# --- Staff without access -----------------------------------------------------------------------------------------------


def test_the_role_of_an_open_invitation_is_changed_without_another_mail(school, office, invitation):
    mail.outbox.clear()
    at = f"{USERS}invitations/{invitation.id}/role/"
    page = text(office.post(at, {"role": "leader"}, follow=True))
    assert f"{invitation.name} will be PaCT leader once they accept. The link they have still works." in page
    assert '<option value="leader" selected>' in page
    assert "Choose one of the roles." in text(office.post(at, {"role": "principal"}, follow=True))
    run_jobs()
    assert mail.outbox == []


def test_staff_without_access_are_listed_with_what_stands_in_the_way(school, office, hemi):
    add_staff(school, "No", "Mail", email="")
    add_staff(school, "Pita", "One", email="room@kowhai.example")
    add_staff(school, "Rita", "Two", email="room@kowhai.example")
    page = text(office.get(f"{USERS}?show=staff"))
    assert "1 person can be invited as a teacher now" in page
    assert "No e-mail address in the SMS" in page
    assert page.count("Shares its address with somebody else") == 2


def test_one_is_invited_or_all(school, office, hemi):
    add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")
    add_staff(school, "Joan", "Smith", email="joan@kowhai.example")
    assert "Invite all 3" in text(office.get(f"{USERS}?show=staff"))
    page = text(office.post(f"{USERS}invite-staff/", {"person": hemi.id}, follow=True))
    assert "Hēmi Parata is invited" in page
    assert "Invited, not accepted yet" in page
    page = text(office.post(f"{USERS}invite-staff/", {"everybody": "yes"}, follow=True))
    assert "2 people are invited" in page
    page = text(office.post(f"{USERS}invite-staff/", {"everybody": "yes"}, follow=True))
    assert "Nobody was left to invite" in page
    assert len(invitations_of(school)) == 3


@pytest.mark.parametrize("form", [{}, {"person": "x"}, {"person": "9" * 30}, {"everybody": "no"}])
def test_an_unclear_wish_invites_nobody(school, office, hemi, form):
    office.post(f"{USERS}invite-staff/", form)
    assert invitations_of(school) == []


def test_a_neighbours_person_cannot_be_invited(school, neighbour, office):
    theirs = add_staff(neighbour, "Not", "Ours", email="not.ours@rimu.example")
    office.post(f"{USERS}invite-staff/", {"person": theirs.id})
    assert invitations_of(school) == invitations_of(neighbour) == []


# --- Many --------------------------------------------------------------------------------------------------------------


@pytest.fixture
def many(school, administrator):
    with at_school(school.id):
        people = Person.objects.bulk_create(
            Person(
                school=school,
                sms_id=f"M{n}",
                role="TeachingStaff",
                first_name="Many",
                last_name=f"Staff {n:03}",
                email=f"m{n}@kowhai.example",
            )
            for n in range(120)
        )
        users = User.objects.bulk_create(
            User(email=f"u{n}@kowhai.example", name=f"User {n:03}", password="!") for n in range(60)
        )
        Access.objects.bulk_create(
            Access(school=school, user=u, role=Role.TEACHER, person=p, created_at="2026-01-01T00:00Z")
            for u, p in zip(users, people, strict=False)
        )
        Invitation.objects.bulk_create(
            Invitation(
                school=school, person=p, email=p.email, name=p.display_name, role=Role.TEACHER, created_at="2026-11-24T00:00Z",
                expires_at="2026-12-08T00:00Z", invited_by=administrator,
            )
            for p in people[60:]
        )  # fmt: skip


@pytest.mark.parametrize("show", ["users", "invitations", "staff"])
def test_a_page_takes_few_queries_however_many_there_are(office, many, show, django_assert_max_num_queries):
    with django_assert_max_num_queries(26):
        page = text(office.get(f"{USERS}?show={show}"))
    assert "Page 1 of 2" in page
    assert "Next" in page
    assert "Page 2 of 2" in text(office.get(f"{USERS}?show={show}&page=2"))


@pytest.mark.parametrize("show, name", [("users", "User 059"), ("invitations", "Staff 119"), ("staff", "STAFF 119")])
def test_searching_finds_by_name_or_address_and_keeps_both_out_of_the_page_address(office, many, show, name):
    answer = office.post(f"{USERS}?show={show}", {"search": name})
    assert answer["Location"] == f"{USERS}?show={show}&found="
    page = text(office.get(answer["Location"]))
    assert name.casefold() in page.casefold()
    assert "Page 1 of" not in page
    assert "u058@" not in page
    answer = office.post(f"{USERS}?show={show}", {"search": "zzz"}, follow=True)
    assert "No match" in text(answer)


@pytest.mark.parametrize(
    "show, head",
    [
        ("users", "Name,E-mail address,Role,In the SMS,Last here,Access"),
        ("invitations", "Invited,E-mail address,Role,By,State,Invited on,Works until"),
        ("staff", "Name,E-mail address,State"),
    ],
)
def test_each_list_is_a_file_too(office, many, show, head):
    lines = b"".join(office.get(f"{USERS}?show={show}&as=csv")).decode("utf-8-sig").split("\r\n")
    assert lines[0] == head
    assert len(lines) > 60


@pytest.mark.parametrize("sort", ["name", "-name", "role", "person", "seen", "by", "state", "-state"])
@pytest.mark.parametrize("show", ["users", "invitations", "staff", "past"])
def test_each_list_can_be_sorted(office, many, show, sort):
    assert "Page 1 of" in text(office.get(f"{USERS}?show={show}&sort={sort}")) or show == "past"


@pytest.mark.parametrize("query", ["?show=nonsense", "?page=nonsense", "?show=staff&page=999"])
def test_odd_addresses_show_something_sensible(office, query):
    assert office.get(USERS + query).status_code == 200


@pytest.mark.parametrize(
    "show, words",
    [
        ("invitations", "No invitations yet"),
        ("staff", "Nobody is missing"),
        ("past", "is kept here with their history"),
    ],
)
def test_empty_lists_teach(office, show, words):
    assert words in text(office.get(f"{USERS}?show={show}"))
