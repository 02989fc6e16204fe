"""One person at several schools: they choose, switch without signing out, and never see two mixed."""

import re

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in
from .staff import add_group, add_staff, set_active


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture
def both(school, neighbour, administrator):
    """The administrator of the first school teaches at the second, where the SMS lists them; each school has its own people."""
    add_group(school, "Room Kōwhai", add_staff(school, "Ana", "Ngata", email="ana@kowhai.example"))
    there = add_staff(neighbour, "Mere", "Office", email="mere@rimu.example")
    add_group(neighbour, "Room Rimu", there)
    with at_school(neighbour.id):
        give_access(neighbour, administrator, Role.TEACHER, person=there)
    return signed_in(administrator)


def test_after_signing_in_one_chooses(both):
    page = text(both.get("/"))
    assert "Which school do you want to work in?" in page
    assert re.findall(r'href="/schools/(\d+)/"', page) == ["7999", "7998"]
    assert "PaCT administrator · school 7999" in page
    assert "Teacher · school 7998" in page


def test_one_switches_without_signing_out_by_a_link_on_every_page(both):
    for address in ("/schools/7999/", "/schools/7998/", "/schools/7999/manage/users/"):
        assert 'href="/?choose">Switch school' in text(both.get(address))
    assert both.get("/schools/7998/").status_code == both.get("/schools/7999/").status_code == 200


def test_each_page_is_of_one_school_in_name_people_and_role(both):
    first, second = text(both.get("/schools/7999/manage/users/?show=staff")), text(both.get("/schools/7998/"))
    assert "ana@kowhai.example" in first
    assert "Kōwhai Flats School" in first
    assert "Rimu" not in first
    assert "Room Rimu" in second
    assert "Rimu Ridge School" in second
    assert "Kōwhai" not in second


def test_a_role_at_one_school_is_none_at_the_other(both):
    assert both.get("/schools/7999/manage/users/").status_code == 200
    answer = both.get("/schools/7998/manage/users/")
    assert answer.status_code == 403
    assert "Kōwhai" not in answer.content.decode()


def test_two_tabs_at_two_schools_do_what_each_says(both, school, neighbour):
    """The school stands in the page's address, never in the session."""
    both.get("/schools/7998/")
    both.post("/schools/7999/manage/users/invite/", {"email": "new@x.example", "name": "New", "role": "teacher"})
    from .staff import invitations_of

    assert len(invitations_of(school)) == 1
    assert invitations_of(neighbour) == []


def test_something_of_one_school_is_not_found_under_the_others_address(both, school, neighbour):
    group = add_group(school, "Room 9")
    person = add_staff(school, "Pita", "Ihaka", email="pita@kowhai.example")
    assert both.get(f"/schools/7999/manage/groups/{group.id}/").status_code == 200
    for address in (f"/schools/7998/manage/groups/{group.id}/", f"/schools/7998/manage/people/{person.id}/"):
        assert both.get(address).status_code in (403, 404)


def test_a_school_one_has_left_is_no_choice_and_the_other_opens_by_itself(both, neighbour):
    with at_school(neighbour.id):
        from openpact.hub.accounts.models import Access

        person = Access.objects.get(school=neighbour).person
    set_active(neighbour, person, False)
    assert both.get("/")["Location"] == "/schools/7999/"
    assert both.get("/schools/7998/").status_code == 404
    assert re.findall(r'href="/schools/(\d+)/"', text(both.get("/?choose"))) == ["7999"]
