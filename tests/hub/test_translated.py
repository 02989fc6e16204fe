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
from openpact.hub.register.core import CODES as REGISTER_CODES
from openpact.hub.register.core.columns import COLUMNS
from openpact.hub.register.deliveries import receive
from openpact.hub.register.models import Delivery, Source
from openpact.hub.register.services import register_of
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle, LearningArea
from openpact.hub.schools.services import out_of_cycle
from openpact.hub.sms.models import Exchange
from openpact.ide.codes import CODES
from openpact.ide.columns import ALL_COLUMNS
from openpact.link.providers import PROVIDERS
from openpact.said import gettext

from .catalogue import collected, of_others
from .conftest import signed_in
from .jobs import run_jobs
from .register.files import entry, file_of
from .roster.files import student
from .sms.test_exchange import CLASS, STAFF
from .sms.uploads import link, upload, written
from .test_every_page import PAGES

#: Thirty of whom one moves, and whom the register knows in part.
MOVED = student("30", "Student30", "Walker", nsn=f"{30:010}", home_groups=("Rm 2",))
REGISTER = file_of(entry(2, "Student2"), entry(3, "Student3", "Parata"), entry(77, "Kiri"))
#: Nearly all that a reader finds in rows. What is typed in it: Kiri.
BROKEN = """mlepSmsPersonId,mlepFirstName,mlepLastName,mlepRole,mlepDOB,mlepStudentNSN,mlepGender,mlepEmail,mlepGroups
901,Kiri,Kiri,Student,,123456789,X,kiri,
902,Kiri,Kiri,Student,1/03/2014,,M,,
903,Kiri,Kiri,Student,Kiri,,M,,
904,Kiri,K?ri,Student,,,M,,
905,KirÄ«,Kiri,Student,,,M,,
906,Kiri*,Kiri,Student,,,M,,
907,Kiri​,Kiri,Student,,,M,,
908,Kiri,,Student,,,M,,
909,Kiri,Kiri,Kiri,,,M,,
--,Kiri,Kiri,Student,,,M,,
911,Kiri,Kiri,Student,,12345,M,,
912,"Kiri,Kiri,Student,,,M,,
913,Kiri,Kiri,Student,,,M
914,Kiri,Kiri,student,,,m,,
914,Kiri,Kiri,Student,,,F,,
915,Kiri,Kiri,TeachingStaff,Kiri,,F,,
916,Kiri,Kiri,Student,,0123456789,F,,
917,Kiri,Kiri,Student,,0123456789,F,,
917,Kiri,Kiri,Student,,0123456789,F,,
7999#1.8#2026-11-24 22:00:00
""".encode()
#: The same of a register's.
BROKEN_REGISTER = b"""NSN,FirstName,LastName,PreferredName,DateOfBirth,YearLevel,StartDate,LeaveDate
0123456781,Kiri,Kiri,,2014-05-06,7,2026-02-02,2026-01-01
0123456782,Kiri,Kiri,,6/05/2014,7,2026-02-02,
0123456783,Kiri*,Kiri,,2014-05-06,Kiri,2026-02-02,
0123456784,Kiri,Kiri,,2014-05-06,Kiri,2026-02-02,
123456785,Kiri,Kiri,,2014-05-06,7,2026-02-02,
123,Kiri,,,2014-05-06,7,2026-02-02,
0123456786,Kiri,Kiri,,2014-05-06,7
END,7999,2026-11-25,7
"""

KIRIS = "kiri.example"

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
    *ALL_COLUMNS,
    *COLUMNS,
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
    known = collected() and collected() | of_others()

    def in_brackets(text: str, which: str) -> str:
        return f"⟦{text}⟧" if text and (known is None or which in known) else text

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
    upload(school, BROKEN, source=Exchange.Source.PAGE, provider="")
    bring_list(administrator)
    with at_school(school.id):
        receive(school, REGISTER, Source.OPERATOR)
        receive(school, BROKEN_REGISTER, Source.HAND)
        receive(school, file_of(entry(2, "Student2")), Source.HAND, administrator)
        not_fetched(school)
        invite_by_hand(school, "kiri@kowhai.example", "Kiri Colleague", Role.LEADER, administrator)
    link(school, review="every")
    upload(school, written([*CLASS[3:-1], MOVED, *STAFF], later=48))
    with at_school(school.id):
        people = Person.objects.values_list("first_name", "last_name", "preferred_name", "email", "sms_id")
        words = {word for row in people for word in row if word}
        words |= set(Group.objects.values_list("name", flat=True)) | set(Cycle.objects.values_list("name", flat=True))
    # What an SMS gets, too.
    words |= {Cycle.name_of(Cycle.Kind.AD_HOC, clock.now().year)}
    words |= set(of_frameworks()) | set(of_files(school))
    words |= {f"https://{KIRIS}/register", KIRIS, "Kiri", "Kaha", "Kirī", "Kiri Colleague", "kiri@kowhai.example"}
    return words | {school.name, administrator.name, administrator.email}


def bring_list(user) -> None:
    """A list from a spreadsheet in which something is wrong."""
    said = {"pasted": "Kiri\tKiri\t2017-03-14\nKiri\tKaha\t\n", "width": "3", "preview": "yes"}
    said |= {"column-0": "first-name", "column-1": "last-name", "column-2": "dob"}
    signed_in(user).post("/schools/7999/manage/exchanges/upload/list/", said)
    run_jobs()


def not_fetched(school) -> None:
    register = register_of(school, lock=True)
    register.source, register.address = Source.ADDRESS, f"https://{KIRIS}/register"
    register.fetches_since = register.tried_at = clock.now()
    register.why(gettext("There is no such address: {host}.", host=KIRIS))
    register.save()


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
    """What stands in them where something was found."""
    with at_school(school.id):
        for each in (*Exchange.objects.all(), *Delivery.objects.all()):
            yield from (issue["value"] for issue in each.issues if len(issue["value"]) > 1)


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


def test_translators_are_given_every_finding_and_every_step():
    entries = [*CODES.values(), *REGISTER_CODES.values()]
    texts = {text for entry in entries for text in (entry.message, entry.remedy)}
    texts |= {text for p in PROVIDERS.values() for text in (*p.steps, *p.notes, p.warning) if text}
    given = collected()
    if given is None:
        pytest.skip("GNU gettext is not installed: no words can be collected.")
    assert texts - given == set()


def test_what_to_do_has_no_values():
    """It is told as it is stored."""
    entries = [*CODES.values(), *REGISTER_CODES.values()]
    assert [entry.remedy for entry in entries if "{" in entry.remedy] == []


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
