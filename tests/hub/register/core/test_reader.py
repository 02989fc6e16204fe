"""A register file into enrolments: whatever happens to a file, a refused row is no absent row and a broken file changes
nothing."""

from datetime import date

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from openpact.hub.register.core import CODES, Entry, RegisterFile, read, write
from openpact.ide import Issue, UnusableFile

from ..files import DAY, SCHOOL, entry, file_of, rolls

GOOD = file_of(*(entry(n, last=f"Ngata{n}") for n in range(1, 9)))


def reading(data: bytes) -> RegisterFile:
    return read(data, school_number=SCHOOL)


def refusal(data: bytes) -> str:
    with pytest.raises(UnusableFile) as refused:
        reading(data)
    return refused.value.issue.code


def outcome(data: bytes) -> RegisterFile | Issue:
    try:
        return reading(data)
    except UnusableFile as unusable:
        return unusable.issue


@given(roll=rolls.filter(bool), day=st.dates(date(2000, 1, 1), date(2099, 1, 1)))
def test_what_is_written_is_read_again(roll, day):
    found = reading(write(roll, school_number=SCHOOL, as_of=day))
    assert found.entries == roll
    assert (found.as_of, found.rows, found.issues, found.refused) == (day, len(roll), [], [])


@given(roll=rolls.filter(bool), data=st.data())
def test_a_file_cut_off_anywhere_is_not_used(roll, data):
    whole = write(roll, school_number=SCHOOL, as_of=DAY)
    # Without the last line end alone it is still whole.
    cut = data.draw(st.integers(0, len(whole) - 3))
    found = outcome(whole[:cut])
    assert isinstance(found, Issue)
    assert CODES[found.code].scope == "file"


@given(roll=rolls.filter(lambda some: len(some) > 1), data=st.data())
def test_a_file_that_lost_a_row_is_not_used(roll, data):
    lines = write(roll, school_number=SCHOOL, as_of=DAY).splitlines(keepends=True)
    del lines[data.draw(st.integers(1, len(roll)))]
    assert refusal(b"".join(lines)) == "wrong-row-count"


@settings(deadline=None, max_examples=200)
@given(data=st.binary(max_size=300))
def test_any_bytes_end_in_a_file_or_a_finding(data):
    for whole in (data, GOOD[:80] + data, GOOD.replace(b"Ngata3", data)):
        found = outcome(whole)
        if isinstance(found, Issue):
            assert CODES[found.code].scope == "file"
            continue
        nsns = [one.nsn for one in found.entries]
        assert len(set(nsns)) == len(nsns)
        assert not {row.nsn for row in found.refused} & set(nsns)
        assert all(len(nsn) == 10 for nsn in nsns)
        assert {row.line for row in found.refused} == {i.line for i in found.issues if i.severity == "error"}


def test_columns_are_found_by_name_in_any_order_and_others_are_left_alone():
    text = (
        "Leave date;year_level;Notes;NSN;first name;LASTNAME;Preferred Name;Date of birth;Start-Date\n"
        ";7;none;0000000001;Aroha;Ngata;;2014-03-02;2025-02-03\nEND;7999;2026-11-24;1\n"
    )
    assert reading(text.encode()).entries == [entry(1)]


@pytest.mark.parametrize("newline", ["\n", "\r\n", "\r"])
def test_lines_end_in_any_usual_way(newline):
    assert reading(GOOD.replace(b"\r\n", newline.encode())).entries == reading(GOOD).entries


def test_comments_blank_lines_and_the_cells_a_spreadsheet_adds_are_nothing():
    data = b"# from the register\r\n\r\n" + GOOD.replace(b"2026-11-24,8", b"2026-11-24,8,,,,") + b",,,,,,,\r\n"
    assert reading(data).entries == reading(GOOD).entries


def test_a_byte_order_mark_and_windows_1252_are_understood():
    assert reading(b"\xef\xbb\xbf" + GOOD).issues == []
    found = reading(GOOD.replace(b"Ngata3", "Ngatä".encode("cp1252")))
    assert [issue.code for issue in found.issues] == ["not-utf8"]
    assert found.entries[2].last_name == "Ngatä"


def test_a_row_that_cannot_be_used_names_its_student_as_far_as_it_can_be_made_out():
    found = reading(GOOD.replace(b"Ngata3", b"Ngata*").replace(b"Aroha,Ngata5", b"Aroha,Ngata5,Te Rito"))
    assert [(row.line, row.nsn) for row in found.refused] == [(4, "0000000003"), (6, "")]
    assert len(found.entries) == 6
    assert found.rows == 8


def test_two_different_rows_of_one_student_are_both_refused():
    found = reading(file_of(entry(1), entry(2), entry(1, first="Mere"), entry(1, first="Hana")))
    assert [one.nsn for one in found.entries] == ["0000000002"]
    assert [(row.line, row.nsn) for row in found.refused] == [(n, "0000000001") for n in (2, 4, 5)]


@pytest.mark.parametrize("first", [True, False])
def test_a_row_that_cannot_be_used_takes_another_of_the_same_student_with_it(first):
    rows = [entry(1), entry(1, last="Ngata*")] if first else [entry(1, last="Ngata*"), entry(1)]
    found = reading(file_of(*rows))
    assert found.entries == []
    assert [row.line for row in found.refused] == [2, 3]


def test_the_same_row_twice_counts_once():
    found = reading(file_of(entry(1), entry(1)))
    assert found.entries == [entry(1)]
    assert found.refused == []


def test_an_enrolment_may_end_on_the_day_it_starts_but_not_before():
    one = entry(1, leave_date=date(2025, 2, 3))
    assert reading(file_of(one)).entries == [one]
    assert reading(file_of(entry(1, leave_date=date(2025, 2, 2)))).refused


def test_both_days_of_an_enrolment_belong_to_it():
    one = entry(1, start_date=date(2025, 2, 3), leave_date=date(2025, 4, 11))
    assert [one.holds_on(date(2025, m, d)) for m, d in ((2, 2), (2, 3), (4, 11), (4, 12))] == [False, True, True, False]
    assert isinstance(one, Entry)


def test_a_school_number_may_be_padded():
    assert reading(GOOD.replace(b"END,7999", b"end,07999")).entries
