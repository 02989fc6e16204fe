"""The made-up schools show what they are there for, and every file of theirs is clean."""

from collections import Counter
from datetime import datetime

import pytest

from openpact import ide
from openpact.demo import cast
from openpact.demo.schools import ASSEMBLY_SCHOOL, KAMAR_SCHOOL, MUSAC_EDGE_SCHOOL, SCHOOLS
from openpact.ide import Role
from openpact.link.providers import PROVIDERS

EVERYBODY = {person.sms_id: person for person in KAMAR_SCHOOL.people()}


@pytest.mark.parametrize("school", SCHOOLS, ids=lambda school: school.name)
def test_every_file_is_clean_and_comes_back_as_it_was(school):
    people = school.people()
    file = ide.read(ide.write(people, school_number=school.number, exported_at=datetime(2026, 11, 24)))
    assert [issue.code for issue in file.issues if issue.severity == "error"] == []
    assert file.people == people
    assert school.people() == people


def test_one_linked_school_for_each_sms_and_one_with_nothing_set_up():
    assert {school.provider for school in SCHOOLS if school.linked} == set(PROVIDERS)
    assert sum(not school.linked for school in SCHOOLS) == 1
    assert len({school.number for school in SCHOOLS}) == len(SCHOOLS)


def test_the_small_rural_school_has_one_composite_class():
    homes = {name for person in MUSAC_EDGE_SCHOOL.people() for name in person.home_groups}
    years = {name for person in MUSAC_EDGE_SCHOOL.people() for name in person.groups if name.startswith("Year")}
    assert len(homes) == 1
    assert len(years) > 4


def test_the_college_has_twins_with_two_word_names():
    one, other = (p for p in EVERYBODY.values() if p.last_name == "Te Rangi-Hīroa" and p.first_name in cast.TWINS)
    assert (one.last_name, one.dob) == (other.last_name, other.dob)
    assert one.nsn != other.nsn
    assert " " in one.first_name


def test_it_has_two_students_of_one_name():
    names = Counter((p.first_name, p.last_name) for p in EVERYBODY.values() if p.role is Role.STUDENT)
    assert names[cast.NAMESAKE] >= 2


def test_it_has_a_teacher_who_is_a_parent_too():
    parent = next(p for p in EVERYBODY.values() if p.role is Role.PARENT_CAREGIVER)
    teacher = next(p for p in EVERYBODY.values() if p.role is Role.TEACHING_STAFF and p.email == parent.email)
    assert (teacher.first_name, teacher.last_name) == (parent.first_name, parent.last_name)
    assert EVERYBODY[cast.CHILD_OF_A_TEACHER].nsn in parent.associated_nsns


def test_it_has_macrons_an_nsn_of_zeros_a_student_without_one_and_a_class_of_two_teachers():
    assert sum(any(c in "āēīōū" for c in p.first_name + p.last_name) for p in EVERYBODY.values()) > 10
    students = [p for p in EVERYBODY.values() if p.role is Role.STUDENT]
    assert any(p.nsn.startswith("000") for p in students)
    assert any(not p.nsn for p in students)
    teachers = Counter(name for p in EVERYBODY.values() if p.role is Role.TEACHING_STAFF for name in {*p.groups})
    assert max(teachers.values()) >= 2


def test_somebody_left_and_came_back():
    there = [
        cast.CAME_BACK in {p.sms_id for p in cast.in_week(KAMAR_SCHOOL.people(), week)} for week in (4, 3, 2, 1, 0)
    ]
    assert there == [True, False, False, True, True]


def test_where_groups_are_selected_there_are_some_that_are_nobodys_home():
    people = ASSEMBLY_SCHOOL.people()
    homes = {name for p in people if p.role is Role.STUDENT for name in p.home_groups}
    assert {"Kapa Haka", "Choir"} <= {name for p in people for name in p.groups} - homes
    assert {p.role for p in people} == set(Role)


def test_in_another_sms_everybody_has_another_id_and_many_have_somebody_elses():
    before, after = MUSAC_EDGE_SCHOOL.people(), cast.with_other_ids(MUSAC_EDGE_SCHOOL.people())
    assert all(a.sms_id != b.sms_id for a, b in zip(before, after, strict=True))
    assert [p.nsn for p in before] == [p.nsn for p in after]
    assert {p.sms_id for p in before} & {p.sms_id for p in after}
    ide.write(after, school_number=7004, exported_at=datetime(2026, 11, 24))
