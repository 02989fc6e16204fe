"""The way to one's school, and what is to do there."""

from dataclasses import replace

import pytest

from openpact.hub.accounts import home
from openpact.hub.accounts.home import Card
from openpact.hub.accounts.invitations import invite_staff
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.setup.steps import finish
from openpact.hub.sms.connection import save_settings

from ..conftest import signed_in
from .staff import add_group, add_staff

HOME = "/schools/7999/"


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def students(school, hemi):
    return [add_staff(school, f"Ani {n}", "Tui", email="", role=Person.Role.STUDENT) for n in range(3)]


def test_signed_out_one_signs_in_first(client, db):
    assert client.get("/")["Location"] == "/accounts/login/?next=/"


def test_with_one_school_one_is_there_at_once(teacher):
    assert signed_in(teacher).get("/")["Location"] == "/schools/7999/"


def test_with_several_one_chooses_and_can_switch(school, neighbour, teacher):
    with at_school(neighbour.id):
        give_access(neighbour, teacher, Role.TEACHER)
    client = signed_in(teacher)
    page = text(client.get("/"))
    assert "Kōwhai Flats School" in page
    assert "Rimu Ridge School" in page
    assert 'href="/?choose">Switch school' in text(client.get("/schools/7998/"))


def test_with_one_school_there_is_nothing_to_switch(teacher):
    assert "?choose" not in text(signed_in(teacher).get("/schools/7999/"))


def test_with_none_the_page_says_what_to_do(stranger):
    page = text(signed_in(stranger).get("/"))
    assert "at no school yet" in page
    assert "invitation" in page


def test_a_linked_teacher_sees_their_groups_with_the_number_of_students(school, teacher, hemi, students):
    gone = add_staff(school, "Gone", "Tui", email="", role=Person.Role.STUDENT, active=False)
    add_group(school, "Room 5", hemi, *students, gone)
    add_group(school, "Room 6", *students)
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    page = text(signed_in(teacher).get("/schools/7999/"))
    assert "Room 5" in page
    assert "3 students" in page
    assert "Room 6" not in page


def test_a_teacher_who_is_not_linked_learns_how_that_comes(teacher):
    page = text(signed_in(teacher).get("/schools/7999/"))
    assert "it brings your classes here" in page
    assert "Your groups" not in page


def test_a_linked_teacher_without_groups_learns_where_they_come_from(school, teacher):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=add_staff(school))
    assert "No groups yet" in text(signed_in(teacher).get("/schools/7999/"))


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADER])
def test_who_manages_sees_the_roster_at_a_glance(school, teacher, hemi, students, role):
    with at_school(school.id):
        give_access(school, teacher, role)
    page = text(signed_in(teacher).get("/schools/7999/"))
    assert "3 students and 1 member of staff in 1 group." in page


def test_an_administrator_sees_whom_to_invite_and_how_many_invitations_are_on_their_way(
    school, administrator, hemi, exchange_id, time
):
    client = signed_in(administrator)
    assert "1 member of staff the SMS lists has neither access to PaCT nor an invitation" in text(client.get(HOME))
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    page = text(client.get(HOME))
    assert "has neither access" not in page
    assert "1 invitation is not accepted yet." in page


def test_an_administrator_of_a_new_school_learns_where_people_come_from(administrator):
    assert "Nobody in PaCT yet" in text(signed_in(administrator).get(HOME))


def test_a_reader_is_told_what_they_may_and_asked_for_nothing(school, teacher, hemi, students):
    with at_school(school.id):
        give_access(school, teacher, Role.READER)
    page = text(signed_in(teacher).get(HOME))
    assert "As a reader you see the judgements and reports of every class." in page
    assert "To do now" not in page
    assert "/manage/" not in page


def test_a_teacher_sees_none_of_the_administrators_cards(teacher, hemi):
    page = text(signed_in(teacher).get("/schools/7999/"))
    assert "Invite your staff" not in page
    assert "/manage/" not in page


def test_other_rooms_add_cards_and_what_is_asked_comes_first(monkeypatch, administrator):
    calm = Card("Calm", "For information.", order=1)
    monkeypatch.setattr(
        home, "cards", [lambda request: [calm, replace(calm, title="Please look", tone="wait", order=99)]]
    )
    page = text(signed_in(administrator).get("/schools/7999/"))
    assert page.index("Please look") < page.index("Calm")


@pytest.mark.parametrize("is_set_up", [False, True], ids=["new", "set-up-and-linked"])
def test_an_administrators_home_page_takes_few_queries(
    school, administrator, hemi, students, is_set_up, time, django_assert_max_num_queries
):
    for number in range(12):
        add_group(school, f"Group {number}", hemi, *students)
    add_staff(school, "Ana", "Poe", email="ana@kowhai.example")
    with at_school(school.id):
        give_access(school, administrator, Role.ADMINISTRATOR, person=hemi)
        if is_set_up:
            finish(school, administrator)
            save_settings(school, administrator, use_sms=True, provider="musac-edge", automatic_export=True)
    client = signed_in(administrator)
    # Notes that they were here, and what asks for them.
    client.get(HOME)
    with django_assert_max_num_queries(30):
        page = text(client.get(HOME))
    assert "Invite your staff" in page
    assert "of the judgements are confirmed" in page


def test_manage_leads_to_every_page_there_is(administrator):
    page = text(signed_in(administrator).get("/schools/7999/manage/"))
    for name in ("users", "people", "groups", "exchanges"):
        assert f'href="/schools/7999/manage/{name}/"' in page
