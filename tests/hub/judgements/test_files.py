"""Judgements as CSV."""

import csv
import io
import json
from dataclasses import fields, replace
from datetime import UTC, date, datetime

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.judgements.feed import FeedEntry
from openpact.hub.judgements.files import csv_of
from openpact.hub.platform.csvfile import FORMULA_STARTS

ROW = FeedEntry(
    id="0b6c1f6e-6f0d-4f5e-9d4e-1f6d1c2b3a4d", version=2, cursor=41, person_id="1042", nsn="0123456789",
    learning_area="reading", cycle="Interim 2026", cycle_kind="interim", year=2026, level="3",
    level_name="Curriculum level 3", withdrawn=False, judged_on=date(2026, 6, 10),
    confirmed_at=datetime(2026, 6, 10, 2, 0, tzinfo=UTC), judge="Hēmi Parata", reason="A second task",
)  # fmt: skip


def read(text: str) -> list[dict]:
    return list(csv.DictReader(io.StringIO(text, newline="")))


def test_the_columns_are_those_of_the_feed():
    text = csv_of([ROW])
    assert text.split("\r\n") == [
        "id,version,cursor,person_id,nsn,learning_area,cycle,cycle_kind,year,level,level_name,withdrawn,judged_on,"
        "confirmed_at,judge,reason,score,score_low,score_high,recommended,standard,framework,framework_version,calibration,"
        "calibration_version,aspects",
        "0b6c1f6e-6f0d-4f5e-9d4e-1f6d1c2b3a4d,2,41,1042,0123456789,reading,Interim 2026,interim,2026,3,"
        "Curriculum level 3,false,2026-06-10,2026-06-10T02:00:00Z,Hēmi Parata,A second task,,,,,,,,,,",
        "",
    ]


def test_what_the_aspects_said_stands_in_cells_of_its_own():
    aspects = {"vocabulary-knowledge": 5, "literary-experience": None}
    (row,) = read(csv_of([replace(ROW, score=642, score_low=568, score_high=704, recommended="3", aspects=aspects)]))
    assert (row["score_low"], row["score"], row["score_high"], row["recommended"]) == ("568", "642", "704", "3")
    assert json.loads(row["aspects"]) == aspects
    assert (row["standard"], row["calibration_version"]) == ("", "")


def test_a_file_without_rows_still_has_its_header():
    assert csv_of([]).startswith("id,version,")
    assert csv_of([]).count("\r\n") == 1


def test_a_file_for_people_begins_with_a_byte_order_mark():
    assert csv_of([], bom=True).encode()[:3] == b"\xef\xbb\xbf"
    assert csv_of([]).encode()[:2] == b"id"


def test_a_formula_stays_a_text():
    (row,) = read(csv_of([replace(ROW, judge="=HYPERLINK(A1)", reason="-1+1", cycle="@cmd")]))
    assert (row["judge"], row["reason"], row["cycle"]) == ("'=HYPERLINK(A1)", "'-1+1", "'@cmd")


@given(st.text(), st.text(), st.text())
def test_whatever_people_write_comes_back_and_never_begins_like_a_formula(judge, reason, person_id):
    row = replace(ROW, judge=judge, reason=reason, person_id=person_id)
    (back,) = read(csv_of([row]))
    assert set(back) == {f.name for f in fields(FeedEntry)}
    for name in ("judge", "reason", "person_id"):
        value = getattr(row, name)
        assert back[name] in (value, f"'{value}")
        assert not back[name].startswith(FORMULA_STARTS)
