"""What a column says, by its head."""

import pytest

from openpact.sheet import Meaning, recognise
from openpact.sheet.columns import SPELLINGS, meaning_of


@pytest.mark.parametrize(
    ("head", "meaning"),
    [
        ("Surname", Meaning.LAST_NAME),
        ("Family Name", Meaning.LAST_NAME),
        ("Student's Last Name", Meaning.LAST_NAME),
        ("Ingoa whānau", Meaning.LAST_NAME),
        ("First name", Meaning.FIRST_NAME),
        ("FIRST_NAME", Meaning.FIRST_NAME),
        ("Given name(s)", Meaning.FIRST_NAME),
        ("Ingoa tuatahi", Meaning.FIRST_NAME),
        ("Preferred First Name", Meaning.PREFERRED_NAME),
        ("Ingoa karanga", Meaning.PREFERRED_NAME),
        ("Name", Meaning.FULL_NAME),
        ("Student", Meaning.FULL_NAME),
        ("Student name", Meaning.FULL_NAME),
        ("Ingoa", Meaning.FULL_NAME),
        ("Ākonga", Meaning.FULL_NAME),
        ("Room", Meaning.CLASS),
        ("Rm.", Meaning.CLASS),
        ("Class", Meaning.CLASS),
        ("Form class", Meaning.CLASS),
        ("Akomanga", Meaning.CLASS),
        ("Rūma", Meaning.CLASS),
        ("Year", Meaning.YEAR),
        ("Current Year Level", Meaning.YEAR),
        ("Tau", Meaning.YEAR),
        ("Teacher", Meaning.TEACHER),
        ("Kaiako", Meaning.TEACHER),
        ("DOB", Meaning.DOB),
        ("D.O.B.", Meaning.DOB),
        ("Date of birth (dd/mm/yyyy)", Meaning.DOB),
        ("Rā whānau", Meaning.DOB),
        ("NSN", Meaning.NSN),
        ("National Student Number", Meaning.NSN),
        ("E-mail", Meaning.EMAIL),
        ("Īmēra", Meaning.EMAIL),
        ("Gender", Meaning.GENDER),
        ("Ira tangata", Meaning.GENDER),
        ("Position", Meaning.ROLE),
        ("Tūranga", Meaning.ROLE),
        ("Student ID", Meaning.ID),
        ("Rōpū", Meaning.GROUPS),
        ("Other groups", Meaning.GROUPS),
    ],
)
def test_a_head_is_recognised(head, meaning):
    assert meaning_of(head) is meaning


@pytest.mark.parametrize(
    "head",
    ["Parent email", "Caregiver 1 name", "Mother's first name", "Address", "Phone", "Iwi", "", "Emergency contact", "Allergies"],
)  # fmt: skip
def test_what_is_about_others_or_nothing_of_ours_is_left_alone(head):
    assert meaning_of(head) is Meaning.NOTHING


def test_no_spelling_stands_for_two_meanings():
    everything = [spelling for spellings in SPELLINGS.values() for spelling in spellings.split()]
    assert len(everything) == len(set(everything))
    assert set(SPELLINGS) == set(Meaning) - {Meaning.NOTHING}


def test_the_head_is_found_below_a_title_and_people_begin_after_it():
    rows = (("Room 5 2026", "", ""), ("First name", "Surname", "Shoe size"), ("Aroha", "Ngata", "3"))
    assert recognise(rows) == (2, (Meaning.FIRST_NAME, Meaning.LAST_NAME, Meaning.NOTHING))


def test_of_two_columns_that_claim_one_meaning_the_first_has_it_but_groups_may_be_several():
    rows = (("Name", "Class", "Form", "Group", "Subjects"), ("Aroha Ngata", "5", "5B", "Choir", "Art"))
    assert recognise(rows)[1] == (Meaning.FULL_NAME, Meaning.CLASS, Meaning.NOTHING, Meaning.GROUPS, Meaning.GROUPS)


def test_without_heads_only_what_cannot_be_anything_else_is_recognised():
    rows = (
        ("Aroha", "Ngata", "0123456789", "3/4/2017", "aroha@kowhai.example", "5"),
        ("Mia", "Lee", "", "14/4/2017", "", "6"),
    )
    assert recognise(rows) == (
        0,
        (Meaning.NOTHING, Meaning.NOTHING, Meaning.NSN, Meaning.DOB, Meaning.EMAIL, Meaning.NOTHING),
    )


def test_one_column_of_names_has_a_head_too():
    assert recognise((("Name",), ("Aroha Ngata",))) == (1, (Meaning.FULL_NAME,))


def test_somebody_called_young_year_or_room_is_no_head():
    assert recognise((("Aroha", "Ngata", "9"), ("Mia", "Rūma", "9")))[0] == 0
