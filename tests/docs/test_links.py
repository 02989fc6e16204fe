"""What the documentation points at is there, and its table of settings is the settings."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
PAGES = [ROOT / "README.md", ROOT / "CHANGELOG.md", *sorted((ROOT / "docs").rglob("*.md"))]
CODE = re.compile(r"^(```|~~~).*?^\1|^    .*?$|`[^`\n]+`", re.MULTILINE | re.DOTALL)
LINK = re.compile(r"\[[^\]]*\]\(([^)\s]+)\)")
HEADING = re.compile(r"^#{1,6}\s+(.+?)\s*$", re.MULTILINE)
VARIABLE = re.compile(r"\b(?:OPENPACT|SANDBOX|DATABASE)_[A-Z_]*[A-Z]\b")
#: Names that only the code uses: a setting of Django's made from an environment variable of another name.
NOT_VARIABLES = {"SANDBOX_ALLOW_HTTP"}


def name_of(page: Path) -> str:
    return str(page.relative_to(ROOT))


def anchors(page: Path) -> set[str]:
    """As GitHub makes them: lower case, punctuation gone, spaces to hyphens."""
    text = re.sub(r"^```.*?^```", "", page.read_text(), flags=re.MULTILINE | re.DOTALL)
    found = {re.sub(r"[^\w\- ]", "", heading.lower()).replace(" ", "-") for heading in HEADING.findall(text)}
    return found | set(re.findall(r'<a (?:id|name)="([^"]+)"', text))


def links(page: Path) -> list[str]:
    return [link for link in LINK.findall(CODE.sub("", page.read_text())) if "://" not in link]


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_every_link_leads_to_a_file_and_a_heading_that_are_there(document):
    missing = []
    for link in links(document):
        path, _, anchor = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (anchor and target.suffix == ".md" and anchor not in anchors(target)):
            missing.append(link)
    assert missing == []


def test_every_page_can_be_reached_from_the_readme():
    reached, waiting = set(), [ROOT / "README.md"]
    while waiting:
        page = waiting.pop()
        if page in reached or not page.exists():
            continue
        reached.add(page)
        for link in links(page):
            target = (page.parent / link.partition("#")[0]).resolve()
            if target.suffix == ".md":
                waiting.append(target)
    assert sorted(map(name_of, set(PAGES) - reached)) == []


def test_the_table_of_settings_is_what_the_code_reads():
    sources = [*(ROOT / "src").rglob("*.py"), *(p for p in (ROOT / "bin").iterdir() if p.is_file())]
    read = {name for source in sources for name in VARIABLE.findall(source.read_text())} - NOT_VARIABLES
    table = (ROOT / "docs/reference/settings.md").read_text()
    listed = re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == read


@pytest.mark.parametrize("document", PAGES, ids=name_of)
def test_every_variable_a_page_names_is_a_setting(document):
    table = (ROOT / "docs/reference/settings.md").read_text()
    listed = set(re.findall(r"^\| `([A-Z_]+)` \|", table, re.MULTILINE))
    assert set(VARIABLE.findall(document.read_text())) <= listed
