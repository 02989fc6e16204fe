"""What is understood of pasted addresses."""

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pasted import Understood, guessed_name, understand

HEMI = Understood("hemi@rimu.school.nz", "Hēmi Walker")
ANA = Understood("ana@rimu.school.nz", "Ana Ngata")


@pytest.mark.parametrize(
    "line",
    [
        "Hēmi Walker <hemi@rimu.school.nz>",
        "  Hēmi   Walker  <hemi@rimu.school.nz> ",
        '"Hēmi Walker" <hemi@rimu.school.nz>',
        '"Walker, Hēmi" <hemi@rimu.school.nz>',
        "“Walker, Hēmi” <hemi@rimu.school.nz>;",
        "Hēmi Walker hemi@rimu.school.nz",
        "Hēmi Walker (hemi@rimu.school.nz)",
        "Hēmi Walker <mailto:hemi@rimu.school.nz>",
        "hemi@rimu.school.nz, Hēmi Walker",
        "hemi@rimu.school.nz\tHēmi Walker",
        "Hēmi\tWalker\themi@rimu.school.nz",
        "Hēmi,Walker,hemi@rimu.school.nz",
        "Hēmi Walker;hemi@rimu.school.nz",
        "Walker, Hēmi <hemi@rimu.school.nz>;",
        "Hēmi Walker - hemi@rimu.school.nz",
        "• Hēmi Walker <hemi@rimu.school.nz>",
        "12. Hēmi Walker hemi@rimu.school.nz",
        "hemi@rimu.school.nz (Hēmi Walker)",
        "'hemi@rimu.school.nz' Hēmi Walker",
    ],
)
def test_name_and_address_are_found_however_they_stand(line):
    assert understand(line) == [HEMI]


@pytest.mark.parametrize(
    "line",
    [
        "Hēmi Walker <hemi@rimu.school.nz>, leader",
        "Hēmi Walker <hemi@rimu.school.nz> Leader",
        "Hēmi Walker <hemi@rimu.school.nz> (PaCT leader)",
        "leader\tHēmi Walker\themi@rimu.school.nz",
        "hemi@rimu.school.nz,Hēmi Walker,LEADER",
    ],
)
def test_a_role_is_found_beside_them(line):
    (found,) = understand(line)
    assert found == Understood("hemi@rimu.school.nz", "Hēmi Walker", Role.LEADER)


@pytest.mark.parametrize(
    "word, role",
    [("administrator", "administrator"), ("PaCT administrator", "administrator"), ("admin", "administrator"),
     ("kaiako", "teacher"), ("Reader", "reader")],
)  # fmt: skip
def test_each_role_has_its_words(word, role):
    assert understand(f"a@b.nz, {word}")[0].role == role


def test_what_stands_for_a_role_and_is_none_is_kept_to_be_asked_about():
    for line in ("Hēmi Walker <hemi@rimu.school.nz>, principal", "hemi@rimu.school.nz, Hēmi Walker, principal"):
        (found,) = understand(line)
        assert (found.name, found.role, found.unknown) == ("Hēmi Walker", None, "principal")


@pytest.mark.parametrize(
    "text",
    [
        "Hēmi Walker <hemi@rimu.school.nz>, Ana Ngata <ana@rimu.school.nz>",
        '"Walker, Hēmi" <hemi@rimu.school.nz>; "Ngata, Ana" <ana@rimu.school.nz>;',
        "Hēmi Walker <hemi@rimu.school.nz>\r\n\r\nAna Ngata <ana@rimu.school.nz>\n",
        "Name\tE-mail\tRole\nHēmi Walker\themi@rimu.school.nz\t\nAna Ngata\tana@rimu.school.nz\t",
        "Hēmi Walker, hemi@rimu.school.nz, Ana Ngata, ana@rimu.school.nz",
        "Hēmi Walker <hemi@rimu.school.nz> Ana Ngata <ana@rimu.school.nz>",
        "Walker, Hēmi <hemi@rimu.school.nz>; Ngata, Ana <ana@rimu.school.nz>",
        'Surname,Given name,E-mail,Position\n"Walker, Hēmi",,hemi@rimu.school.nz,\n"Ngata, Ana",,ana@rimu.school.nz,',
    ],
)
def test_several_stand_on_a_line_or_on_lines_of_their_own(text):
    assert understand(text) == [HEMI, ANA]


def test_an_apostrophe_is_part_of_an_address_and_brackets_are_part_of_a_name():
    found = understand("O'Brien, Sean <sean.o'brien@rimu.school.nz>; Hēmi Walker (Deputy) <hemi@rimu.school.nz>")
    sean, hemi = Understood("sean.o'brien@rimu.school.nz", "Sean O'Brien"), "Hēmi Walker (Deputy)"
    assert found == [sean, Understood("hemi@rimu.school.nz", hemi)]
    assert understand("sean.o'brien@rimu.school.nz") == [Understood("sean.o'brien@rimu.school.nz")]


def test_on_one_line_a_role_belongs_to_the_address_before_it():
    found = understand("hemi@rimu.school.nz, leader, ana@rimu.school.nz, reader")
    assert [(f.email[:4], f.role) for f in found] == [("hemi", Role.LEADER), ("ana@", Role.READER)]


def test_bare_addresses_are_enough():
    found = understand("a@b.nz b@c.nz\nc@d.nz, d@e.nz")
    assert [f.email for f in found] == ["a@b.nz", "b@c.nz", "c@d.nz", "d@e.nz"]
    assert {(f.name, f.role, f.unknown) for f in found} == {("", None, "")}


def test_a_line_without_an_address_is_kept_as_a_name_that_waits_for_one():
    assert understand("Hēmi Walker, leader") == [Understood("", "Hēmi Walker", Role.LEADER)]
    assert understand("hemi at rimu") == [Understood("", "hemi at rimu")]


@pytest.mark.parametrize("text", ["", "  \n \t ,;, \n", "Name,Email"])
def test_nothing_is_nobody(text):
    assert understand(text) == []


@pytest.mark.parametrize(
    "text", ['"', '""""', "<>", "@", "a@", "@b", ",".join(['"'] * 50), "x" * 20_000, "x" * 20_000 + "@"]
)
def test_nonsense_is_survived(text):
    understand(text)


@pytest.mark.parametrize("email, name", [("hemi.walker@x.nz", "Hemi Walker"), ("ana_n2@x.nz", "Ana N"), ("9@x.nz", "")])
def test_a_name_is_guessed_from_an_address(email, name):
    assert guessed_name(email) == name
