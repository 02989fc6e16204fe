"""What costs a row, and only that row."""

import pytest

from openpact.ide import Role, Severity, read

from .files import codes, found, full, short, student, teacher

GOOD = student(SmsPersonId="999", StudentNSN="")


def only_the_row_is_lost(row: str, column: str | None, code: str) -> None:
    file = read(full(row, GOOD))
    assert [person.sms_id for person in file.people] == ["999"]
    assert [(issue.line, issue.column, issue.code, issue.severity) for issue in file.issues] == [
        (2, column, code, Severity.ERROR)
    ]
    assert [refused.line for refused in file.refused] == [2]
    assert file.rows == 2


@pytest.mark.parametrize("row", [student() + ",more", student().rpartition(",")[0], "just one cell"])
def test_a_row_with_another_number_of_cells_than_the_header(row):
    only_the_row_is_lost(row, None, "wrong-cell-count")
    assert read(full(row)).refused[0].sms_id is None


@pytest.mark.parametrize(
    "date", ["2014-02-30", "2014-13-01", "20140127", "2014-W05-1", "0214-01-27", "yesterday", "２０14-01-27"]
)
@pytest.mark.parametrize("column", ["FirstAttending", "LastAttendance", "DOB"])
def test_a_students_date_that_is_not_one(column, date):
    only_the_row_is_lost(student(**{column: date}), f"mlep{column}", "bad-date")


@pytest.mark.parametrize(
    "date",
    [
        "1/27/2014",
        "27/01/2014",
        "27/1/14",
        "27.01.2014",
        "27-01-2014",
        "2014/01/27",
        "27-Jan-14",
        "27 January 2014",
        "41666",
        "41666.5",
        "27/01/2014 0:00",
        "1/27/2014 12:00:00 AM",
        "########",
    ],
)
def test_a_students_date_that_a_spreadsheet_rewrote_is_never_guessed(date):
    only_the_row_is_lost(student(DOB=date), "mlepDOB", "excel-date")


@pytest.mark.parametrize("role", ["Pupil", "Teacher", "Student#Alumni", "1"])
def test_a_role_that_is_none_of_the_five(role):
    only_the_row_is_lost(student(Role=role), "mlepRole", "bad-role")


@pytest.mark.parametrize("character", list("*?;<>!%^|"))
@pytest.mark.parametrize("column", ["FirstName", "LastName", "PreferredName"])
def test_a_name_with_a_character_that_names_may_not_have(column, character):
    only_the_row_is_lost(student(**{column: f"{character} 7"}), f"mlep{column}", "bad-name")


def test_a_name_may_not_have_a_comma_either():
    assert found(short('1,"Ann, Mary",Kaea,Student')) == [(2, "mlepFirstName", "bad-name")]


@pytest.mark.parametrize(
    "name", ["Te Ariki", "O'Brien", "D’Arcy", "Jean-Luc", "Ngāti Pōneke", "Dr. J", "Zoë", "李", "X Æ A-12"]
)
def test_names_may_have_spaces_apostrophes_hyphens_macrons_and_other_scripts(name):
    assert read(full(student(FirstName=name))).people[0].first_name == name


@pytest.mark.parametrize("column", ["SmsPersonId", "FirstName", "LastName", "Role"])
@pytest.mark.parametrize("blank", ["", " "])
def test_a_cell_that_every_row_needs_is_blank(column, blank):
    only_the_row_is_lost(student(**{column: blank}), f"mlep{column}", "missing-value")


@pytest.mark.parametrize("sms_id", ["-", "***", "#", "()"])
def test_an_id_with_neither_letter_nor_digit(sms_id):
    row = '"#"' + student().removeprefix("001") if sms_id == "#" else student(SmsPersonId=sms_id)
    only_the_row_is_lost(row, "mlepSmsPersonId", "bad-id")
    assert read(full(row)).refused[0].sms_id is None


@pytest.mark.parametrize(
    "text",
    ["Ni\x07kau", "Ni\x1bkau", "Ni\x7fkau", "Ni\tkau", "Ni\u200bkau", "Ni\u2028kau", "Ni\u202ekau", "Ni\ufeffkau"],
)
def test_a_control_or_invisible_character(text):
    only_the_row_is_lost(student(FirstName=text), "mlepFirstName", "control-character")


def test_the_joiners_that_some_scripts_need_are_no_control_characters():
    assert read(full(student(FirstName="می\u200cخواهم"))).issues == []


@pytest.mark.parametrize(
    "row", ['"001' + student()[3:], student(FirstName='"Hemi "Jim" Kaea"'), student(HomeGroup='"Rm 4')]
)
def test_a_quote_that_does_not_close_costs_its_line_and_no_other(row):
    only_the_row_is_lost(row, None, "bad-quoting")
    assert read(full(row)).refused[0].sms_id is None


def test_a_line_that_is_too_long_costs_that_row():
    only_the_row_is_lost(student(GroupMembership="x" * 70_000), None, "line-too-long")


@pytest.mark.parametrize("column", ["SmsPersonId", "Username", "LastName", "Email", "GroupMembership"])
def test_a_value_of_more_than_255_characters(column):
    only_the_row_is_lost(student(**{column: "x" * 256}), f"mlep{column}", "value-too-long")


def test_a_long_list_of_groups_is_no_long_value():
    groups = [f"Group {number}" for number in range(500)]
    assert read(full(student(GroupMembership="#".join(groups)))).people[0].groups == tuple(groups)


def test_everything_that_is_wrong_with_a_row_is_said_and_the_row_is_refused_once():
    file = read(full(student(Role="Pupil", DOB="1/2/2014", FirstName="A*")))
    assert sorted(codes(file)) == ["bad-name", "bad-role", "excel-date"]
    assert len(file.refused) == 1


def test_a_refused_row_keeps_its_id_and_its_cells():
    file = read(full(student(Role="Pupil")))
    assert file.refused[0].sms_id == "001"
    assert file.refused[0].cells == tuple(student(Role="Pupil").split(","))


def test_the_message_says_what_and_the_remedy_what_to_do():
    issue = read(full(student(Role="Pupil"))).issues[0]
    assert issue.message == "'Pupil' is not a role."
    assert issue.value == "Pupil"
    assert issue.remedy == "Use Student, TeachingStaff, NonTeachingStaff, ParentCaregiver or Alumni."


def test_an_offending_value_is_kept_up_to_200_characters():
    assert len(read(full(student(LastName="x" * 5_000))).issues[0].value) == 200


def test_the_same_bad_date_costs_a_teacher_nothing():
    file = read(full(teacher(DOB="1/2/1980")))
    assert codes(file) == ["date-ignored"]
    assert file.people[0].role is Role.TEACHING_STAFF
    assert file.people[0].dob is None
