"""The same list again changes nothing; a later one changes people, and doubles none of them."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.ide import Person, Role
from openpact.ide.values import is_id
from openpact.sheet import Order, Who

from .lists import CLASS, as_file, groups_of, known, listed

AROHA = Person(
    "K1", Role.STUDENT, "Aroha", "Ngata", nsn="0123456789", dob=date(2017, 3, 14), groups=("Year 3", "Choir"), home_groups=("Room 1",)
)  # fmt: skip
HEMI = Person("T1", Role.TEACHING_STAFF, "Hēmi", "Walker", email="hemi@kowhai.example", groups=("Room 1", "Choir"))
GROUPS = {"Room 1": True, "Room 5": True, "Choir": False, "Year 3": False}


def codes(found) -> list[str]:
    return [note.code for note in found.notes]


def one(text: str, *persons: Person, **how) -> Person:
    found = listed(text, known(persons), GROUPS, **how)
    (person,) = [p for p in found.people if p.role is Role.STUDENT] or found.people
    return person


# --- New people ----------------------------------------------------------------------------------------------------------


def test_whoever_is_new_gets_an_id_that_the_same_list_gives_again():
    first, again = listed(CLASS), listed(CLASS)
    assert [p.sms_id for p in first.people] == [p.sms_id for p in again.people]
    assert first.new == {p.sms_id for p in first.people}
    assert all(is_id(p.sms_id) for p in first.people)
    assert not any("123456789" in p.sms_id for p in first.people)


def test_the_file_has_the_columns_of_the_list_and_says_what_it_says():
    found = listed(CLASS)
    assert set(found.columns) == {
        "mlepSmsPersonId", "mlepFirstName", "mlepLastName", "mlepRole", "mlepStudentNSN", "mlepDOB", "mlepGroupMembership",
        "mlepHomeGroup",
    }  # fmt: skip
    aroha, *_ = as_file(found)
    assert (aroha.home_groups, aroha.groups, aroha.nsn) == (("Room 5",), ("Year 4",), "0123456789")


def test_the_same_list_again_is_the_same_file():
    first = listed(CLASS)
    again = listed(CLASS, known(first.people), groups_of(first.people))
    assert again.people == first.people
    assert again.new == frozenset()


# --- People who are known ----------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    "text",
    [
        "Name\tNSN\nAroha Parata\t123456789",
        "Name\tDOB\nAroha Ngata\t14/3/2017",
        "Name\tRoom\naroha NGATA\t1",
        "ID\tName\nK1\tSomebody Else",
        "ID\tName\tNSN\n77\tAroha Ngata\t0123456789",
    ],
    ids=["by NSN", "by name and birth date", "by the name alone", "by id", "by NSN though the list has another id"],
)
def test_a_student_is_known(text):
    assert one(text, AROHA).sms_id == "K1"


@pytest.mark.parametrize(
    "text",
    [
        "Name\tNSN\nAroha Ngata\t0000000001",
        "Name\tDOB\nAroha Ngata\t15/3/2017",
        "Name\nMere Ngata",
    ],
    ids=["another NSN", "another birth date", "another name"],
)
def test_somebody_else_is_not_taken_for_a_student_who_is_known(text):
    assert one(text, AROHA).sms_id != "K1"


def test_of_two_with_one_name_nobody_is_meant_without_more():
    other = replace(AROHA, sms_id="K9", nsn="", dob=date(2015, 1, 1))
    assert one("Name\nAroha Ngata", AROHA, other).sms_id not in {"K1", "K9"}
    assert one("Name\tDOB\nAroha Ngata\t1/1/2015", AROHA, other).sms_id == "K9"


def test_whoever_left_is_known_by_nsn_and_birth_date_but_not_by_the_name_alone():
    gone = known([AROHA], active=False)
    assert listed("Name\tDOB\nAroha Ngata\t14/3/2017", gone).people[0].sms_id == "K1"
    assert listed("Name\nAroha Ngata", gone).people[0].sms_id != "K1"


def test_a_member_of_staff_is_known_by_address_or_by_name():
    assert one("Name\tEmail\nJim Walker\tHEMI@kowhai.example", HEMI, who=Who.STAFF).sms_id == "T1"
    assert one("Name\tRoom\nHemi Walker\t5", HEMI, who=Who.STAFF).sms_id == "T1"
    assert one("Name\nHēmi Walker", HEMI).sms_id != "T1"


def test_an_empty_cell_says_nothing():
    found = one("Name\tDOB\tNSN\tRoom\tYear\nAroha Ngata\t\t\t\t", AROHA)
    assert found == AROHA


def test_a_list_without_macrons_takes_none_away_and_one_with_them_gives_them():
    hemi = Person("S1", Role.STUDENT, "Hēmi", "Parata")
    assert one("Name\tRoom\nHemi Parata\t5", hemi).first_name == "Hēmi"
    assert one("Name\tRoom\nHēmi Parata\t5", replace(hemi, first_name="Hemi")).first_name == "Hēmi"
    assert one("ID\tName\nS1\tHenry Parata", hemi).first_name == "Henry"


# --- Groups ------------------------------------------------------------------------------------------------------------------


def test_a_new_class_and_a_new_year_take_the_place_of_the_old_and_other_groups_stay():
    found = one("Name\tRoom\tYear\nAroha Ngata\t5\t4", AROHA)
    assert (found.home_groups, set(found.groups)) == (("Room 5",), {"Year 4", "Choir"})


def test_groups_take_the_place_of_other_groups_but_not_of_the_year():
    found = one("Name\tGroups\nAroha Ngata\tChess", AROHA)
    assert (found.home_groups, set(found.groups)) == (("Room 1",), {"Year 3", "Chess"})


def test_a_group_that_is_only_spelt_otherwise_is_the_one_there_is():
    assert one("Name\tClass\nAroha Ngata\troom 5", AROHA).home_groups == ("Room 5",)
    found = listed("Name\tClass\nAroha Ngata\tKea\nMia Lee\tKEA")
    assert {p.home_groups for p in found.people} == {("Kea",)}


def test_a_teacher_s_classes_take_the_place_of_their_classes():
    found = one("Name\tRoom\nHēmi Walker\t5", HEMI, who=Who.STAFF)
    assert (set(found.groups), found.home_groups) == ({"Room 5", "Choir"}, ())


# --- Teachers whom a list of students names ---------------------------------------------------------------------------------


def teachers(text: str, *persons: Person):
    found = listed(text, known(persons), GROUPS)
    return {p.sms_id: set(p.groups) for p in found.people if p.role is not Role.STUDENT}, codes(found)


@pytest.mark.parametrize("name", ["Hēmi Walker", "Walker, Hemi", "Mr Walker", "H. Walker"])
def test_a_teacher_who_is_known_is_given_the_class(name):
    assert teachers(f"Name\tRoom\tTeacher\nAroha Ngata\t5\t{name}", HEMI) == ({"T1": {"Room 1", "Choir", "Room 5"}}, [])


def test_a_class_that_another_teacher_has_in_the_list_is_no_longer_theirs():
    text = "Name\tRoom\tTeacher\nAroha Ngata\t1\tAna Poe\nMia Lee\t5\tHēmi Walker"
    found, _ = teachers(text, HEMI)
    assert found["T1"] == {"Choir", "Room 5"}


def test_a_teacher_with_a_whole_name_who_is_new_joins_and_that_is_said():
    found, said = teachers("Name\tRoom\tTeacher\nAroha Ngata\t5\tAna Poe\nMia Lee\t5\tAna Poe")
    assert list(found.values()) == [{"Room 5"}]
    assert said == ["new-teacher"]


@pytest.mark.parametrize("others", [(), (HEMI, replace(HEMI, sms_id="T2", first_name="Ana"))])
def test_a_teacher_who_may_be_nobody_or_two_is_asked_for(others):
    assert teachers("Name\tRoom\tTeacher\nAroha Ngata\t5\tMr Walker", *others) == ({}, ["which-teacher"])


# --- One person in several rows ---------------------------------------------------------------------------------------------


def test_a_row_for_each_group_is_one_person_in_all_of_them():
    found = listed("Name\tNSN\tGroup\nAroha Ngata\t0123456789\tChoir\nAroha Ngata\t0123456789\tChess")
    assert [set(p.groups) for p in found.people] == [{"Choir", "Chess"}]
    assert codes(found) == ["same-person"]


def test_a_row_without_the_nsn_is_the_same_person_by_birth():
    found = listed("Name\tNSN\tDOB\nAroha Ngata\t0123456789\t14/3/2017\nAroha Ngata\t\t14/3/2017")
    assert len(found.people) == 1


@pytest.mark.parametrize(
    "text",
    [
        "Name\tNSN\nAroha Ngata\t0123456789\nMia Lee\t0123456789",
        "Name\tRoom\nMia Lee\t5\nMia Lee\t6",
        "ID\tName\n1\tAroha Ngata\n1\tMia Lee",
    ],
    ids=["one NSN for two", "one name in two classes", "one id for two"],
)
def test_two_people_who_cannot_be_told_apart_are_said_and_cost_the_second_row(text):
    found = listed(text)
    assert len(found.people) == 1
    assert [(n.code, n.line, n.lost) for n in found.notes] == [("two-people", 3, True)]


def test_two_of_one_name_with_birth_dates_of_their_own_are_two():
    found = listed("Name\tDOB\nMia Lee\t14/3/2017\nMia Lee\t15/3/2017")
    assert len({p.sms_id for p in found.people}) == 2
    assert found.notes == []


# --- For any list whatever ---------------------------------------------------------------------------------------------------

FIRST = st.sampled_from(["Aroha", "Hēmi", "Hemi", "Te Ariki", "Mia", "Zoë"])
LAST = st.sampled_from(["Ngata", "O'Brien", "Lee", "Wikitōria", "Smith-Jones"])
ROWS = st.lists(
    st.tuples(
        FIRST, LAST, st.sampled_from(["", "14/3/2017", "15/3/2017", "2016-01-02", "31/31/2017", "x"]),
        st.sampled_from(["", "0123456789", "123456790", "77"]), st.sampled_from(["", "5", "6", "Kea", "KEA"]),
        st.sampled_from(["", "4", "Y5", "?"]), st.sampled_from(["", "Choir", "Choir; Chess"]),
        st.sampled_from(["", "Hēmi Walker", "Mrs Poe", "Ana Poe"]),
    ),
    min_size=1, max_size=8,
)  # fmt: skip


def text_of(rows) -> str:
    return "First\tSurname\tDOB\tNSN\tRoom\tYear\tGroups\tTeacher\n" + "\n".join("\t".join(row) for row in rows)


@settings(deadline=None)
@given(ROWS)
def test_whatever_is_understood_can_be_written_to_a_file_and_is_read_from_it(rows):
    found = listed(text_of(rows), known([HEMI]), GROUPS, order=Order.DMY)
    assert len({p.sms_id for p in found.people}) == len(found.people)
    written = as_file(found)
    assert [(p.sms_id, p.first_name, p.last_name, p.home_groups) for p in written] == [
        (p.sms_id, p.first_name, p.last_name, p.home_groups) for p in found.people
    ]


@settings(deadline=None)
@given(ROWS)
def test_the_same_list_again_changes_nobody(rows):
    first = listed(text_of(rows), known([HEMI]), GROUPS, order=Order.DMY)
    people = {p.sms_id: p for p in [HEMI, *first.people]}.values()
    again = listed(text_of(rows), known(people), GROUPS | groups_of(people), order=Order.DMY)
    assert {p.sms_id: p for p in again.people} == {p.sms_id: p for p in first.people}
    assert again.new == frozenset()


@settings(deadline=None)
@given(ROWS, st.randoms())
def test_the_order_of_the_rows_does_not_matter_to_who_is_whom(rows, random):
    """Where nobody is in two rows."""
    rows = list({row[:2]: row for row in rows}.values())
    found = listed(text_of(rows), order=Order.DMY)
    random.shuffle(rows)
    again = listed(text_of(rows), order=Order.DMY)
    if not found.notes and not again.notes:
        assert {(p.sms_id, p.last_name, p.home_groups) for p in found.people} == {
            (p.sms_id, p.last_name, p.home_groups) for p in again.people
        }
