"""All text goes through Django's translation system: in a made-up language every translated text stands in brackets, and on
no page of a school a word is left outside them, but for what people typed and proper names."""

import re
from html.parser import HTMLParser

import pytest
from django.utils import translation

from openpact.hub.platform import clock, guide
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from openpact.link.providers import PROVIDERS

from .conftest import signed_in
from .sms.test_exchange import CLASS
from .sms.uploads import link, upload, written
from .test_every_page import PAGES

#: Proper names, and what is not read as a word.
NAMES = {
    "am",
    "pm",
    "PaCT",
    "OpenPaCT",
    "SMS",
    "NSN",
    "CSV",
    "IDE",
    *(word for p in PROVIDERS.values() for word in p.name.split()),
}
QUIET = {"script", "style", "title"}
READ_ALOUD = {"aria-label", "placeholder", "alt"}


class Words(HTMLParser):
    """The texts of a page that people see, or hear."""

    def __init__(self):
        super().__init__()
        self.found, self._within = [], []

    def handle_starttag(self, tag, attrs):
        if tag not in {"meta", "link", "input", "br", "hr", "img", "use", "path"}:
            self._within.append(tag)
        self.found += [value for name, value in attrs if name in READ_ALOUD and value]

    def handle_endtag(self, tag):
        if tag in self._within:
            while self._within.pop() != tag:
                pass

    def handle_data(self, data):
        if not QUIET & set(self._within):
            self.found.append(data)


@pytest.fixture
def brackets(monkeypatch):
    """Whatever is translated stands in brackets."""
    # The guide is one text, and would be translated as one.
    monkeypatch.setattr(guide, "by_page", dict)
    translation.gettext("")  # so that what is patched is there
    translation.ngettext("", "", 1)
    monkeypatch.setattr(translation._trans, "gettext", lambda text: f"⟦{text}⟧" if text else text)
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, number: f"⟦{one if number == 1 else many}⟧")
    monkeypatch.setattr(translation._trans, "pgettext", lambda _context, text: f"⟦{text}⟧")


@pytest.fixture
def typed(school, administrator):
    """A school with people, and everything that somebody typed there."""
    link(school)
    upload(school, written(CLASS))
    with at_school(school.id):
        people = Person.objects.values_list("first_name", "last_name", "preferred_name", "email", "sms_id")
        words = {word for row in people for word in row if word}
        words |= set(Group.objects.values_list("name", flat=True)) | set(Cycle.objects.values_list("name", flat=True))
    # What an SMS gets, too, and what stands on its own screens.
    words |= {Cycle.name_of(Cycle.Kind.AD_HOC, clock.now().year)}
    words |= {text for p in PROVIDERS.values() for text in (*p.steps, *p.notes, p.warning) if text}
    return words | {school.name, administrator.name, administrator.email}


def outside(page: str, typed: set[str]) -> list[str]:
    """Words of a page that stand in no brackets."""
    parser = Words()
    parser.feed(page)
    text = "\n".join(parser.found)
    for word in sorted(typed, key=len, reverse=True):
        text = text.replace(word, "")
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NAMES]


@pytest.mark.parametrize("address", [page for page in PAGES if "/operator" not in page])
def test_every_word_of_a_page_can_be_translated(administrator, typed, brackets, address):
    answer = signed_in(administrator).get(address)
    if answer.status_code in (302, 405) or "html" not in answer["Content-Type"]:
        return
    page = b"".join(answer).decode() if answer.streaming else answer.content.decode()
    assert " ".join(outside(page, typed)) == ""
