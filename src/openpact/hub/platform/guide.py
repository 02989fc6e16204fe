"""The guide for schools: docs/guide/*.md, shown as help on the pages it speaks of, and as a whole under /help/.

A guide is a Markdown file. Its first heading is its title; a first line `<!-- pages: exchanges exchange exchange-* -->`
names the pages (url names) it helps with, and without one that is the page of the file's own name. A page that is not
named has the help of the longest name with a star that fits. glossary.md is the one list of
words: a heading for each term, below it what it means, and perhaps a line `Not: …` with words that are not used for it.
The first time a guide uses a term, the term leads to the glossary.
"""

import re
from dataclasses import dataclass
from functools import cache
from itertools import pairwise
from pathlib import Path

from django.conf import settings
from django.urls import reverse
from django.utils.safestring import SafeString, mark_safe
from django.utils.text import slugify
from markdown_it import MarkdownIt
from markdown_it.token import Token

GLOSSARY = "glossary"
PAGES = re.compile(r"<!-- pages: ([\w \-*]+) -->\n")
NOT = re.compile(r"^Not: (.+)\.$", re.MULTILINE)


@dataclass(frozen=True, slots=True)
class Guide:
    name: str
    title: str
    pages: tuple[str, ...]
    body: SafeString


@dataclass(frozen=True, slots=True)
class Term:
    """`instead` are words that are not used for it."""

    words: str
    meaning: str
    instead: tuple[str, ...]

    @property
    def anchor(self) -> str:
        return slugify(self.words)


@cache
def guides() -> dict[str, Guide]:
    """Every guide by its name, by title."""
    found = [_read(path) for path in sorted(_folder().glob("*.md"))]
    return {guide.name: guide for guide in sorted(found, key=lambda guide: guide.title)}


@cache
def by_page() -> dict[str, Guide]:
    return {page: guide for guide in guides().values() for page in guide.pages}


def of_page(name: str | None) -> Guide | None:
    """The help of a page."""
    if name is None or name in by_page():
        return by_page().get(name)
    stars = (page for page in by_page() if page.endswith("*") and name.startswith(page[:-1]))
    return by_page().get(max(stars, key=len, default=""))


@cache
def glossary() -> tuple[Term, ...]:
    path = _folder() / f"{GLOSSARY}.md"
    if not path.exists():
        return ()
    parts = re.split(r"^## (.+)\n", path.read_text("utf-8"), flags=re.MULTILINE)[1:]
    return tuple(
        Term(words.strip(), NOT.sub("", text).strip(), _instead(text))
        for words, text in zip(parts[::2], parts[1::2], strict=True)
    )


def _instead(text: str) -> tuple[str, ...]:
    found = NOT.search(text)
    return tuple(word.strip() for word in found[1].split(",")) if found else ()


def _folder() -> Path:
    return Path(settings.GUIDE)


def _read(path: Path) -> Guide:
    text = path.read_text("utf-8")
    named = PAGES.match(text)
    pages = tuple(named[1].split()) if named else (path.stem,)
    tokens = _markdown().parse(text[named.end() if named else 0 :])
    title = tokens[1].content if tokens and tokens[0].type == "heading_open" else path.stem
    body = tokens[3:]
    if path.stem == GLOSSARY:
        _name_headings(body)
    else:
        _name_headings(body, f"{path.stem}-")
        _link_terms(body)
    return Guide(path.stem, title, pages, mark_safe(_markdown().renderer.render(body, _markdown().options, {})))  # noqa: S308 (our own text, HTML in it is escaped)


@cache
def _markdown() -> MarkdownIt:
    return MarkdownIt("commonmark", {"html": False}).enable("table")


def _name_headings(tokens: list[Token], before: str = "") -> None:
    """For links to them. `before` keeps the names apart from those of the page on which the guide is help."""
    for opening, inside in pairwise(tokens):
        if opening.type == "heading_open":
            opening.attrSet("id", f"{before}{slugify(inside.content)}")


def _link_terms(tokens: list[Token]) -> None:
    """The first use of each term in running text becomes a link."""
    waiting = {term.words.lower(): term for term in glossary()}
    if not waiting:
        return
    longest_first = "|".join(re.escape(words) for words in sorted(waiting, key=len, reverse=True))
    pattern = re.compile(rf"\b({longest_first})s?\b", re.IGNORECASE)
    for before, token in zip([None, *tokens], tokens, strict=False):
        if token.type == "inline" and not (before and before.type == "heading_open"):
            token.children = _with_links(token.children or [], pattern, waiting)


def _with_links(children: list[Token], pattern: re.Pattern[str], waiting: dict[str, Term]) -> list[Token]:
    out: list[Token] = []
    in_link = 0
    for child in children:
        in_link += {"link_open": 1, "link_close": -1}.get(child.type, 0)
        out += [child] if child.type != "text" or in_link else _split(child.content, pattern, waiting)
    return out


def _split(text: str, pattern: re.Pattern[str], waiting: dict[str, Term]) -> list[Token]:
    out, done = [], 0
    for found in pattern.finditer(text):
        term = waiting.pop(found[1].lower(), None)
        if term is not None:
            address = f"{reverse('help-page', args=[GLOSSARY])}#{term.anchor}"
            opening = Token("link_open", "a", 1, attrs={"href": address})
            out += [_text(text[done : found.start()]), opening, _text(found[0]), Token("link_close", "a", -1)]
            done = found.end()
    return [*out, _text(text[done:])]


def _text(content: str) -> Token:
    return Token("text", "", 0, content=content)
