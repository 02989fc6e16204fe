"""One registry of what can be found in a register file; the documentation says the same, and every example is real."""

import re
from pathlib import Path

import pytest

from openpact.hub.register.core import CODES, LIMITS, read
from openpact.hub.register.core.columns import COLUMNS
from openpact.ide import Severity, UnusableFile
from openpact.ide.limits import Limits

ROOT = Path(__file__).parents[4]
PAGE = (ROOT / "docs/reference/register-format.md").read_text()
GUARD = ROOT / "src/openpact/hub/register/core/guard.py"
SMALLER = {"too-large": Limits(rows=1), "too-many-issues": Limits(issues=2)}


def findings(code: str) -> list:
    try:
        return read(CODES[code].example, school_number=7999, limits=SMALLER.get(code, LIMITS)).issues
    except UnusableFile as unusable:
        return [unusable.issue]


@pytest.mark.parametrize("code", list(CODES))
def test_every_example_has_the_finding_it_is_an_example_of_and_no_other(code):
    assert {(issue.code, issue.severity) for issue in findings(code)} == {(code, CODES[code].severity)}


@pytest.mark.parametrize("code", ["no-header", "missing-column"])
def test_which_columns_there_are_is_said_where_one_is_missing(code):
    assert ", ".join(COLUMNS) in CODES[code].remedy


@pytest.mark.parametrize("code", list(CODES))
def test_every_entry_is_complete(code):
    made = CODES[code]
    assert made.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert not made.title.endswith(".")
    assert made.message.endswith(".")
    assert made.remedy.endswith((".", '".'))


@pytest.mark.parametrize("code", list(CODES))
def test_no_finding_tells_an_nsn(code):
    for issue in findings(code):
        assert not re.search(r"\d{9}", issue.message + issue.value)


def test_what_makes_a_file_unusable_is_an_error():
    assert {made.severity for made in CODES.values() if made.scope == "file"} == {Severity.ERROR}


def codes_under(title: str) -> list[str]:
    section = PAGE.split(f"## {title}\n", 1)[1].split("\n## ", 1)[0]
    return re.findall(r"^\| `([a-z0-9-]+)` \|", section, re.MULTILINE)


def test_the_reference_page_lists_every_finding_and_every_column():
    assert sorted(codes_under("What is found in a file")) == sorted(CODES)
    assert re.findall(r"^\| `([A-Z][A-Za-z]+)` \|", PAGE, re.MULTILINE) == list(COLUMNS)


def test_the_reference_page_lists_every_reason_to_hold_a_file():
    made = re.findall(r'Reason\(\s*"([^"]+)"', GUARD.read_text())
    assert sorted(codes_under("What happens to a file")) == sorted(made)
