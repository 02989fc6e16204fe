"""What is unusable as a whole is one clear error."""

import io

import pytest

from openpact.ide import Limits, Reader, Severity, UnusableFile, read

from .files import SHORT_HEADER, full, short, student


def refused(data: bytes, **options: int) -> str:
    with pytest.raises(UnusableFile) as caught:
        read(data, **options)
    issue = caught.value.issue
    assert issue.severity is Severity.ERROR
    assert str(caught.value) == issue.message
    assert issue.remedy
    return issue.code


@pytest.mark.parametrize("data", [b"", b"\r\n\r\n", b"\xef\xbb\xbf", b"# nothing but a comment\n", b"   "])
def test_an_empty_file(data):
    assert refused(data) == "empty"


@pytest.mark.parametrize("data", [b"1,A,B,Student\n", b"id,name\n1,A\n", b"0123#1.71#2014-01-27 10:20:30\n", b"hello"])
def test_a_file_without_a_header(data):
    assert refused(data) == "no-header"


def test_a_header_that_is_a_comment_is_no_header():
    assert refused(f"#{SHORT_HEADER}\n1,A,B,Student\n".encode()) == "no-header"


@pytest.mark.parametrize("column", SHORT_HEADER.split(","))
def test_a_column_that_is_needed_is_missing(column):
    header = ",".join(name for name in SHORT_HEADER.split(",") if name != column)
    with pytest.raises(UnusableFile, match=f"no column {column}") as caught:
        read(short(header=header))
    assert caught.value.issue.code == "missing-column"
    assert caught.value.issue.line == 1


def test_all_the_columns_that_are_missing_are_named():
    with pytest.raises(UnusableFile, match="no column mlepFirstName and no mlepLastName"):
        read(short(header="mlepSmsPersonId,mlepRole"))


def test_a_column_named_twice():
    assert refused(short(header=f"{SHORT_HEADER},MLEPROLE")) == "repeated-column"


@pytest.mark.parametrize(
    "data, kind",
    [
        (b"PK\x03\x04\x14\x00\x06\x00", "Excel workbook"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "old Excel workbook"),
        (b"%PDF-1.7\n", "PDF"),
        (b"\x1f\x8b\x08\x00", "gzip"),
        (b"<!DOCTYPE html><html>", "web page"),
        (b"\n<HTML><body>Please sign in", "web page"),
        (b"mlep\0\0\0\x01\x02rubbish that goes on for a while", "binary data"),
        (b"\x80\x81\x01\x02\x03\x90", "binary data"),
    ],
)
def test_a_file_that_is_not_text_is_called_what_it_is(data, kind):
    with pytest.raises(UnusableFile, match=kind) as caught:
        read(data)
    assert caught.value.issue.code == "not-text"


def test_a_zero_byte_anywhere_is_not_text():
    assert refused(short("1,A,B,Student", "2,A\0,B,Student")) == "not-text"


def test_a_file_over_the_limit():
    data = full(student())
    assert refused(data, max_bytes=len(data) - 1) == "too-large"
    assert len(read(data, max_bytes=len(data)).people) == 1


def test_no_more_than_the_limit_is_read_of_a_file_that_never_ends():
    class Endless(io.RawIOBase):
        given = 0

        def read(self, size: int = -1) -> bytes:
            self.given += size
            return b"#" * (size - 1) + b"\n"

    source = Endless()
    with pytest.raises(UnusableFile) as caught:
        read(source, max_bytes=1_000_000)
    assert caught.value.issue.code == "too-large"
    assert source.given < 1_500_000


@pytest.mark.parametrize("limits", [Limits(rows=2), Limits(columns=3)])
def test_too_many_rows_or_columns(limits):
    with pytest.raises(UnusableFile) as caught:
        list(Reader(short("1,A,B,Student", "2,A,B,Student", "3,A,B,Student"), limits=limits))
    assert caught.value.issue.code == "too-large"


def test_a_file_with_more_findings_than_are_worth_keeping():
    with pytest.raises(UnusableFile) as caught:
        list(Reader(short("1", "2", "3"), limits=Limits(issues=2)))
    assert caught.value.issue.code == "too-many-issues"


def test_a_line_that_is_too_long_before_the_header_is_no_header():
    assert refused(b"x" * 100_000 + b"\n" + short("1,A,B,Student")) == "no-header"


def test_a_comment_that_is_too_long_is_a_comment():
    assert read(b"#" * 100_000 + b"\n" + short("1,A,B,Student")).issues == []
