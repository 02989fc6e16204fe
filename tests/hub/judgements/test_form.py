"""What a class's screen sends, as entries."""

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.judgements.form import entries
from openpact.hub.judgements.rules import Entry


def row(key, level, was="", seen="0", reason=None):
    fields = {f"was-{key}": was, f"seen-{key}": seen}
    if level is not None:
        fields[f"level-{key}"] = level
    return fields if reason is None else {**fields, f"reason-{key}": reason}


def test_only_what_differs_from_what_was_shown_is_a_choice():
    data = row(1, "") | row(2, "3") | row(3, "4", was="4", seen="1", reason="") | row(4, None, was="2", seen="2")
    assert entries(data) == [Entry(2, "3")]


def test_a_change_carries_the_version_seen_and_the_reason():
    assert entries(row(7, "5", was="4", seen="3", reason=" Moderated ")) == [Entry(7, "5", 3, "Moderated")]


def test_withdrawing_is_an_entry_without_a_level():
    assert entries(row(7, "withdraw", was="4", seen="1", reason="wrong student")) == [Entry(7, "", 1, "wrong student")]


def test_a_level_without_its_row_is_nothing():
    assert entries({"level-7": "3", "csrfmiddlewaretoken": "x"}) == []


@given(
    st.dictionaries(st.sampled_from(["was-1", "seen-1", "level-1", "reason-1", "was-x", "was-²", "was-"]), st.text())
)
def test_whatever_is_sent_makes_entries_or_none(data):
    for entry in entries(data):
        assert entry.person_id == 1
        assert entry.seen_version >= 0
        assert "\0" not in entry.reason
