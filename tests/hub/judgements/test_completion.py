"""How far a school is in a cycle, and who still has something to confirm."""

import pytest

from openpact.hub.accounts.models import Access
from openpact.hub.judgements import completion
from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle

from .conftest import link
from .people import add_people, join


@pytest.fixture
def far(school, cycle):
    def far() -> completion.Completion:
        with at_school(school.id):
            cycle.refresh_from_db()
            return completion.of_school(school, cycle)

    return far


def by_class(found) -> dict[str, list[tuple[str, int, int]]]:
    return {line.group.name: [(d.area.value, d.confirmed, d.students) for d in line.areas] for line in found.classes}


def asked(found) -> dict[str, list[str]]:
    return {one.teacher.name: [line.group.name for line in one.classes] for one in found.asked}


def test_each_class_is_so_far_and_the_school_counts_each_student_once(
    school, far, linked, students, other_class, confirmed
):
    with at_school(school.id):
        choir = Group.objects.create(school=school, name="Choir")
        join(choir, *students, *other_class, home=False)
    confirmed(linked, *[Entry(s.id, "3") for s in students])
    found = far()
    assert by_class(found) == {
        "Room 1": [("reading", 3, 3), ("writing", 0, 3), ("mathematics", 0, 3)],
        "Room 2": [("reading", 0, 2), ("writing", 0, 2), ("mathematics", 0, 2)],
    }
    assert (found.students, found.expected, found.confirmed, found.missing, found.percent) == (5, 15, 3, 12, 20)
    assert not found.complete


def test_without_home_groups_every_group_is_a_class(school, far, students):
    with at_school(school.id):
        Group.objects.update(is_home=False)
    assert set(by_class(far())) == {"Room 1"}


def test_the_teachers_of_a_class_are_asked_until_it_is_complete(
    school, far, linked, colleague, students, other_class, confirmed
):
    assert asked(far()) == {"Kiri Colleague": ["Room 1"], "Tama Teacher": ["Room 1"]}
    assert [line.group.name for line in far().without_teacher] == ["Room 2"]
    for area in ("reading", "writing", "mathematics"):
        confirmed(linked, *[Entry(s.id, "3") for s in students], area=area)
    assert asked(far()) == {}
    assert not far().complete


def test_a_teacher_without_access_or_who_only_reads_is_named_and_cannot_be_reached(school, far, linked, students):
    with at_school(school.id):
        room = Group.objects.get(name="Room 1")
        add_people(school, "Nobody Yet", role=Person.Role.TEACHING_STAFF, group=room, prefix="t")
        Access.objects.filter(user=linked).update(role="reader")
    assert {one.teacher.name: one.teacher.user_id for one in far().asked} == {"Nobody Yet": None, "Tama Teacher": None}


def test_a_withdrawn_judgement_and_one_of_a_student_who_left_do_not_count(school, far, linked, students, confirmed):
    confirmed(linked, Entry(students[0].id, "3"), Entry(students[1].id, "3"))
    confirmed(linked, Entry(students[0].id, "", 1, "Wrong student"))
    with at_school(school.id):
        Person.objects.filter(id=students[1].id).update(active=False)
    found = far()
    assert (found.students, found.confirmed) == (2, 0)


def test_only_areas_and_year_levels_of_the_cycle_are_due(school, far, cycle, linked, students, in_year):
    in_year(9, students[0])
    with at_school(school.id):
        Cycle.objects.filter(id=cycle.id).update(areas=["reading"], years=[7, 8])
    assert by_class(far()) == {"Room 1": [("reading", 0, 2)]}
    assert far().students == 2


def test_a_class_that_is_not_asked_at_all_is_not_listed(school, far, cycle, linked, students, in_year):
    in_year(9, *students)
    with at_school(school.id):
        Cycle.objects.filter(id=cycle.id).update(years=[7, 8])
    found = far()
    assert (found.classes, found.students, found.complete, found.percent) == ((), 0, True, 100)


def test_all_is_confirmed_only_when_every_one_is(school, far, linked, room, cycle, confirmed):
    with at_school(school.id):
        many = add_people(school, *[f"Student {i}" for i in range(150)], group=room)
    for area in ("reading", "writing"):
        confirmed(linked, *[Entry(s.id, "3") for s in many], area=area)
    confirmed(linked, *[Entry(s.id, "3") for s in many[1:]], area="mathematics")
    assert (far().percent, far().complete) == (99, False)


def test_students_in_no_class_are_counted_apart(school, cycle, students):
    with at_school(school.id):
        add_people(school, "New Comer")
        assert completion.unlisted(school, cycle) == 1
        assert completion.of_school(school, cycle).students == 4


def test_some_groups_are_looked_at_alone(school, cycle, linked, students, other_class, room):
    with at_school(school.id):
        choir = Group.objects.create(school=school, name="Choir")
        join(choir, students[0], home=False)
        found = completion.of_groups(cycle, [room, choir])
    assert set(by_class(found)) == {"Room 1", "Choir"}
    assert found.students == 3


def test_two_hundred_classes_take_no_more_queries(school, cycle, students, in_year, django_assert_max_num_queries):
    in_year(9, students[0])
    with at_school(school.id):
        Cycle.objects.filter(id=cycle.id).update(years=[7, 8])
        cycle.refresh_from_db()
        groups = Group.objects.bulk_create(Group(school=school, name=f"Set {i}", is_home=True) for i in range(200))
        for place, group in enumerate(groups):
            add_people(school, f"Student {place}", group=group, prefix=f"g{place}-")
        with django_assert_max_num_queries(9):
            assert len(completion.of_school(school, cycle).classes) == 201


def test_another_schools_classes_are_not_there(school, neighbour, cycle, students):
    with at_school(neighbour.id):
        add_people(neighbour, "Far Away", group=Group.objects.create(school=neighbour, name="Room 9", is_home=True))
    with at_school(school.id):
        assert set(by_class(completion.of_school(school, cycle))) == {"Room 1"}


def test_a_linked_leader_is_asked_for_their_own_class(school, far, leader, room, students):
    link(school, leader, room)
    assert asked(far()) == {"Lani Leader": ["Room 1"]}
