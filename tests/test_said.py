"""Sentences of the rooms without Django: English that remembers how it was made."""

import json
from copy import deepcopy
from datetime import date, datetime

import pytest

from openpact.said import Said, gettext, ngettext, of_json, sentences

DAY, MOMENT = date(2026, 12, 1), datetime(2026, 12, 1, 16, 5)


def test_it_is_the_english_text():
    said = gettext("{n} of {who}", n=3, who="Aroha")
    assert said == "3 of Aroha"
    assert json.dumps([said]) == '["3 of Aroha"]'


def test_it_remembers_its_template_and_its_values():
    said = gettext("The file is of {day}.", day=DAY)
    assert (said.template, said.plural, said.values) == ("The file is of {day}.", "", {"day": DAY})


def test_days_and_moments_are_said_as_people_do():
    assert gettext("{day}, {moment}", day=DAY, moment=MOMENT) == "1 December 2026, 1 December 2026 at 16:05"


@pytest.mark.parametrize(("n", "words"), [(0, "0 rows"), (1, "1 row"), (2, "2 rows")])
def test_a_count_decides_on_the_form(n, words):
    assert ngettext("{n} row", "{n} rows", n) == words


def test_sentences_stand_one_after_the_other():
    assert sentences(gettext("It is {day}.", day="{n}"), "", gettext("So be it.")) == "It is {n}. So be it."
    assert not sentences()


def test_a_value_is_never_read_as_a_template():
    assert gettext("{who} left.", who="{n} %(n)s {") == "{n} %(n)s { left."


def test_without_a_value_that_it_needs_it_is_not_said():
    with pytest.raises(KeyError):
        gettext("{who} left.")


def test_it_can_be_said_again_with_other_values():
    said = ngettext("{n} of {who}", "{n} of {who}!", 2, who="{n}")
    assert said.again(who="us") == "2 of us!"


SAYINGS = [
    gettext("Nothing was changed."),
    gettext("{who} left on {day}, at {moment}.", who="{n}", day=DAY, moment=MOMENT),
    ngettext("{n} row of {them}", "{n} rows of {them}", 7, them=gettext("{a} and {b}", a="x", b=2)),
    sentences(gettext("One."), gettext("{n} two.", n=2)),
]


@pytest.mark.parametrize("said", SAYINGS)
def test_it_comes_back_from_json_as_it_was(said):
    again = of_json(json.loads(json.dumps(said.as_json())))
    assert (again, again.template, again.plural, again.values) == (said, said.template, said.plural, said.values)


@pytest.mark.parametrize("said", SAYINGS)
def test_a_copy_remembers_too(said):
    """dataclasses.asdict copies what it takes out."""
    copy = deepcopy(said)
    assert isinstance(copy, Said)
    assert (copy, copy.template, copy.values) == (said, said.template, said.values)
