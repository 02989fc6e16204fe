"""Answers as values: what is unknown is ignored, what is nonsense is said to be so."""

import csv
import io
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

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


@given(st.lists(judgements, max_size=4))
def test_csv_rows_read_back(rows):
    back = list(csv.DictReader(io.StringIO(as_text(rows, Form.CSV), newline="")))
    assert [(r["id"], r["reason"], r["withdrawn"]) for r in back] == [(r.id, r.reason, "false") for r in rows]
    assert as_text([], Form.CSV).strip().split(",") == list(COLUMNS)


@given(st.lists(judgements, max_size=4))
def test_json_rows_read_back(rows):
    lines = as_text(rows, Form.JSON).split("\n")[:-1]
    assert [Judgement.from_json(json.loads(line)) for line in lines] == rows
