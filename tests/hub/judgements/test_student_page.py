"""Everything decided about a student: a page of its own, and a part of the person's page."""

import pytest

from openpact.hub.judgements.placing import Placement, place
from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.scale import load
from tests.hub.conftest import signed_in

JUDGE = "/schools/7999/judge/"


@pytest.fixture
def page(linked):
    return signed_in(linked)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def test_a_students_judgements_are_a_page_for_their_teachers(page, linked, students, other_class, confirmed):
    confirmed(linked, Entry(students[0].id, "3"))
    confirmed(linked, Entry(students[0].id, "4", 1, "More evidence"))
    html = text(page.get(f"{JUDGE}students/{students[0].id}/"))
    assert "Interim 2026" in html
    assert "Why: More evidence" in html
    assert page.get(f"{JUDGE}students/{other_class[0].id}/").status_code == 404


def test_a_students_judgements_are_part_of_the_persons_page(administrator, linked, students, confirmed):
    client = signed_in(administrator)
    url = f"{JUDGE}students/{students[0].id}/"
    assert "Nothing has been confirmed" in text(client.get(url, headers={"HX-Request": "true"}))
    confirmed(linked, Entry(students[0].id, "3"))
    html = text(client.get(url, headers={"HX-Request": "true"}))
    assert "Level 3" in html
    assert "<html" not in html


def test_staff_have_no_judgements_page(school, administrator, linked):
    with at_school(school.id):
        staff = Person.objects.get(role=Person.Role.TEACHING_STAFF)
    assert signed_in(administrator).get(f"{JUDGE}students/{staff.id}/").status_code == 404


def test_who_placed_each_aspect_where_and_when_stays_readable(page, school, linked, students, cycle):
    scale = load().current("mathematics")
    aspect = scale.framework.aspects[0]
    with at_school(school.id):
        for seen, number in enumerate((3, 0, None, 4)):
            chosen = [Placement(students[0].id, aspect.key, number, seen)]
            place(school, linked, chosen, area="mathematics", cycle=cycle)
    html = text(page.get(f"{JUDGE}students/{students[0].id}/"))
    html = html[html.index("Aspects of Mathematics") :]
    told = [html.index(words) for words in (aspect.sets[3].label, "Taken back", "Not yet enough", aspect.sets[2].label)]
    assert told == sorted(told)
    assert html.count("Tama Teacher, ") == html.count("10 June 2026, 2:00pm") == 4
