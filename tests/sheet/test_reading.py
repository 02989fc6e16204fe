"""Rows into people; and what cannot be used is said with its line, and costs no more than it must."""

from datetime import date

import pytest

from openpact.ide import Role
from openpact.sheet import Meaning, Order, Who, names_people, parse, recognise
from openpact.sheet.values import class_of, full_name, groups_of, nsn_of, role_of, teacher_name, year_of

from .lists import CLASS, reading


def people(text: str, **how) -> list[tuple[str, str]]:
    return [(p.first_name, p.last_name) for p in reading(text, **how).people]


def problems(text: str, **how) -> list[tuple[str, int, str, bool]]:
    return [(p.code, p.line, p.value, p.lost) for p in reading(text, **how).problems]


def test_a_class_list_is_read():
    found = reading(CLASS)
    assert found.problems == []
    aroha, ariki, mia = found.people
    assert (aroha.first_name, aroha.last_name, aroha.dob, aroha.nsn) == (
        "Aroha",
        "Ngata",
        date(2017, 3, 14),
        "0123456789",
    )
    assert (aroha.home, aroha.year, aroha.role, aroha.lines) == (["Room 5"], 4, Role.STUDENT, [2])
    assert (ariki.nsn, ariki.dob) == ("0123456790", date(2016, 11, 2))
    assert (mia.last_name, mia.dob, mia.nsn, mia.year) == ("O'Brien-Lee", None, "", 5)


def test_a_staff_list_is_read_with_everybody_teaching_unless_it_says_otherwise():
    text = "Name\tEmail\tPosition\tClass\nHēmi Walker\themi@kowhai.example\tDP\tRoom 5\nAna Poe\tana@kowhai.example\tTeacher aide\t"
    hemi, ana = reading(text, who=Who.STAFF).people
    assert (hemi.role, hemi.email, hemi.home) == (Role.TEACHING_STAFF, "hemi@kowhai.example", ["Room 5"])
    assert ana.role is Role.NON_TEACHING_STAFF


def test_a_list_of_both_needs_a_role_on_every_row():
    text = "Name\tRole\nAroha Ngata\tĀkonga\nHēmi Walker\tKaiako\nMia Lee\tBoss\nEru Poe\t"
    assert [p.role for p in reading(text, who=Who.BOTH).people] == [Role.STUDENT, Role.TEACHING_STAFF]
    assert problems(text, who=Who.BOTH) == [("bad-role", 4, "Boss", True), ("no-role", 5, "", True)]


@pytest.mark.parametrize(
    ("row", "problem"),
    [
        ("Aroha\t\t1/1/2017\t\t5\t4", ("no-name", 2, "", True)),
        ("Aroha*\tNgata\t\t\t5\t4", ("bad-name", 2, "Aroha*", True)),
        ("HÄ“mi\tNgata\t\t\t5\t4", ("lost-letters", 2, "HÄ“mi", True)),
        ("T?mati\tNgata\t\t\t5\t4", ("lost-letters", 2, "T?mati", True)),
        ("Aroha\tNgata\t31/31/2017\t\t5\t4", ("bad-date", 2, "31/31/2017", False)),
        ("Aroha\tNgata\t13/6/2027\t\t5\t4", ("bad-date", 2, "13/6/2027", False)),
        ("Aroha\tNgata\t41666\t\t5\t4", ("bad-date", 2, "41666", False)),
        ("Aroha\tNgata\t\t12345\t5\t4", ("bad-nsn", 2, "12345", False)),
        ("Aroha\tNgata\t\t\t5\tsenior", ("bad-year", 2, "senior", False)),
        ("Aroha\tNgata\t\t\tR?ma\t4", ("lost-letters", 2, "R?ma", False)),
    ],
)
def test_what_is_wrong_is_said_with_its_line(row, problem):
    """Without a name it is nobody; anything else is left out, and the person is used."""
    text = f"First name\tSurname\tDOB\tNSN\tRoom\tYear\n{row}"
    assert problems(text) == [problem]
    assert len(reading(text).people) == (not problem[3])


def test_an_address_that_is_none_is_left_out():
    assert problems("Name\tEmail\nHēmi Walker\tnone", who=Who.STAFF) == [("bad-email", 2, "none", False)]


def test_a_date_that_may_be_two_is_asked_about_and_then_read_as_was_said():
    text = "Name\tDOB\nAroha Ngata\t3/4/2017"
    assert reading(text).asks == "3/4/2017"
    assert reading(text, order=Order.MDY).people[0].dob == date(2017, 3, 4)
    assert reading(text, order=Order.DMY).asks == ""


def test_nothing_is_asked_where_the_column_tells():
    assert reading("Name\tDOB\nAroha Ngata\t3/4/2017\nMia Lee\t14/4/2017").asks == ""


def test_whether_everybody_is_named_can_be_asked_before():
    assert names_people([Meaning.FULL_NAME])
    assert names_people([Meaning.LAST_NAME, Meaning.FIRST_NAME])
    assert not names_people([Meaning.LAST_NAME, Meaning.NSN])


def test_a_full_name_fills_what_the_other_columns_lack():
    assert people("Name\tSurname\nNgata, Aroha\tParata") == [("Aroha", "Parata")]


def test_the_head_is_no_person():
    start, _ = recognise(parse(CLASS).rows)
    assert start == 1
    assert people("Aroha Ngata") == []


# --- Cells --------------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Aroha Ngata", ("Aroha", "Ngata")),
        ("Ngata, Aroha", ("Aroha", "Ngata")),
        ("Te Ariki Wikitōria", ("Te Ariki", "Wikitōria")),
        ("van der Berg, Jan", ("Jan", "van der Berg")),
        ("Mrs Ana Poe", ("Ana", "Poe")),
        ("Aroha", ("Aroha", "")),
    ],
)
def test_a_full_name_is_taken_apart(text, name):
    assert full_name(text) == name


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Hēmi Walker", ("Hēmi", "Walker")),
        ("Walker, Hēmi", ("Hēmi", "Walker")),
        ("Mr Walker", ("", "Walker")),
        ("Whaea Ana Poe", ("Ana", "Poe")),
        ("H. Walker", ("", "Walker")),
        ("Walker, H", ("", "Walker")),
        ("Walker", ("", "Walker")),
    ],
)
def test_a_teacher_is_known_by_as_much_of_a_name_as_is_said(text, name):
    assert teacher_name(text) == name


@pytest.mark.parametrize(
    ("text", "year"), [("4", 4), ("Y4", 4), ("Year 04", 4), ("yr.10", 10), ("Tau 4", 4), ("4.0", 4), ("0", None), ("NE", None),
                       ("16", None), ("4/5", None)]
)  # fmt: skip
def test_a_year_level_is_read_however_it_is_written(text, year):
    assert year_of(text) == year


@pytest.mark.parametrize(
    ("text", "nsn"), [("0123456789", "0123456789"), ("123456789", "0123456789"), ("0123 456 789", "0123456789"),
                      ("123456789.0", "0123456789"), ("12345678", ""), ("01234567890", ""), ("O123456789", "")]
)  # fmt: skip
def test_an_nsn_gets_back_the_zero_that_a_spreadsheet_took(text, nsn):
    assert nsn_of(text) == nsn


@pytest.mark.parametrize(
    ("text", "head", "name"),
    [("5", "Room", "Room 5"), ("5.0", "Rm", "Room 5"), ("5A", "Room", "Room 5A"), ("5", "Rūma", "Rūma 5"), ("Rm 5", "Room", "Rm 5"),
     ("5", "Class", "5"), ("Kea", "Room", "Kea")],
)  # fmt: skip
def test_a_number_in_a_column_of_rooms_is_that_room(text, head, name):
    assert class_of(text, head) == name


def test_groups_in_a_cell_are_separated_in_any_way():
    assert groups_of("Choir; Chess / Kapa haka|Choir#Art") == ("Choir", "Chess", "Kapa haka", "Art")


@pytest.mark.parametrize(
    ("text", "role"),
    [("Teacher", Role.TEACHING_STAFF), ("Kaiako", Role.TEACHING_STAFF), ("Ākonga", Role.STUDENT),
     ("Non-teaching staff", Role.NON_TEACHING_STAFF), ("Teacher aide", Role.NON_TEACHING_STAFF), ("Boss", None)],
)  # fmt: skip
def test_a_role_is_known_in_its_common_words(text, role):
    assert role_of(text) is role
