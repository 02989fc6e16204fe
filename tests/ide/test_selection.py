"""A file says itself what it leaves out."""

from datetime import datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.ide import Person, Role, Selection, UnusableFile, read, write
from openpact.ide.report import check

HEADER = b"mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole\r\n"
ROW = b"1,Nikau,Parata,TeachingStaff\r\n"
names = st.text(st.characters(exclude_characters="#", exclude_categories=("C", "Z")), min_size=1, max_size=12)
selections = st.builds(
    Selection, st.none() | st.frozensets(st.sampled_from(Role)), st.frozensets(names.map(str.strip), max_size=4)
)


def line(text: str) -> bytes:
    return f"#openpact:selection {text}\r\n".encode()


def written(selection):
    people = [Person("1", Role.TEACHING_STAFF, "Nīkau", "Parata")]
    return write(people, school_number=7001, exported_at=datetime(2026, 11, 24, 22), selection=selection)


@given(selections)
def test_what_is_written_is_read(selection):
    from openpact.ide.text import clean

    file = read(written(selection))
    assert file.selection.roles == selection.roles
    assert file.selection.without_groups == frozenset(map(clean, selection.without_groups)) - {""}
    assert (file.issues, len(file.people)) == ([], 1)


def test_everything_is_not_written_at_all():
    assert written(Selection()) == written(None)
    assert read(written(None)).selection == Selection()


def test_it_is_a_comment_in_ascii_before_the_header():
    first = written(Selection(frozenset({Role.STUDENT}), frozenset({"Kāhui ako"}))).split(b"\r\n")[0]
    assert first == b'#openpact:selection {"roles": ["Student"], "without_groups": ["K\\u0101hui ako"]}'


def test_letters_as_they_are_are_read_too_and_composed():
    file = read(line('{"without_groups": [" Ka\u0304hui "]}') + HEADER + ROW)
    assert file.selection.without_groups == {"Kāhui"}


def test_a_byte_order_mark_and_other_comments_do_not_matter():
    file = read(b"\xef\xbb\xbf# made by hand\r\n" + line('{"roles": ["TeachingStaff"]}') + b"#x\r\n" + HEADER + ROW)
    assert file.selection.roles == {Role.TEACHING_STAFF}


@pytest.mark.parametrize(
    "text",
    [
        "", "{", "[]", "null", '"Student"', '{"roles": "Student"}', '{"roles": ["Teacher"]}', '{"roles": [1]}',
        '{"role": ["Student"]}', '{"without_groups": {"a": 1}}', "{" * 2000, "[" * 50_000,
    ],
)  # fmt: skip
def test_one_that_makes_no_sense_makes_the_file_unusable(text):
    with pytest.raises(UnusableFile) as refused:
        read(line(text) + HEADER + ROW)
    assert refused.value.issue.code == "unreadable-selection"


@pytest.mark.parametrize(
    "data",
    [
        HEADER + line('{"roles": ["Student"]}') + ROW,
        line('{"roles": ["Student"]}') * 2 + HEADER + ROW,
        b"#openpact:selection\r\n" + HEADER + ROW,
        b'# openpact:selection {"roles": ["Student"]}\r\n' + HEADER + ROW,
        b'#OpenPaCT:Selection {"roles": ["Student"]}\r\n' + HEADER + ROW,
        line('{"roles": ["Student"], "roles": null}') + HEADER + ROW,
        b'#openpact:selection{"roles": ["Student"]}\r\n' + HEADER + ROW,
        b'#openpact:selection {"roles": ["Student"], "x": "\xff"}\r\n' + HEADER + ROW,
        b"#openpact:selection " + b" " * 70_000 + b"{}\r\n" + HEADER + ROW,
    ],
    ids=[
        "after the header",
        "twice",
        "nothing said",
        "a space",
        "capitals",
        "one thing twice",
        "no space",
        "not UTF-8",
        "too long",
    ],
)
def test_so_does_one_that_stands_where_or_how_it_should_not(data):
    with pytest.raises(UnusableFile) as refused:
        read(data)
    assert refused.value.issue.code == "unreadable-selection"


def test_the_linter_says_what_was_selected():
    outcome = check(written(Selection(frozenset({Role.TEACHING_STAFF}), frozenset({"Choir"}))), None)
    assert outcome.summary["selection"] == {"roles": ["TeachingStaff"], "without_groups": ["Choir"]}
