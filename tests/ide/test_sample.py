"""Invented schools look like schools, and are the same every time."""

import time
from collections import Counter, defaultdict
from datetime import date

import pytest

from openpact.ide import Person, Role, sample

KINDS = list(sample.KINDS)


def of(people: list[Person], role: Role) -> list[Person]:
    return [person for person in people if person.role is role]


@pytest.mark.parametrize("kind", KINDS)
def test_the_same_seed_makes_the_same_school_and_another_one_another(kind):
    assert sample.people(3, 90, kind) == sample.people(3, 90, kind)
    assert sample.people(3, 90, kind) != sample.people(4, 90, kind)


def test_the_people_of_a_seed_never_change():
    people = sample.people(1, 30)
    assert (people[0].first_name, people[0].last_name, people[0].nsn) == ("Ruby", "Robertson", "4605718428")


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("students", [1, 2, 13, 120, 700])
def test_there_are_as_many_students_as_asked_and_about_one_teacher_to_twelve(kind, students):
    people = sample.people(1, students, kind)
    assert len(of(people, Role.STUDENT)) == students
    assert len(of(people, Role.TEACHING_STAFF)) == max(1, round(students / (6 if kind == "special" else 12)))
    assert len(of(people, Role.NON_TEACHING_STAFF)) >= 2
    assert len({person.sms_id for person in people}) == len(people)


def test_the_usual_roll_is_the_kinds_median():
    assert [len(of(sample.people(1, kind=kind), Role.STUDENT)) for kind in KINDS] == [114, 257, 408, 761, 496, 171, 73]


@pytest.mark.parametrize(
    "kind, years",
    [
        ("full-primary", (1, 8)),
        ("contributing", (1, 6)),
        ("intermediate", (7, 8)),
        ("secondary", (9, 13)),
        ("year-7-15", (7, 13)),
        ("composite", (1, 13)),
        ("special", (1, 13)),
    ],
)
def test_a_kind_of_school_has_its_years_and_students_of_the_right_age(kind, years):
    students = of(sample.people(2, 300, kind), Role.STUDENT)
    levels = {int(person.groups[0].removeprefix("Year ")) for person in students}
    assert levels == set(range(years[0], years[1] + 1))
    for person in students:
        year = int(person.groups[0].removeprefix("Year "))
        assert 4 <= sample.SCHOOL_YEAR - person.dob.year - year <= 5
        assert person.dob < person.first_attending <= date(sample.SCHOOL_YEAR, 2, 16)


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("students", [20, 150, 900])
def test_every_class_has_a_teacher_and_every_teacher_a_class_and_some_classes_have_two(kind, students):
    people = sample.people(6, students, kind)
    taught = Counter(group for person in of(people, Role.TEACHING_STAFF) for group in person.groups)
    attended = {
        group for person in of(people, Role.STUDENT) for group in person.groups if not group.startswith("Year ")
    }
    assert attended <= set(taught)
    assert all(person.groups for person in of(people, Role.TEACHING_STAFF))
    assert students < 100 or 2 in taught.values()


@pytest.mark.parametrize("kind, largest", [("full-primary", 30), ("secondary", 30), ("special", 10)])
def test_home_groups_are_of_an_ordinary_size_and_in_the_groups_too(kind, largest):
    students = of(sample.people(1, 400, kind), Role.STUDENT)
    sizes = Counter(person.home_groups for person in students)
    assert max(sizes.values()) <= largest
    assert min(sizes.values()) >= largest // 2
    assert all(person.home_groups[0] in person.groups for person in students)


def test_students_of_a_secondary_school_have_a_class_in_each_subject():
    students = of(sample.people(1, 400, "secondary"), Role.STUDENT)
    assert {len(person.groups) for person in students} == {8}
    assert max(Counter(group for person in students for group in person.groups[2:]).values()) < 45


def test_nsns_are_ten_digits_all_different_and_some_begin_with_zero():
    nsns = [person.nsn for person in of(sample.people(1, 900), Role.STUDENT)]
    assert all(len(nsn) == 10 and nsn.isdigit() for nsn in nsns)
    assert len(set(nsns)) == 900
    assert 20 < sum(nsn.startswith("0") for nsn in nsns) < 250


def test_names_have_macrons_two_words_and_apostrophes():
    names = [f"{person.first_name}|{person.last_name}" for person in sample.people(1, 400)]
    for mark in ("ā", "ī", "ō", "ē", "ū", "Te ", "'", "-"):
        assert any(mark in name for name in names), mark


def test_there_are_twins_and_students_who_share_a_name():
    students = of(sample.people(1, 700), Role.STUDENT)
    families = defaultdict(set)
    for person in students:
        families[person.last_name, person.dob, person.first_attending, person.home_groups].add(person.first_name)
    assert any(len(names) == 2 for names in families.values())
    same = defaultdict(set)
    for person in students:
        same[person.first_name, person.last_name].add(person.dob)
    assert any(len(birthdays) > 1 for birthdays in same.values())


def test_staff_have_different_addresses_at_an_example_domain():
    staff = [person for person in sample.people(1, 900) if person.role is not Role.STUDENT]
    assert len({person.email for person in staff}) == len(staff)
    assert all(person.email.endswith(".school.example") and person.email.isascii() for person in staff)


def test_the_number_of_teachers_can_be_chosen():
    people = sample.people(1, 200, teachers=30)
    assert len(of(people, Role.TEACHING_STAFF)) == 30
    assert all(person.groups for person in of(people, Role.TEACHING_STAFF))


@pytest.mark.parametrize("wrong", [{"kind": "university"}, {"students": 0}, {"students": 5, "teachers": 0}], ids=repr)
def test_what_is_no_school_is_refused(wrong):
    with pytest.raises(ValueError):
        sample.people(1, **wrong)


def test_a_large_school_is_made_in_no_time():
    start = time.process_time()
    assert len(sample.people(1, 20_000, "secondary")) > 21_000
    assert time.process_time() - start < 3


@pytest.mark.parametrize("kind", KINDS)
def test_the_next_day_as_many_are_renamed_moved_gone_and_new_as_asked(kind):
    before = sample.people(1, 200, kind)
    after = sample.churn(before, 7, rename=10, move=5, leave=4, join=6)
    then, now = ({person.sms_id: person for person in people} for people in (before, after))
    changed = [(then[sms_id], now[sms_id]) for sms_id in then.keys() & now.keys() if then[sms_id] != now[sms_id]]
    renamed = [new for old, new in changed if old.last_name != new.last_name and old.groups == new.groups]
    moved = [new for old, new in changed if old.last_name == new.last_name and old.home_groups != new.home_groups]
    assert (len(renamed), len(moved), len(changed)) == (10, 5, 15)
    assert len(then.keys() - now.keys()) == 4
    assert len(now.keys() - then.keys()) == 6
    assert of(before, Role.TEACHING_STAFF) == of(after, Role.TEACHING_STAFF)
    nsns = [person.nsn for person in after if person.nsn]
    assert len(set(nsns)) == len(nsns)
    assert not {now[sms_id].nsn for sms_id in now.keys() - then.keys()} & {person.nsn for person in before}


def test_one_who_moves_stays_in_their_year_and_is_in_the_new_class():
    before = sample.people(1, 300)
    after = {person.sms_id: person for person in sample.churn(before, 3, move=40)}
    homes = {home for person in before for home in person.home_groups}
    for old in before:
        new = after[old.sms_id]
        if new != old:
            assert new.groups[0] == old.groups[0]
            assert new.home_groups[0] in new.groups
            assert old.home_groups[0] not in new.groups
            assert new.home_groups[0] in homes


def test_a_school_with_one_class_can_have_a_move_too():
    before = sample.people(1, 8, "contributing")
    assert len({person.home_groups for person in before if person.role is Role.STUDENT}) == 1
    assert sum(new != old for new, old in zip(sample.churn(before, move=2), before, strict=True)) == 2


def test_the_same_churn_is_the_same():
    before = sample.people(1, 100)
    assert sample.churn(before, 5, move=3, join=3) == sample.churn(before, 5, move=3, join=3)
    assert sample.churn(before, 5) == before


def test_more_changes_than_students_are_refused():
    with pytest.raises(ValueError, match="not enough"):
        sample.churn(sample.people(1, 10), leave=11)
