"""Every form in which an IDE file is met."""

from datetime import date

import pytest

from openpact.ide import ALL_COLUMNS, Person, Role, read

from .files import STUDENT, codes, full, short, student, teacher

NIKAU = Person(
    sms_id="001",
    role=Role.STUDENT,
    first_name="Nīkau",
    last_name="Parata",
    nsn="0123456789",
    username="nparata",
    first_attending=date(2020, 2, 3),
    dob=date(2014, 5, 6),
    gender="M",
    email="nparata@kowhai.school.example",
    organisation="kowhai.school.example",
    groups=("Year 4", "Rm 4"),
    home_groups=("Rm 4",),
)


def test_a_row_becomes_a_person_with_every_value_in_its_place():
    file = read(full(student()))
    assert file.people == [NIKAU]
    assert file.issues == []
    assert file.refused == []
    assert file.people[0].line == 2


def test_the_line_plays_no_part_in_comparing_people():
    first, again = read(full(student())).people[0], read(full("", student())).people[0]
    assert first == again
    assert (first.line, again.line) == (2, 3)


def test_columns_may_come_in_any_order():
    order = list(reversed(ALL_COLUMNS))
    line = ",".join(STUDENT[name] for name in order)
    assert read(short(line, header=",".join(order))).people == [NIKAU]


def test_the_header_may_be_in_any_case_and_quoted_and_padded():
    header = ",".join(f'" {name.upper()} "' for name in ALL_COLUMNS)
    assert read(short(student(), header=header)).people == [NIKAU]


def test_columns_that_are_not_the_formats_are_passed_over():
    header = f"room,{','.join(ALL_COLUMNS)},year level"
    file = read(short(f"12,{student()},4", header=header))
    assert file.people == [NIKAU]
    assert file.issues == []
    assert file.columns == frozenset(ALL_COLUMNS)


def test_a_column_that_is_absent_is_not_among_the_columns():
    file = read(short("001,Nīkau,Parata,Student"))
    assert file.columns == {"mlepSmsPersonId", "mlepFirstName", "mlepLastName", "mlepRole"}
    assert file.people == [Person("001", Role.STUDENT, "Nīkau", "Parata")]
    assert file.issues == []


@pytest.mark.parametrize("end", ["\n", "\r\n", "\r"])
def test_lines_may_end_in_lf_crlf_or_cr(end):
    file = read(full(student(), teacher(), end=end))
    assert [person.line for person in file.people] == [2, 3]
    assert file.issues == []


def test_line_ends_may_be_mixed():
    data = b"mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole\r1,A,B,Student\n2,A,B,Student\r\n\r\n3,A,B,Student\r"
    assert [(person.sms_id, person.line) for person in read(data).people] == [("1", 2), ("2", 3), ("3", 5)]


@pytest.mark.parametrize("delimiter", [",", "\t", ";", "|"])
def test_cells_may_be_separated_by_comma_tab_semicolon_or_bar(delimiter):
    data = full(student(), teacher()).replace(b",", delimiter.encode())
    file = read(data)
    assert file.people[0] == NIKAU
    assert file.delimiter == delimiter
    assert file.issues == []


def test_cells_may_all_be_quoted():
    data = full(student()).decode()
    quoted = "\r\n".join(
        ",".join(f'"{cell}"' for cell in line.split(",")) if "," in line else line for line in data.split("\r\n")
    )
    assert read(quoted.encode()).people == [NIKAU]


def test_quoted_and_unquoted_cells_may_be_mixed_with_spaces_around_them():
    file = read(short('001, "Nīkau" ,Parata , "Student"'))
    assert file.people == [Person("001", Role.STUDENT, "Nīkau", "Parata")]
    assert file.issues == []


def test_a_quoted_cell_may_hold_the_delimiter_and_doubled_quotes():
    header = "mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole,mlepGroupMembership"
    file = read(short('1,A,B,Student,"Reading, Tue#The ""Kea"" group"', header=header))
    assert file.people[0].groups == ("Reading, Tue", 'The "Kea" group')


def test_a_quote_within_an_unquoted_cell_is_just_a_quote():
    header = "mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole,mlepGroupMembership"
    assert read(short('1,A,B,Student,The 5" group', header=header)).people[0].groups == ('The 5" group',)


def test_comments_and_blank_lines_may_be_anywhere():
    lines = ["# made by an SMS", "", full(trailer="").decode().strip(), "#,,,", student(), "   ", "# end"]
    data = "\r\n".join(lines).encode() + b"\r\n"
    file = read(data)
    assert file.people == [NIKAU]
    assert file.issues == []
    assert file.rows == 1


def test_a_row_of_nothing_but_separators_is_a_blank_line():
    file = read(full(student(), ",,,,,,,,,,,,,,,", ",".join(['" "'] * 16)))
    assert file.rows == 1
    assert file.issues == []


def test_an_id_that_begins_with_a_hash_is_not_a_comment_if_it_is_quoted():
    assert read(short('"#1",A,B,Student')).people[0].sms_id == "#1"


def test_a_blank_may_be_an_empty_cell_or_a_space():
    file = read(full(student(Username=" ", Email=" ", GroupMembership=" ", HomeGroup=" ", LastAttendance=" ")))
    assert file.people[0].username == file.people[0].email == ""
    assert file.people[0].groups == file.people[0].home_groups == ()
    assert file.issues == []


@pytest.mark.parametrize("role", list(Role))
def test_there_are_five_roles(role):
    assert read(short(f"1,A,B,{role.value}")).people[0].role is role


def test_lists_are_stripped_of_white_space_blanks_and_repeats_and_keep_their_order():
    file = read(full(student(GroupMembership=" Rm 4 ##Year 4# Rm 4#Kapa Haka#", HomeGroup="#Rm 4")))
    assert file.people[0].groups == ("Rm 4", "Year 4", "Kapa Haka")
    assert file.people[0].home_groups == ("Rm 4",)


def test_texts_are_stripped():
    person = read(full(student(FirstName="  Te Ariki ", LastName="\u00a0Kaea "))).people[0]
    assert (person.first_name, person.last_name) == ("Te Ariki", "Kaea")


def test_a_caregiver_has_the_nsns_of_their_children():
    row = teacher(SmsPersonId="P1", Role="ParentCaregiver", AssociatedNSN="0123456789#0123456790")
    assert read(full(row)).people[0].associated_nsns == ("0123456789", "0123456790")


def test_the_counts_are_of_people_who_can_be_used():
    file = read(
        full(student(), student(SmsPersonId="002", Role="Pupil"), teacher(GroupMembership="Rm 4#Choir", Gender="X"))
    )
    assert (file.students, file.teaching_staff, file.groups, file.rows) == (1, 1, 3, 3)
    assert (file.errors, file.warnings) == (1, 1)
    assert codes(file) == ["bad-role", "bad-gender"]


def test_a_file_with_a_header_only_has_no_people_and_nothing_wrong():
    file = read(full(trailer=""))
    assert (file.people, file.issues, file.rows) == ([], [], 0)


def test_the_ministrys_published_example_has_dates_that_excel_rewrote_and_nsns_of_five_digits():
    rows = (
        "001,12345,JSmith01,1/27/2014,,James,Smith,,1/03/2000,M,Student,,jsmith01@example.com,example.com,Year 12#G1,G1",
        "002,23456,BSmith01,1/27/2014,,Betty,Smith,,2/04/2000,F,Student,,bsmith01@example.com,example.com,Year 12#G3,G3",
    )
    file = read(full(*rows, trailer=""))
    assert file.people == []
    assert [row.sms_id for row in file.refused] == ["001", "002"]
    assert codes(file).count("excel-date") == 4
    assert codes(file).count("bad-nsn") == 2
    assert file.version == "1.6"
