"""docs/reference/judgements.md and api.md say of a row of the feed what the OpenAPI document says."""

import json
import re
from datetime import date, datetime
from pathlib import Path

import pytest

from openpact.hub.api.calls import api
from openpact.hub.api.fields import example, table
from openpact.hub.api.rows import JudgementOut
from openpact.hub.judgements.feed import FeedEntry
from openpact.hub.judgements.files import COLUMNS, csv_of

DOCS = Path(__file__).parents[3] / "docs/reference"
PAGE = (DOCS / "judgements.md").read_text()


@pytest.fixture(scope="module")
def document():
    return api.get_openapi_schema()


def test_the_table_of_fields_is_the_documents(document):
    assert table(document) in PAGE


def test_every_field_of_the_feed_is_described_with_an_example_in_the_feeds_order(document):
    fields = document["components"]["schemas"]["JudgementOut"]["properties"]
    assert tuple(fields) == COLUMNS
    assert all(field["description"] and field["examples"] for field in fields.values())


def test_the_row_that_is_shown_is_of_these_examples_and_fits_the_schema(document):
    (shown,) = re.findall(r"^```json\n(.*?)^```$", PAGE, re.MULTILINE | re.DOTALL)
    row = json.loads(shown)
    assert row == example(document)
    assert list(row) == list(COLUMNS)
    assert JudgementOut.model_validate(row).model_dump(mode="json") == row


def test_the_csv_that_is_shown_is_the_same_row(document):
    row = example(document)
    days = {
        "judged_on": date.fromisoformat(row["judged_on"]),
        "confirmed_at": datetime.fromisoformat(row["confirmed_at"]),
    }
    header, line = csv_of([FeedEntry(**{**row, **days})]).split("\r\n")[:2]
    assert f"    {header}\n    {line}\n" in PAGE


def test_the_answer_on_the_page_of_the_api_has_every_field_too():
    (shown,) = re.findall(
        r'^    200 (\{\n      "items".*?^    \})$', (DOCS / "api.md").read_text(), re.MULTILINE | re.DOTALL
    )
    (row,) = json.loads(shown.replace("…", "0b6c1f6e-6f0d-4f5e-9d4e-1f6d1c2b3a4d"))["items"]
    assert list(row) == list(COLUMNS)
    JudgementOut.model_validate(row)
