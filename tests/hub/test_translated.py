"""All text goes through Django's translation system: in a made-up language every translated text stands in brackets, and on
no page of a school a word is left outside them, but for what people typed and proper names."""

import re
from collections.abc import Iterator
from html import unescape
from html.parser import HTMLParser
from urllib.parse import parse_qsl, urljoin, urlsplit

import pytest
from django.urls import resolve
from django.utils import translation

from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import Role
from openpact.hub.judgements import exemplars, scales
from openpact.hub.judgements.places import Place
from openpact.hub.judgements.placing import Placement, place
from openpact.hub.judgements.rules import Entry
from openpact.hub.judgements.services import confirm
from openpact.hub.platform import clock, guide
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.deliveries import receive
from openpact.hub.register.models import Source
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle, LearningArea
from openpact.hub.schools.services import out_of_cycle
from openpact.hub.sms.models import Exchange
from openpact.link.providers import PROVIDERS

from .catalogue import collected, of_others
from .conftest import signed_in
from .register.files import entry, file_of
from .roster.files import student
from .sms.test_exchange import CLASS, STAFF
from .sms.uploads import link, upload, written
from .test_every_page import PAGES

#: Thirty of whom one moves, and whom the register knows in part.
MOVED = student("30", "Student30", "Walker", nsn=f"{30:010}", home_groups=("Rm 2",))
REGISTER = file_of(entry(2, "Student2"), entry(3, "Student3", "Parata"), entry(77, "Kiri"))

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
#: Files that programs read: what an SMS takes up by hand, and lists to fill in.
FOR_PROGRAMS = re.compile("/manage/judgements.csv|/upload/[a-z-]+.csv")
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
    """Whatever is translated stands in brackets; but not what no translator would ever be given."""
    # The guide is one text, and would be translated as one.
    monkeypatch.setattr(guide, "by_page", dict)
    translation.gettext("")  # so that what is patched is there
    translation.ngettext("", "", 1)
    known = collected() | of_others()

    def in_brackets(text: str, which: str) -> str:
        return f"⟦{text}⟧" if which in known else text

    monkeypatch.setattr(translation._trans, "gettext", lambda text: in_brackets(text, text))
    monkeypatch.setattr(translation._trans, "ngettext", lambda one, many, n: in_brackets(one if n == 1 else many, one))
    monkeypatch.setattr(translation._trans, "pgettext", lambda context, text: in_brackets(text, f"{context}\4{text}"))


@pytest.fixture
def typed(school, administrator, brackets):
    """A school in which much has happened, and everything that somebody typed there."""
    link(school, linked_at=clock.now())
    upload(school, written(CLASS + STAFF))
    upload(school, written([*CLASS[1:-1], MOVED, *STAFF], later=24))
    judge(school, administrator)
    with at_school(school.id):
        receive(school, REGISTER, Source.OPERATOR)
        receive(school, file_of(entry(2, "Student2")), Source.HAND, administrator)
        invite_by_hand(school, "kiri@kowhai.example", "Kiri Colleague", Role.LEADER, administrator)
    link(school, review="every")
    upload(school, written([*CLASS[3:-1], MOVED, *STAFF], later=48))
    with at_school(school.id):
        people = Person.objects.values_list("first_name", "last_name", "preferred_name", "email", "sms_id")
        words = {word for row in people for word in row if word}
        words |= set(Group.objects.values_list("name", flat=True)) | set(Cycle.objects.values_list("name", flat=True))
    # What an SMS gets, too.
    words |= {Cycle.name_of(Cycle.Kind.AD_HOC, clock.now().year)}
    words |= set(of_frameworks()) | set(of_files(school)) | {"Kiri", "Kiri Colleague", "kiri@kowhai.example"}
    return words | {school.name, administrator.name, administrator.email}


def judge(school, user) -> None:
    """Some aspects are placed; one judgement is confirmed, one changed, one withdrawn; there is an exemplar."""
    with at_school(school.id):
        first, second, third, *_ = Person.objects.filter(role=Person.Role.STUDENT, active=True).order_by("id")
        cycle = out_of_cycle(school)
        for each in (first, second, third):
            confirm(school, user, [Entry(each.id, "2")], area="reading", cycle=cycle)
        confirm(school, user, [Entry(second.id, "3", 1, "Kiri")], area="reading", cycle=cycle)
        confirm(school, user, [Entry(third.id, "", 1, "Kiri")], area="reading", cycle=cycle)
        aspects = scales.current("writing").framework.aspects
        place(school, user, [Placement(first.id, each.key, 2) for each in aspects], area="writing", cycle=cycle)
        of_a_set = Place.find("writing", aspects[0].key, 2)
        exemplars.add(school, user, of_a_set, title="Kiri", text="", file=None)


def of_frameworks() -> Iterator[str]:
    """What is judged, in the words of the framework's file."""
    for area in LearningArea.values:
        framework = scales.current(area).framework
        yield from (framework.name, framework.source)
        for aspect in framework.aspects:
            yield from (aspect.name, aspect.short, aspect.strand, aspect.about)
            yield from (text for each in aspect.sets for text in (each.label, each.says))


def of_files(school) -> Iterator[str]:
    """What was found in the files: the SMSs get that in the same words."""
    with at_school(school.id):
        for exchange in Exchange.objects.all():
            for issue in exchange.issues:
                yield from (str(value) for value in issue.values() if value)


def outside(page: str, typed: set[str], *, html: bool = True) -> list[str]:
    """Words of a page, or of a file, that stand in no brackets."""
    text = page
    if html:
        parser = Words()
        parser.feed(page)
        text = "\n".join(parser.found)
    for word in sorted(typed, key=len, reverse=True):
        text = text.replace(word, "")
    while (shorter := re.sub(r"⟦[^⟦⟧]*⟧", "", text)) != text:
        text = shorter
    return [word for word in re.findall(r"[^\W\d_]{2,}", text) if word not in NAMES]


def kind_of(address: str) -> tuple:
    """What tells one page from another: its pattern, which tab or file it is, and the names of its other parameters. Of uploads
    and files each is another page; however a list is sorted, it is the same."""
    parts = urlsplit(address)
    query = dict(parse_qsl(parts.query))
    values = [query.get(name) for name in ("tab", "show", "as", "all")]
    place = parts.path if re.search("/(exchanges|files)/", parts.path) else resolve(parts.path).route
    return place, frozenset(query) - {"sort", "page"}, *values


def test_every_word_of_a_page_can_be_translated(administrator, typed):
    """Every page, and every page, tab and file of a list that a link of one leads to."""
    client = signed_in(administrator)
    waiting, seen, left = [*PAGES], set(), {}
    while waiting:
        address = waiting.pop()
        if FOR_PROGRAMS.search(address):
            continue
        answer = client.get(address)
        if answer.status_code in (302, 405) or not re.match("text/(html|csv)", answer["Content-Type"]):
            continue
        page = b"".join(answer).decode() if answer.streaming else answer.content.decode()
        if words := outside(page, typed, html="html" in answer["Content-Type"]):
            left[address] = " ".join(words)
        for reference in re.findall('href="([^"#]+)', page):
            linked = urljoin(address, unescape(reference))
            if linked.startswith("/schools/7999/") and (kind := kind_of(linked)) not in seen:
                seen.add(kind)
                waiting.append(linked)
    assert left == {}
    assert len(seen) > 100
