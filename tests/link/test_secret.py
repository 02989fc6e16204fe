"""The secret: what is copied is what is read, and a mangled paste is recognised."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.link.secret import ALPHABET, MangledSecret, Secret, new_secret, parse_secret

words = st.text(ALPHABET, min_size=16, max_size=16)
keys = st.text(ALPHABET, min_size=43, max_size=43)


@given(words, keys)
def test_a_secret_reads_back_as_it_was_written(client, key):
    assert parse_secret(str(Secret(client, key))) == Secret(client, key)


@given(words, keys, st.lists(st.tuples(st.integers(0, 70), st.sampled_from(" \t\r\n\u00a0")), max_size=5))
def test_spaces_and_line_breaks_do_no_harm(client, key, gaps):
    text = str(Secret(client, key))
    for place, space in gaps:
        text = text[:place] + space + text[place:]
    assert parse_secret(text) == Secret(client, key)


@given(words, keys, st.integers(5, 71), st.sampled_from(ALPHABET))
def test_one_changed_character_is_recognised(client, key, place, character):
    text = str(Secret(client, key))
    mangled = text[:place] + character + text[place + 1 :]
    if mangled != text:
        with pytest.raises(MangledSecret):
            parse_secret(mangled)


@given(words, keys, st.integers(0, 71))
def test_a_part_is_not_a_secret(client, key, length):
    with pytest.raises(MangledSecret):
        parse_secret(str(Secret(client, key))[:length])


@given(st.text())
def test_any_other_text_is_refused_with_a_sentence(text):
    with pytest.raises(MangledSecret, match=r"\.$"):
        parse_secret(text)


def test_secrets_differ_and_hide_their_key():
    one, other = new_secret(), new_secret()
    assert one != other
    assert one.key not in repr(one)
