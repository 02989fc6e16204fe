"""One registry of codes; the documentation says the same, and every example is real."""

import re
from pathlib import Path

import pytest

from openpact.ide import Issue, Limits, Reader, Severity, UnusableFile
from openpact.ide.codes import CODES, issue
from openpact.ide.codes.page import entry, page

DOCS = Path(__file__).parents[2] / "docs"
SOURCES = Path(__file__).parents[2] / "src" / "openpact" / "ide"
# The limits that are too large to go over in an example of a few lines.
SMALLER = {"too-large": Limits(rows=1), "too-many-issues": Limits(issues=2)}


@pytest.mark.parametrize("code", list(CODES))
def test_every_example_has_the_finding_it_is_an_example_of(code):
    found = findings(CODES[code].example, SMALLER.get(code, Limits()))
    assert {(issue.code, issue.severity) for issue in found} == {(code, CODES[code].severity)}


def findings(data: bytes, limits: Limits) -> list[Issue]:
    reader = Reader(data, school_number=123, limits=limits)
    try:
        list(reader)
    except UnusableFile as unusable:
        return [unusable.issue]
    return reader.issues


@pytest.mark.parametrize("code", list(CODES))
def test_every_entry_is_complete(code):
    made = CODES[code]
    assert made.code == code
    assert re.fullmatch(r"[a-z0-9]+(-[a-z0-9]+)*", code)
    assert made.scope in ("file", "row", "cell")
    assert not made.title.endswith(".")
    assert made.message.endswith(".")
    assert made.remedy.endswith((".", ".)", '".'))


def test_warnings_never_make_a_file_unusable_and_only_errors_do():
    unusable = {code for code, made in CODES.items() if made.scope == "file" and made.severity is Severity.ERROR}
    assert unusable == {
        "empty",
        "not-text",
        "no-header",
        "missing-column",
        "repeated-column",
        "foreign-school",
        "unreadable-selection",
        "too-large",
        "too-many-issues",
    }


def test_the_library_reports_no_code_that_is_not_in_the_registry_and_every_one_that_is():
    text = "\n".join(path.read_text() for path in SOURCES.glob("*.py") if path.name not in ("damage.py",))
    assert {code for code in CODES if f'"{code}"' not in text} == set()


def test_a_code_that_is_not_in_the_registry_cannot_be_reported():
    with pytest.raises(KeyError):
        issue("no-such-code")


def test_the_reference_page_is_the_registrys():
    assert (DOCS / "reference" / "ide-codes.md").read_text() == page()


def test_the_reference_page_has_an_entry_with_an_example_for_each_code():
    text = (DOCS / "reference" / "ide-codes.md").read_text()
    for code in CODES.values():
        section = text.partition(f"\n### {code.code}\n")[2].partition("\n### ")[0]
        assert code.title in section
        assert code.remedy in section
        assert "Example" in section


def test_an_entry_shows_what_cannot_be_seen():
    assert "Ni\\x07kau" in entry(CODES["control-character"])
    assert "Windows-1252" in entry(CODES["not-utf8"])
    assert len(max(entry(CODES["line-too-long"]).splitlines(), key=len)) < 250
