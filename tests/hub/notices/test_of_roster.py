"""Two people who may be one, and two groups that are called alike: said, with the page where it is dealt with."""

from datetime import date

import pytest

from openpact.hub.notices import of_roster
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.by_hand import groups, people
from openpact.hub.roster.models import Group, Person

from ..roster.people import add_person, text


@pytest.fixture
def told(school):
    """What holds now: the kind and the address of each."""

    def told():
        with at_school(school.id):
            return [(cause.kind, cause.url) for cause in of_roster.causes(school)]

    return told


@pytest.fixture
def listed(school):
    def listed(name, sms_id, **more):
        with at_school(school.id):
            return add_person(school, name, sms_id, **more)

    return listed


@pytest.fixture
def by_hand(school, administrator):
    def by_hand(name, **more):
        first, last = name.split()
        with at_school(school.id):
            said = {"role": Person.Role.STUDENT, "first_name": first, "last_name": last, **more}
            return people.add(school, administrator, said)

    return by_hand


def page(person):
    return f"/schools/7999/manage/people/{person.id}/"


def test_a_name_that_is_here_once_is_nobody_elses(told, by_hand, listed):
    by_hand("Aroha Ngata")
    listed("Tama Ngata", "1")
    assert told() == []


def test_somebody_by_hand_with_the_name_of_another_is_told_with_their_page(told, by_hand, listed, office):
    other, mine = listed("Aroha Ngāta", "1"), by_hand("Aroha Ngata")
    assert told() == [("same-person", page(mine))]
    shown = text(office.get(page(mine)))
    assert "may be here twice" in shown
    assert f'href="{page(other)}">Aroha Ngāta</a>' in shown


def test_it_is_gone_once_one_has_left(told, by_hand, listed, school, administrator, office):
    listed("Aroha Ngata", "1")
    mine = by_hand("Aroha Ngata")
    with at_school(school.id):
        people.leave(school, administrator, mine)
    assert told() == []
    assert "may be here twice" not in text(office.get(page(mine)))


def test_it_is_gone_once_a_date_of_birth_tells_them_apart(told, by_hand, listed, school, administrator):
    listed("Aroha Ngata", "1", dob=date(2016, 1, 2))
    mine = by_hand("Aroha Ngata")
    assert told()
    with at_school(school.id):
        people.change(school, administrator, mine, {"dob": date(2017, 3, 4)})
    assert told() == []


def test_two_nsns_tell_people_apart_and_one_nsn_of_two_is_told(told, listed):
    listed("Aroha Ngata", "1", nsn="0000000001")
    listed("Aroha Ngata", "2", nsn="0000000002")
    assert told() == []
    third = listed("Arohanui Ngata", "3", nsn="0000000001")
    assert [kind for kind, _url in told()] == ["same-person"]
    assert third.nsn.endswith("1")


def test_a_teacher_and_a_student_of_one_name_are_two(told, by_hand, listed):
    listed("Aroha Ngata", "1")
    by_hand("Aroha Ngata", role=Person.Role.TEACHING_STAFF)
    assert told() == []


def test_the_sms_may_have_two_of_one_name(told, listed):
    listed("Aroha Ngata", "1")
    listed("Aroha Ngata", "2")
    assert told() == []


def test_an_own_group_called_like_one_of_the_sms_is_told_until_it_is_renamed(told, school, administrator):
    with at_school(school.id):
        own = groups.make(school, administrator, "Kapa Haka", is_home=False)
        Group.objects.create(school=school, name="kapa haka")
    assert told() == [("same-group", f"/schools/7999/manage/groups/{own.id}/")]
    with at_school(school.id):
        groups.change(school, administrator, own, name="Kapa haka seniors", is_home=False)
    assert told() == []


def test_a_neighbours_people_are_not_seen(told, by_hand, neighbour):
    with at_school(neighbour.id):
        add_person(neighbour, "Aroha Ngata", "1")
    by_hand("Aroha Ngata")
    assert told() == []


def test_the_notice_names_no_student(school, by_hand, listed):
    listed("Aroha Ngata", "1")
    by_hand("Aroha Ngata")
    with at_school(school.id):
        (cause,) = of_roster.causes(school)
    assert "Ngata" not in f"{cause.title}{cause.text}"
