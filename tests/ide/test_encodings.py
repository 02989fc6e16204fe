"""Macrons survive, or their loss is pointed out; nothing garbled is ever used."""

import unicodedata

import pytest

from openpact.ide import UnusableFile, read
from openpact.ide.damage import misread

from .files import codes, found, full, short, student

NAMES = [
    "Nīkau",
    "Hēmi",
    "Tāmati",
    "Te Ariki",
    "Tūī",
    "Ōtāhuhu",
    "Ānahera",
    "Ēnoka",
    "Īhāia",
    "Ūpoko",
    "Zoë",
    "Thu Hằng",
]


@pytest.mark.parametrize("name", NAMES)
def test_macrons_survive(name):
    file = read(full(student(FirstName=name)))
    assert file.people[0].first_name == name
    assert file.issues == []
    assert file.encoding == "utf-8"


def test_a_byte_order_mark_is_no_part_of_the_header():
    file = read(b"\xef\xbb\xbf" + full(student()))
    assert file.people[0].first_name == "Nīkau"
    assert file.encoding == "utf-8-sig"
    assert file.issues == []


def test_decomposed_letters_are_composed():
    decomposed = unicodedata.normalize("NFD", student(GroupMembership="Kōwhai#Kōwhai"))
    person = read(full(decomposed)).people[0]
    assert person.first_name == "Nīkau"
    assert person.groups == ("Kōwhai",)


def test_windows_1252_is_read_and_pointed_out_once_since_it_has_no_macrons():
    rows = [student(FirstName="Renée"), student(SmsPersonId="2", StudentNSN="", FirstName="Zoë")]
    file = read(full(*rows).decode().encode("cp1252"))
    assert [person.first_name for person in file.people] == ["Renée", "Zoë"]
    assert file.encoding == "windows-1252"
    assert [(issue.line, issue.code) for issue in file.issues] == [(2, "not-utf8")]


def test_windows_1252_quotes_and_dashes_are_read():
    assert read(short("1,D’Arcy,Smith–Jones,Student").decode().encode("cp1252")).people[0].first_name == "D’Arcy"


@pytest.mark.parametrize("name", [name for name in NAMES if not name.isascii()])
def test_a_name_encoded_twice_is_refused_and_what_it_was_is_suggested(name):
    file = read(full(student(FirstName=misread(name))))
    assert file.people == []
    assert codes(file) == ["garbled-text"]
    assert f"perhaps it was {name!r}" in file.issues[0].message


@pytest.mark.parametrize(
    "text", ["MÄori", "TÅtara", "Tam\ufffdati", "T─üne", "MƒÅori", "M&#257;ori", "M&amacr;ori", "N\x93kau", "HinÄ"]
)
def test_other_ways_of_losing_letters_are_found_too(text):
    row = student(GroupMembership=text.replace("#", "")) if "&#" not in text else student(LastName=text)
    assert codes(read(full(row))) == ["garbled-text"]


@pytest.mark.parametrize("column", ["FirstName", "LastName", "PreferredName", "GroupMembership", "HomeGroup"])
@pytest.mark.parametrize("text", ["M?ori", "?kahu"])
def test_a_question_mark_where_a_letter_was_is_found_in_names_and_groups(column, text):
    assert found(full(student(**{column: text}))) == [(2, f"mlep{column}", "garbled-text")]


def test_a_question_mark_after_a_word_in_a_group_is_just_that():
    assert read(full(student(GroupMembership="Ready?#Who? Me?"))).people[0].groups == ("Ready?", "Who? Me?")


@pytest.mark.parametrize("name", ["Ärlig", "Åse", "MÄKELÄ", "Ãngela", "Ségolène", "Ägir Åberg", "Đặng", "Łukasz"])
def test_letters_of_other_languages_are_no_sign_of_loss(name):
    assert read(full(student(FirstName=name))).issues == []


@pytest.mark.parametrize("group", ["Renée’s class", "R&D; Food & Nutrition", "Garde–manger", "Ō Rua “A”"])
def test_nor_is_punctuation(group):
    assert read(full(student(GroupMembership=group))).issues == []


def test_a_damaged_line_in_a_utf8_file_costs_that_line_only():
    good, bad = student(), student(SmsPersonId="2", StudentNSN="", FirstName="Hēmi")
    data = full(good, bad).replace("Hē".encode(), b"H\xc4")
    file = read(data)
    assert [person.first_name for person in file.people] == ["Nīkau"]
    assert codes(file) == ["garbled-text"]
    assert file.encoding == "utf-8"


def test_a_stray_windows_1252_line_does_not_spoil_the_utf8_lines_after_it():
    first = student(SmsPersonId="2", StudentNSN="", FirstName="Renée")
    data = full(first, student()).replace("Renée".encode(), "Renée".encode("cp1252"))
    assert [person.first_name for person in read(data).people] == ["Renée", "Nīkau"]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-16-le", "utf-16-be", "utf-32"])
def test_utf16_and_utf32_are_refused_by_name(encoding):
    with pytest.raises(UnusableFile) as caught:
        read(full(student()).decode().encode(encoding))
    assert caught.value.issue.code == "not-text"
    assert "UTF-16" in caught.value.issue.message
