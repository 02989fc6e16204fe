"""What the rooms without Django say, in the reader's language."""

from datetime import date

import pytest
from django.template import Context, Template

from openpact.hub.platform.told import listed, told
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
