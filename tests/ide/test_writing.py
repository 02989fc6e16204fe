"""What is written is a 1.71 file that reads back the same; what cannot be is refused."""

import io
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest

from openpact.ide import ALL_COLUMNS, Person, Role, read, sample, write, write_to

WHEN = datetime(2026, 2, 16, 2, 15)
HEMI = Person(
    sms_id="001",
    role=Role.STUDENT,
    first_name="Hēmi",
    last_name="O'Brien",
    nsn="0123456789",
    first_attending=date(2020, 2, 3),
    dob=date(2014, 5, 6),
    groups=("Year 4", "Rm 4"),
    home_groups=("Rm 4",),
)


def written(*people: Person, **options) -> bytes:
    return write(people, school_number=123, exported_at=WHEN, **options)


def test_a_file_has_the_header_a_row_for_each_person_and_the_trailer():
    assert written(HEMI).decode().split("\r\n") == [
        ",".join(ALL_COLUMNS),
        "001,0123456789,,2020-02-03,,Hēmi,O'Brien,,2014-05-06,,Student,,,,Year 4#Rm 4,Rm 4",
        "0123#1.71#2026-02-16 02:15:00",
        "",
    ]


def test_it_reads_back_as_it_was():
    file = read(written(HEMI), school_number=123)
    assert file.people == [HEMI]
    assert (file.issues, file.version, file.exported_at) == ([], "1.71", WHEN)


def test_nobody_at_all_is_a_header_and_a_trailer():
    assert read(written()).people == []


def test_it_can_go_to_a_stream():
    stream = io.BytesIO()
    assert write_to(stream, iter([HEMI]), school_number=123, exported_at=WHEN) == 1
    assert stream.getvalue() == written(HEMI)


def test_the_columns_can_be_chosen():
    columns = ("mlepRole", "mlepSmsPersonId", "mlepLastName", "mlepFirstName")
    assert written(HEMI, columns=columns).decode().split("\r\n")[:2] == [",".join(columns), "Student,001,O'Brien,Hēmi"]
    assert read(written(HEMI, columns=columns)).people == [Person("001", Role.STUDENT, "Hēmi", "O'Brien")]


@pytest.mark.parametrize("columns", [ALL_COLUMNS[:5], (*ALL_COLUMNS, "mlepOther"), (*ALL_COLUMNS, "mlepRole"), ()])
def test_columns_must_be_known_complete_and_named_once(columns):
    with pytest.raises(ValueError, match="columns must be known"):
        written(HEMI, columns=columns)


@pytest.mark.parametrize("group", ["Reading, Tue", 'The "Kea" group', '"', ",", "Ki o Rahi; A|B"])
def test_what_needs_quotes_gets_them(group):
    person = replace(HEMI, groups=(group, "Rm 4"))
    assert read(written(person)).people == [person]


def test_an_id_that_begins_with_a_hash_does_not_become_a_comment():
    person = replace(HEMI, sms_id="#1")
    assert read(written(person)).people == [person]


def test_white_space_and_decomposed_letters_are_put_right():
    person = replace(HEMI, first_name=" He\u0304mi ", groups=("Year 4 ", "", " Rm 4", "Rm 4"))
    assert read(written(person)).people == [HEMI]


@pytest.mark.parametrize(
    "change",
    [
        {"first_name": "He\nmi"},
        {"groups": ("Year\r4",)},
        {"username": "a\x00"},
        {"username": "a\ud800"},
        {"groups": ("Rm #4",)},
        {"home_groups": ("Rm 4#Rm 5",)},
        {"associated_nsns": ("0123456789#0123456790",)},
        {"sms_id": ""},
        {"sms_id": "--"},
        {"first_name": " "},
        {"last_name": "Ann*"},
        {"first_name": "HÄ“mi"},
        {"first_name": "H?mi"},
        {"nsn": "123456789"},
        {"nsn": "12345"},
        {"gender": "m"},
        {"gender": "X"},
        {"email": "hemi"},
        {"dob": date(1066, 10, 14)},
        {"organisation": "x" * 256},
        {"groups": tuple(f"a group with a long name and the number {number}" for number in range(2_000))},
    ],
    ids=repr,
)
def test_what_would_not_come_back_as_it_is_is_refused_and_the_person_named(change):
    person = replace(HEMI, **change)
    with pytest.raises(ValueError, match="cannot be written to an IDE file") as caught:
        written(person)
    assert repr(person.sms_id) in str(caught.value)


def test_two_people_with_one_id_are_refused():
    with pytest.raises(ValueError, match="the id is another person's too"):
        written(HEMI, replace(HEMI, first_name="Mere"))


@pytest.mark.parametrize("number", [-1, 10_000])
def test_a_school_number_has_one_to_four_digits(number):
    with pytest.raises(ValueError, match="one to four digits"):
        write([HEMI], school_number=number, exported_at=WHEN)


def test_the_time_is_the_schools_own():
    with pytest.raises(ValueError, match="local time"):
        write([HEMI], school_number=1, exported_at=datetime(2026, 2, 16, tzinfo=UTC))


def test_a_student_without_dates_can_be_written():
    person = Person("1", Role.STUDENT, "Hēmi", "Kaea")
    assert read(written(person)).people == [person]


@pytest.mark.parametrize("kind", list(sample.KINDS))
def test_an_invented_school_reads_back_as_it_was_without_a_finding(kind):
    people = sample.people(5, 120, kind)
    file = read(written(*people))
    assert file.people == people
    assert file.issues == []
