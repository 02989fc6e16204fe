"""Answers as values: what is unknown is ignored, what is nonsense is said to be so."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.conform.contents import UNKNOWN, judgement
from openpact.connect import Connection, Exchange, Judgement, Page
from openpact.connect.client import _read
from openpact.connect.errors import StrangeAnswer
from openpact.connect.rows import COLUMNS, Form, as_text

anything = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["id", "state", "x"]), inner),
    max_leaves=5,
)
NAMES = sorted({*Exchange.__slots__, *Judgement.__slots__, *Page.__slots__, *Connection.__slots__})
texts = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\r\x00"), max_size=30)
judgements = st.builds(
    Judgement,
    id=texts,
    version=st.integers(1),
    cursor=st.integers(1),
    person_id=texts,
    learning_area=texts,
    judge=texts,
    reason=texts,
    score=st.none() | st.integers(0, 1300),
    standard=st.none() | st.just("well below"),
    aspects=st.none() | st.dictionaries(texts, st.none() | st.integers(1, 9), max_size=3),
    judged_on=st.none() | st.dates(),
    confirmed_at=st.none() | st.datetimes(),
)


@pytest.mark.parametrize("kind", [Exchange, Page, Connection, Judgement])
@given(data=st.dictionaries(st.sampled_from(NAMES), anything) | anything)
def test_nonsense_becomes_a_value_or_a_strange_answer(kind, data):
    try:
        value = _read(kind.from_json, data)
    except StrangeAnswer:
        return
    assert isinstance(value, kind)


@given(st.dictionaries(st.text(min_size=12), anything))
def test_unknown_fields_are_ignored(extra):
    known = {"id": "x1", "state": "applied", "counts": {"people": 3}}
    assert Exchange.from_json({**extra, **known}) == Exchange.from_json(known)


#: The fields of a judgement before there were aspects.
FORMER = [
    "id", "version", "cursor", "person_id", "learning_area", "nsn", "cycle", "cycle_kind", "year", "level", "level_name",
    "withdrawn", "judged_on", "confirmed_at", "judge", "reason",
]  # fmt: skip


def test_a_field_of_the_future_changes_nothing_about_a_judgement():
    row = judgement("j1", 1, "1001")
    assert UNKNOWN in row
    known = Judgement.from_json(row)
    assert (known.score, known.score_low, known.score_high) == (642, 568, 704)
    assert (known.level, known.recommended, known.differs) == ("3", "3", False)
    assert known.aspects["literary-experience"] is None
    assert Judgement.from_json({**row, "level": "4"}).differs
    del row[UNKNOWN]
    assert Judgement.from_json(row) == known


def test_an_older_pact_says_nothing_of_aspects_and_is_read_as_before():
    row = {name: value for name, value in judgement("j1", 1, "1001").items() if name in FORMER}
    old = Judgement.from_json(row)
    assert old.level_name == "Curriculum level 3"
    assert {getattr(old, name) for name in COLUMNS if name not in FORMER} == {None}
    assert not old.differs


def test_columns_are_only_added_and_only_at_the_end():
    assert list(COLUMNS[: len(FORMER)]) == FORMER


def test_judgements_can_be_kept_in_a_set():
    row = Judgement.from_json(judgement("j1", 1, "1001"))
    assert len({row, Judgement.from_json(judgement("j1", 1, "1001"))}) == 1


@given(st.lists(judgements, max_size=4))
def test_csv_rows_read_back(rows):
    back = list(csv.DictReader(io.StringIO(as_text(rows, Form.CSV), newline="")))
    assert [(r["id"], r["reason"], r["withdrawn"]) for r in back] == [(r.id, r.reason, "false") for r in rows]
    assert [r["score"] for r in back] == ["" if r.score is None else str(r.score) for r in rows]
    assert [json.loads(r["aspects"] or "null") for r in back] == [r.aspects for r in rows]
    assert as_text([], Form.CSV).strip().split(",") == list(COLUMNS)


@given(st.lists(judgements, max_size=4))
def test_json_rows_read_back(rows):
    lines = as_text(rows, Form.JSON).split("\n")[:-1]
    assert [Judgement.from_json(json.loads(line)) for line in lines] == rows
