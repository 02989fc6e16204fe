"""What the rooms without Django say, in the reader's language."""

from dataclasses import replace
from datetime import date

import pytest
from django.template import Context, Template

from openpact.hub.platform.told import finding, keep_finding, listed, told
from openpact.ide import counts
from openpact.ide.codes import CODES, issue
from openpact.said import gettext, ngettext, sentences

#: A language that has a form of its own for two.
WORDS = {
    "The file is of {day}.": "Nō {day} te kōnae.",
    "{day} {month} {year}": "{year}, {month} {day}",
    "December": "Hakihea",
    "{who} left.": "Kua wehe a {who}.",
    "It is so.": "Koia.",
    "Slipped {who}.": "{whom}.",
    "Broken {who}.": "{who.",
    ", ": " me ",
    "The row has {found} where the header has {expected}.": "{expected} ngā upoko, {found} kē kei te haupae.",
    "{n} cells": ["?", "?", "{n} ngā pūtau"],
    "{value!r} is not a role.": "Ehara {value!r} i te tūnga.",
    "Use Student, TeachingStaff, NonTeachingStaff, ParentCaregiver or Alumni.": "Whiriwhiria tētahi o ngā tūnga.",
    "{column} is blank.": "Kei te piako a {column}.",
    "First name": "Ingoa tuatahi",
    "{n} row": ["{n} haupae", "haupae {n} (takirua)", "ngā haupae {n}"],
}


@pytest.fixture(autouse=True)
def speaking(reo):
    reo(WORDS)


def test_a_sentence_and_the_words_in_it_are_told_in_the_readers_language():
    assert told(gettext("The file is of {day}.", day=date(2026, 12, 1))) == "Nō 2026, Hakihea 1 te kōnae."
    assert told(gettext("{who} left.", who=gettext("It is so."))) == "Kua wehe a Koia.."


def test_sentences_are_told_one_by_one():
    assert told(sentences(gettext("It is so."), gettext("{who} left.", who="Ana"))) == "Koia. Kua wehe a Ana."


@pytest.mark.parametrize(("n", "words"), [(1, "1 haupae"), (2, "haupae 2 (takirua)"), (3, "ngā haupae 3")])
def test_a_language_has_as_many_forms_as_it_needs(n, words):
    assert told(ngettext("{n} row", "{n} rows", n)) == words


def test_what_somebody_typed_is_never_translated_nor_read_as_a_template():
    assert told(gettext("{who} left.", who="December")) == "Kua wehe a December."
    assert told(gettext("{who} left.", who="{day} {month} {year}")) == "Kua wehe a {day} {month} {year}."


@pytest.mark.parametrize("template", ["Slipped {who}.", "Broken {who}."])
def test_a_slip_of_a_translation_costs_no_page(template):
    assert told(gettext(template, who="Ana")) == template.replace("{who}", "Ana")


def test_a_text_without_values_stands_for_itself():
    assert told("It is so.") == "Koia."
    assert told("It is not {so}.") == "It is not {so}."


def test_pages_tell_it_and_escape_it():
    said = {"said": gettext("{who} left.", who="<b>"), "names": ["Ana", "<i>"]}
    page = Template("{{ said|told }} {{ names|listed }}").render(Context(said))
    assert page == "Kua wehe a &lt;b&gt;. Ana me &lt;i&gt;"


def test_names_are_listed_as_the_language_does():
    assert listed(["Ana", "Hēmi", 3]) == "Ana me Hēmi me 3"
    assert listed([]) == ""


# Findings, as they are stored


def test_a_finding_is_stored_in_english_with_the_values_that_its_row_has_not():
    row = keep_finding(issue("wrong-cell-count", line=3, value="a,b", found=counts.of_cells(5), expected=4))
    cells = {"template": "{n} cells", "plural": "{n} cells", "values": {"n": 5}}
    assert row["message"] == "The row has 5 cells where the header has 4."
    assert row["values"] == {"found": cells, "expected": 4}
    assert "values" not in keep_finding(issue("bad-role", line=3, column="mlepRole", value="Pupil"))
    assert keep_finding(issue("garbled-text", line=3, column="mlepRole", value="?", guess=""))["values"] == {
        "guess": ""
    }


def test_a_finding_is_told_in_the_readers_language():
    row = keep_finding(issue("wrong-cell-count", line=3, value="a,b", found=counts.of_cells(5), expected=4))
    assert finding(row, CODES)["message"] == "4 ngā upoko, 5 ngā pūtau kē kei te haupae."
    told_row = finding(keep_finding(issue("bad-role", line=3, column="mlepRole", value="December {n}")), CODES)
    assert told_row["message"] == "Ehara 'December {n}' i te tūnga."
    assert told_row["remedy"] == "Whiriwhiria tētahi o ngā tūnga."
    assert (told_row["line"], told_row["column"], told_row["value"]) == (3, "mlepRole", "December {n}")


def test_a_column_with_a_word_of_ours_is_told_too():
    found = issue("missing-value", line=3, column="mlepFirstName")
    row = keep_finding(replace(found, column="First name", message=found.message.again(column=gettext("First name"))))
    assert (row["message"], row["column"]) == ("First name is blank.", "First name")
    told_row = finding(row, CODES)
    assert (told_row["message"], told_row["column"]) == ("Kei te piako a Ingoa tuatahi.", "Ingoa tuatahi")
    theirs = keep_finding(replace(found, column="First name", message=found.message.again(column="“First name”")))
    told_row = finding(theirs, CODES)
    assert (told_row["message"], told_row["column"]) == ("Kei te piako a “First name”.", "First name")


def test_a_finding_of_an_earlier_version_is_told_in_the_english_it_has():
    row = keep_finding(issue("wrong-cell-count", line=3, found=counts.of_cells(5), expected=4))
    old = {name: value for name, value in row.items() if name != "values"}
    assert finding(old, CODES)["message"] == "The row has 5 cells where the header has 4."
    assert finding(row | {"message": "The row has 5."}, CODES)["message"] == "The row has 5."
    assert finding(row | {"code": "of-long-ago"}, CODES)["message"] == row["message"]
