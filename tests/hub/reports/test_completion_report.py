"""Reports > Completion: of the whole school, or of a teacher's own classes."""

import re

import pytest

from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group
from openpact.hub.schools.models import Cycle
from tests.hub.conftest import signed_in
from tests.hub.judgements.people import add_people, join

REPORTS = "/schools/7999/reports/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("who", ["administrator", "leader", "reader"])
def test_whoever_sees_all_sees_every_class(request, who, linked, students, other_class, confirmed):
    confirmed(linked, *[Entry(s.id, "3") for s in students])
    html = text(signed_in(request.getfixturevalue(who)).get(REPORTS))
    assert ">Room 1</a>" in html
    assert ">Room 2</a>" in html
    assert "3 of 5 students confirmed" in html
    assert "Tama Teacher" in html


def test_a_teacher_sees_their_own_groups_and_how_far_those_are(school, linked, students, other_class, confirmed, room):
    with at_school(school.id):
        teacher = linked.accesses.get().person
        choir = Group.objects.create(school=school, name="Choir")
        join(choir, students[0], teacher, home=False)
    confirmed(linked, Entry(students[0].id, "3"))
    html = text(signed_in(linked).get(REPORTS))
    assert ">Room 1</a>" in html
    assert ">Choir</a>" in html
    assert "Room 2" not in html
    assert "1 of 3 students confirmed" in html
    assert "Remind teachers" not in html


def test_only_who_decides_about_cycles_is_led_to_them(leader, reader, students, cycle):
    link = f'href="/schools/7999/manage/cycles/{cycle.id}/"'
    assert link in text(signed_in(leader).get(REPORTS))
    assert link not in text(signed_in(reader).get(REPORTS))


def test_another_cycle_is_looked_at_and_out_of_cycle_is_none(school, administrator, students):
    with at_school(school.id):
        final = Cycle.objects.get(kind="final")
    html = text(signed_in(administrator).get(REPORTS, {"cycle": final.id}))
    assert f'<option value="{final.id}" selected>End of year 2026</option>' in html
    assert "Not open yet" in html
    assert "Out of cycle" not in html


def test_without_a_cycle_it_says_what_will_stand_there(school, administrator, reader):
    with at_school(school.id):
        Cycle.objects.all().delete()
    assert "No reporting cycle yet" in text(signed_in(administrator).get(REPORTS))
    assert "/manage/cycles/" not in text(signed_in(reader).get(REPORTS)).split("<main")[1]


def test_a_teacher_without_classes_is_told_where_they_come_from(teacher):
    assert "No classes yet" in text(signed_in(teacher).get(REPORTS))


def test_while_one_types_only_the_list_comes(administrator, students, other_class):
    answer = signed_in(administrator).post(REPORTS, {"search": "room 2"}, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert ">Room 2</a>" in text(answer)
    assert ">Room 1</a>" not in text(answer)


def test_a_teachers_file_holds_their_classes_alone(linked, students, other_class):
    rows = b"".join(signed_in(linked).get(REPORTS, {"as": "csv"})).decode("utf-8-sig")
    assert "Room 1,3,0,0,0,9,Tama Teacher" in rows
    assert "Room 2" not in rows


def test_two_hundred_classes_take_no_more_queries(school, administrator, students, django_assert_max_num_queries):
    with at_school(school.id):
        groups = Group.objects.bulk_create(Group(school=school, name=f"Set {i}", is_home=True) for i in range(200))
        for place, group in enumerate(groups):
            add_people(school, f"Student {place}", group=group, prefix=f"g{place}-")
    client = signed_in(administrator)
    with django_assert_max_num_queries(32):
        assert "1 to 50 of 201 classes" in text(client.get(REPORTS))


def test_strangers_and_neighbours_find_nothing(client, stranger, neighbours_administrator, students):
    for url in (REPORTS, f"{REPORTS}judgements/"):
        assert client.get(url).status_code == 302
        for user in (stranger, neighbours_administrator):
            assert signed_in(user).get(url).status_code == 404
    assert "Room 1" not in text(signed_in(neighbours_administrator).get("/schools/7998/reports/"))
