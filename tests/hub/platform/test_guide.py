"""The guide: help on each page from the same text, and one list of words."""

import re
from pathlib import Path

import pytest
from django.test import Client
from django.urls import get_resolver
from tests.hub.conftest import signed_in
from tests.hub.test_every_page import patterns

from openpact.hub.platform import guide

TEMPLATES = Path(guide.__file__).parents[1] / "templates"
NAMES = {name for name in get_resolver().reverse_dict if isinstance(name, str)}
OF_SCHOOLS = {pattern.name for route, pattern in patterns(get_resolver()) if route.startswith("schools/<int:number>/")}
#: Files, which are no pages.
FILES = {"judgements-file", "upload-template"}


@pytest.mark.parametrize("name", sorted(OF_SCHOOLS - FILES))
def test_every_page_of_a_school_has_its_help(name):
    assert guide.of_page(name)


@pytest.mark.parametrize(
    "name",
    [
        "home",
        "your-account",
        "email-change",
        "mfa_remove_webauthn",
        "account_login",
        "account_reset_password",
        "invitation",
    ],
)
def test_so_has_what_is_nobody_s_school(name):
    assert guide.of_page(name)


def test_a_guide_names_only_pages_that_there_are():
    named = {page for page in guide.by_page() if not page.endswith("*")}
    assert named - NAMES <= {guide.GLOSSARY}
    stars = {page[:-1] for page in guide.by_page() if page.endswith("*")}
    assert [star for star in stars if not any(name.startswith(star) for name in NAMES)] == []


def test_a_name_goes_before_a_star_and_a_long_star_before_a_short_one():
    assert guide.of_page("register").name == "register"
    assert guide.of_page("register-files").name == "register"
    assert guide.of_page("judge-group").name == "judge"
    assert guide.of_page("nothing-like-it") is None
    assert guide.of_page(None) is None


def test_help_stands_on_the_page_it_is_about(administrator):
    page = signed_in(administrator).get("/schools/7999/manage/audit/").content.decode()
    assert "Lines are only ever added." in page.split("<main")[0]


def test_anybody_may_read_all_of_it(db):
    index = Client().get("/help/").content.decode()
    for name, one in guide.guides().items():
        assert f'href="/help/{name}/"' in index
        assert one.title in Client().get(f"/help/{name}/").content.decode()
    assert Client().get("/help/no-such/").status_code == 404


def test_the_first_use_of_a_term_leads_to_the_glossary():
    body = guide.guides()["notices"].body
    assert body.count('href="/help/glossary/#upload"') == 1
    ids = re.findall(r'id="([\w-]+)"', guide.guides()["glossary"].body)
    assert set(re.findall(r"/help/glossary/#([\w-]+)", "".join(g.body for g in guide.guides().values()))) <= set(ids)


def test_every_term_of_the_glossary_is_used_somewhere():
    text = " ".join(one.body for name, one in guide.guides().items() if name != guide.GLOSSARY).lower()
    assert [term.words for term in guide.glossary() if term.words.lower() not in text] == []


def test_pages_and_guides_do_not_use_other_words_for_a_term():
    """`Not:` lines of the glossary. A word in a tag or an address is not read by anybody."""
    unwanted = {word: term.words for term in guide.glossary() for word in term.instead}
    texts = [*TEMPLATES.rglob("*.html"), *TEMPLATES.rglob("*.txt")]
    texts += [path for path in Path(guide._folder()).glob("*.md") if path.stem != guide.GLOSSARY]
    found = []
    for path in texts:
        seen = re.sub(r"<[^>]*>|\{[%#].*?[%#]\}|\{\{.*?\}\}", " ", path.read_text("utf-8"), flags=re.DOTALL)
        found += [
            f"{path.name}: {word} (say {term})"
            for word, term in unwanted.items()
            if re.search(rf"\b{re.escape(word)}s?\b", seen, re.IGNORECASE)
        ]
    assert found == []
