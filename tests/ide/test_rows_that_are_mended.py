"""What is pointed out but costs nothing: the value is used as it is, mended, or left out, and the message says which."""

import pytest

from openpact.ide import Role, Severity, read

from .files import codes, found, full, short, student, teacher


def only(data: bytes):
    file = read(data)
    assert file.refused == []
    assert all(issue.severity is Severity.WARNING for issue in file.issues)
    return file, file.people[0]


def test_an_nsn_of_nine_digits_gets_its_zero_back():
    file, person = only(full(student(StudentNSN="123456789")))
    assert person.nsn == "0123456789"
    assert codes(file) == ["short-nsn"]
    assert "used as '0123456789'" in file.issues[0].message


@pytest.mark.parametrize(
    "nsn", ["12345", "12345678901", "12345678X0", "１２３４５６７８９０", "0123-456-789", "1.23E+08"]
)
def test_any_other_nsn_is_left_out(nsn):
    file, person = only(full(student(StudentNSN=nsn)))
    assert person.nsn == ""
    assert codes(file) == ["bad-nsn"]


def test_no_check_digit_is_invented():
    assert all(read(full(student(StudentNSN=f"012345678{digit}"))).issues == [] for digit in range(10))


def test_the_nsns_of_a_caregivers_children_are_treated_alike():
    row = teacher(Role="ParentCaregiver", AssociatedNSN="123456789#0123456790#77#0123456790")
    file, person = only(full(row))
    assert person.associated_nsns == ("0123456789", "0123456790")
    assert [(issue.column, issue.code) for issue in file.issues] == [
        ("mlepAssociatedNSN", "short-nsn"),
        ("mlepAssociatedNSN", "bad-nsn"),
    ]


@pytest.mark.parametrize(
    "text", ["student", "STUDENT", "Teaching Staff", "teachingstaff", "Non-Teaching Staff", "parent_caregiver"]
)
def test_a_role_with_wrong_capitals_or_spaces_is_understood(text):
    file, person = only(short(f"1,A,B,{text}"))
    assert person.role.value.casefold() == text.casefold().replace(" ", "").replace("-", "").replace("_", "")
    assert codes(file) == ["case-mended"]


def test_a_gender_in_small_letters_is_understood():
    file, person = only(full(student(Gender="f")))
    assert person.gender == "F"
    assert codes(file) == ["case-mended"]


@pytest.mark.parametrize("gender", ["X", "Female", "1"])
def test_a_gender_that_is_neither_m_nor_f_is_left_out(gender):
    file, person = only(full(student(Gender=gender)))
    assert person.gender == ""
    assert codes(file) == ["bad-gender"]


@pytest.mark.parametrize(
    "email", ["mere", "mere@kowhai", "@kowhai.nz", "me re@kowhai.nz", "a@b@c.nz", "mere@.", "mere@kowhai."]
)
def test_an_address_that_cannot_be_one_is_left_out(email):
    file, person = only(full(teacher(Email=email)))
    assert person.email == ""
    assert codes(file) == ["bad-email"]


@pytest.mark.parametrize("column", ["FirstAttending", "LastAttendance", "DOB"])
@pytest.mark.parametrize("role", [role for role in Role if role is not Role.STUDENT])
def test_a_date_that_is_not_needed_for_the_role_is_left_out(column, role):
    file, person = only(full(teacher(Role=role.value, **{column: "1/2/1980"})))
    assert (person.first_attending, person.last_attendance, person.dob) == (None, None, None)
    assert codes(file) == ["date-ignored"]


def test_a_student_without_a_first_day_is_used_without():
    file, person = only(full(student(FirstAttending="")))
    assert person.first_attending is None
    assert [(issue.column, issue.code) for issue in file.issues] == [("mlepFirstAttending", "missing-date")]


@pytest.mark.parametrize(
    "trailer, expected",
    [
        ("", []),
        ("2026-02-16 02:15:00", []),
        ("0123#1.7#2026-02-16 02:15:00", []),
        ("0123#1.71#2026-02-16 02:15:00", [(2, "mlepDOB", "missing-date")]),
    ],
)
def test_a_date_of_birth_is_wanted_from_1_71(trailer, expected):
    assert found(full(student(DOB=""), trailer=trailer)) == expected


def test_a_teacher_needs_no_dates():
    assert found(full(teacher())) == []


def test_a_column_that_is_absent_is_not_missed():
    assert found(short("1,A,B,Student", "0123#1.71#2026-02-16 02:15:00")) == []


def test_a_column_that_is_nearly_the_formats_is_pointed_out():
    file, _ = only(short("1,A,B,Student,Rm 4", header="mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole,mlepGroup"))
    assert [(issue.line, issue.code, issue.value) for issue in file.issues] == [(1, "unknown-column", "mlepGroup")]
