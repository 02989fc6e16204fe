"""The school's judgements under Manage: the list, and the file."""

import csv
import io

import pytest

from openpact.hub.judgements import feed, signals
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from tests.hub.conftest import signed_in

from .people import add_people

LIST, FILE = "/schools/7999/manage/judgements/", "/schools/7999/manage/judgements.csv"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def some(school, administrator, students, other_class, cycle):
    """Reading for Room 1 and Room 2, one changed, and mathematics for one."""
    with at_school(school.id):
        everybody = [*students, *other_class]
        confirm(school, administrator, [Entry(s.id, "3") for s in everybody], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[0].id, "4", 1, "Moderated")], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[1].id, "2")], area="mathematics", cycle=cycle)


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()


def rows_of(html: str) -> int:
    return html.count('<th scope="row"')


def test_before_the_first_judgement_there_is_nothing_to_download(office):
    html = text(office.get(LIST))
    assert "No judgements yet" in html
    assert FILE not in html


def test_every_judgement_is_listed_once(office, some):
    html = text(office.get(LIST))
    assert rows_of(html) == 6
    assert "version 2" in html
    assert FILE in html


def test_the_list_is_narrowed_by_cycle_area_and_class(school, office, some, room, cycle):
    with at_school(school.id):
        final = Cycle.objects.get(kind="final")
    assert rows_of(text(office.get(LIST, {"area": "mathematics"}))) == 1
    assert rows_of(text(office.get(LIST, {"class": room.id, "area": "reading", "cycle": cycle.id}))) == 3
    assert "None of these" in text(office.get(LIST, {"cycle": final.id}))
    assert rows_of(text(office.get(LIST, {"cycle": "x", "area": "art", "class": "-1"}))) == 6


def test_three_hundred_judgements_take_no_more_queries(
    school, office, administrator, some, cycle, django_assert_max_num_queries
):
    with at_school(school.id):
        group = Group.objects.create(school=school, name="Year 9")
        many = add_people(school, *[f"Student {i}" for i in range(300)], group=group)
        confirm(school, administrator, [Entry(s.id, "3") for s in many], area="writing", cycle=cycle)
    with django_assert_max_num_queries(28):
        html = text(office.get(LIST, {"area": "writing", "page": 2}))
    assert rows_of(html) == 50
    assert "51 to 100 of 300 judgements" in html
    assert "?area=writing&amp;page=3" in html


def test_the_file_holds_what_counts_now_and_moves_no_cursor(school, office, some):
    with at_school(school.id):
        Person.objects.filter(sms_id="s3").update(active=False, sms_id="=s3")
    response = office.get(FILE)
    assert response["Content-Type"] == "text/csv; charset=utf-8"
    assert response["Content-Disposition"] == 'attachment; filename="judgements-7999-2026-06-10.csv"'
    body = response.content.decode("utf-8-sig")
    assert response.content[:3] == b"\xef\xbb\xbf"
    rows = list(csv.DictReader(io.StringIO(body, newline="")))
    assert len(rows) == 6
    assert [(r["person_id"], r["version"], r["level"]) for r in rows if r["person_id"] == "s1"] == [("s1", "2", "4")]
    assert [r["person_id"] for r in rows].count("'=s3") == 1
    with at_school(school.id):
        assert feed.undelivered(school, reader="kamar") == 7


def test_taking_the_file_is_told_to_whoever_keeps_a_log(school, office, administrator, some):
    heard = []

    def listen(sender, **told):
        heard.append((told["school"].id, told["user"].id, told["rows"]))

    signals.file_taken.connect(listen)
    try:
        office.get(FILE)
    finally:
        signals.file_taken.disconnect(listen)
    assert heard == [(school.id, administrator.id, 6)]


def test_list_and_file_are_for_the_schools_administrators(client, linked, stranger, neighbours_administrator, some):
    for url in (LIST, FILE):
        assert client.get(url).status_code == 302
        assert signed_in(linked).get(url).status_code == 403
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(neighbours_administrator).get(url).status_code == 404


def test_a_neighbours_file_holds_nothing_of_ours(neighbours_administrator, some):
    response = signed_in(neighbours_administrator).get("/schools/7998/manage/judgements.csv")
    assert response.content.decode("utf-8-sig").count("\r\n") == 1
