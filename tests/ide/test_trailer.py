"""The optional last line: version, school, and when the file was exported."""

from datetime import datetime

import pytest

from openpact.ide import UnusableFile, read

from .files import codes, found, full, short, student

ROW = "1,A,B,Student"


def test_a_file_without_a_trailer_goes_by_1_6():
    file = read(short(ROW))
    assert (file.version, file.school_number, file.exported_at) == ("1.6", None, None)


def test_a_time_alone_is_the_trailer_of_1_6():
    file = read(short(ROW, "2014-01-27 10:20:30"))
    assert (file.version, file.school_number, file.exported_at) == ("1.6", None, datetime(2014, 1, 27, 10, 20, 30))
    assert (file.rows, file.issues) == (1, [])


@pytest.mark.parametrize("version", ["1.6", "1.7", "1.71"])
@pytest.mark.parametrize("number, written", [(7, "0007"), (7, "7"), (123, "0123"), (3146, "3146")])
def test_a_numbered_trailer_has_school_version_and_time(version, number, written):
    file = read(short(ROW, f"{written}#{version}#2014-01-27 10:20:30"), school_number=number)
    assert (file.version, file.school_number, file.exported_at) == (version, number, datetime(2014, 1, 27, 10, 20, 30))
    assert file.issues == []


@pytest.mark.parametrize(
    "line", ['"0123#1.71#2014-01-27 10:20:30"', "0123#1.71#2014-01-27 10:20:30,,,", " 0123#1.71#2014-01-27 10:20:30 "]
)
def test_the_trailer_may_be_quoted_or_padded_by_a_spreadsheet(line):
    assert read(short(ROW, line)).school_number == 123


def test_blank_lines_and_comments_may_follow():
    assert found(short(ROW, "0123#1.71#2014-01-27 10:20:30", "", "# made by an SMS")) == []


def test_another_schools_file_is_refused_as_a_whole():
    with pytest.raises(UnusableFile) as caught:
        read(short(ROW, "0456#1.71#2014-01-27 10:20:30"), school_number=123)
    assert caught.value.issue.code == "foreign-school"
    assert str(caught.value) == "The file says it is of school 456, not of school 123."


def test_a_trailer_without_a_school_cannot_be_another_schools():
    assert read(short(ROW, "2014-01-27 10:20:30"), school_number=123).school_number is None


@pytest.mark.parametrize(
    "line", ["0123#1.71#27/01/2014 10:20", "0123#1.71#2014-01-", "0123#1.71", "0123#", "0123#1.71#2014-02-30 10:20:30"]
)
def test_a_trailer_that_cannot_be_read_in_full_still_names_the_school(line):
    file = read(short(ROW, line))
    assert (file.school_number, file.exported_at) == (123, None)
    assert codes(file) == ["bad-trailer"]


def test_a_time_that_a_spreadsheet_rewrote_is_a_trailer_but_not_read():
    file = read(short(ROW, "27/01/2014 10:20"))
    assert (file.exported_at, codes(file), file.rows) == (None, ["bad-trailer"], 1)


def test_a_foreign_school_is_noticed_in_a_trailer_that_is_cut_off():
    with pytest.raises(UnusableFile):
        read(short(ROW, "0456#1.7"), school_number=123)


def test_an_unknown_version_is_pointed_out_and_kept():
    file = read(short(ROW, "0123#1.8#2014-01-27 10:20:30"))
    assert (file.version, codes(file)) == ("1.8", ["unknown-version"])


def test_rows_after_the_trailer_are_used_and_pointed_out():
    file = read(short(ROW, "0123#1.71#2014-01-27 10:20:30", "2,A,B,Student", "3,A,B,Student"))
    assert len(file.people) == 3
    assert found(short(ROW, "0123#1.71#2014-01-27 10:20:30", "2,A,B,Student")) == [(3, None, "trailer-not-last")]


def test_two_files_joined_into_one_are_pointed_out_and_the_last_trailer_counts():
    one, two = "0123#1.7#2014-01-27 10:20:30", "0123#1.71#2015-01-27 10:20:30"
    file = read(short(ROW, one, "2,A,B,Student", two))
    assert (file.version, codes(file)) == ("1.71", ["trailer-not-last"])


def test_a_row_whose_id_looks_like_a_trailer_is_a_row():
    file = read(short("0123#1.71#2014-01-27 10:20:30,A,B,Student"))
    assert [person.sms_id for person in file.people] == ["0123#1.71#2014-01-27 10:20:30"]


def test_a_file_that_breaks_off_in_a_row_is_truncated():
    data = full(student(), student(SmsPersonId="2", StudentNSN=""), trailer="")
    file = read(data[:-60])
    assert codes(file) == ["truncated"]
    assert [row.line for row in file.refused] == [3]


def test_a_file_that_breaks_off_in_a_quoted_cell_is_truncated():
    assert codes(read(short(ROW) + b'2,"Nik')) == ["truncated"]


def test_a_last_row_without_a_line_end_may_be_incomplete():
    file = read(short(ROW).removesuffix(b"\r\n"))
    assert codes(file) == ["no-line-end"]
    assert len(file.people) == 1


def test_a_trailer_without_a_line_end_is_complete():
    assert found(short(ROW, "0123#1.71#2014-01-27 10:20:30").removesuffix(b"\r\n")) == []


def test_a_file_cut_anywhere_has_a_finding_or_ends_at_a_line_end():
    data = full(student(), student(SmsPersonId="2", StudentNSN=""))
    start = data.index(b"\r\n") + 2
    for size in range(start, len(data) - 2):
        file = read(data[:size])
        assert file.issues or data[:size].endswith((b"\n", b"\r")), data[:size][-40:]
