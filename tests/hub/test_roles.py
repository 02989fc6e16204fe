"""Who may do what: page by page, judgement by judgement, and what each finds on the home page and in the navigation.

A page that is not in PAGES fails `test_every_page_says_whose_it_is`: say it there.
"""

import re
from datetime import UTC, datetime
from types import SimpleNamespace

import pytest
from django.db import connection
from django.urls import get_resolver

from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements.errors import CycleNotOpen, NoAccess, NotConfirmed
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.notices.models import Notice
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school

from .conftest import make_user, signed_in
from .judgements.exemplar_files import add_exemplar
from .judgements.people import add_people
from .test_every_page import DUMMIES, patterns

#: 10 June 2026, 2pm in Auckland: in the middle of the interim cycle.
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)
LETTERS = {Role.ADMINISTRATOR: "A", Role.LEADER: "L", Role.TEACHER: "T", Role.READER: "R"}

#: A administrator, L leader, T teacher, R reader. t: a teacher, where it is about their own students. (…): what can be sent
#: is only a search, or something read. For everybody else there is "This page is for …", and nothing was done.
PAGES = """
page                    looks   sends

school-home             ALTR    .
judge                   ALTR    .
judge-group             ALtR    ALt
judge-aspects           ALtR    ALt
judge-place             .       ALt
judge-state             ALtR    .
judge-unlock            .       ALt
student-judgements      ALtR    .
reports                 ALTR    (ALTR)
reports-judgements      ALTR    (ALTR)
group                   ALtR    .
set-help                ALTR    .
exemplar                ALTR    .
exemplar-file           ALTR    .

manage                  AL      .
notices                 AL      .
notice                  .       AL
notices-digest          .       AL
notices-closed          A       (A)
people                  AL      (AL)
person                  AL      .
groups                  AL      (AL)
person-add              A       A
person-change           A       A
person-left             .       A
person-back             .       A
person-put              .       A
person-take             .       A
group-new               A       A
group-change            A       A
group-end               .       A
group-back              .       A
group-hide              .       A
group-show              .       A
group-pick              A       .
group-put               .       A
group-take              .       A
cycles                  AL      .
cycles-add              .       AL
cycle                   AL      (AL)
cycle-change            .       AL
cycle-close             .       AL
cycle-reopen            .       AL
cycle-delete            .       AL
cycle-remind            .       AL
judgements-file         AL      .
exemplars               AL      (AL)
exemplar-add            AL      AL
exemplar-change         AL      AL
exemplar-remove         .       AL

users                   A       (A)
user                    A       .
user-role               .       A
user-remove             .       A
user-give-back          .       A
user-link               .       A
user-unlink             .       A
invite                  A       A
invite-several          A       A
invite-staff            .       A
resend-invitation       .       A
invitation-role         .       A
withdraw-invitation     .       A
school-settings         A       A
school-terms            .       A
audit                   A       (A)
setup                   A       .
setup-import            A       .
setup-done              A       A
setup-leave             .       A
setup-step              .       A
setup-to                A       .

exchanges               A       .
upload-file             A       A
upload-list             A       A
upload-template         A       .
exchange                A       .
exchange-rows           A       .
exchange-approve        .       A
exchange-discard        .       A
exchange-revert         .       A
sms-settings            A       A
sms-settings-provider   A       .
sms-pause               .       A
sms-pause-end           .       A
sms-secret-revoke       .       A
register                A       .
register-upload         A       A
register-fetch          .       A
register-fetching       A       .
register-files          A       (A)
register-file           A       .
register-approve        .       A
register-discard        .       A
register-settings       A       A
register-judging        .       A
"""
SAID = {line.split()[0]: line.split()[1:] for line in PAGES.splitlines()[2:] if line.split()}
ROUTES = {
    pattern.name: (route, pattern)
    for route, pattern in patterns(get_resolver())
    if route.startswith("schools/<int:number>/")
}


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def stage(db):
    """A school with somebody in each role, and one of everything that pages are about. The teacher's is Room 1."""
    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    users = {role: make_user(f"{role}@kowhai.example", f"Robin {role.label}") for role in Role}
    with at_school(school.id):
        own = Group.objects.create(school=school, name="Room 1", is_home=True)
        other = Group.objects.create(school=school, name="Room 2", is_home=True)
        (mine,) = add_people(school, "Anahera Parata", group=own)
        (theirs,) = add_people(school, "Dilraj Singh", group=other)
        (teacher,) = add_people(school, "Tama Teacher", role=Person.Role.TEACHING_STAFF, group=own, prefix="t")
        for role, user in users.items():
            give_access(school, user, role, person=teacher if role == Role.TEACHER else None)
        somebody = give_access(school, make_user("ana@kowhai.example", "Ana Ngata"), Role.TEACHER)
        invited = invite_by_hand(school, "new@kowhai.example", "New", Role.TEACHER, users[Role.ADMINISTRATOR])
        notice = Notice.objects.create(school=school, kind="x", title="x", text="x", opened_at=NOW)
        cycle = Cycle.objects.get(kind="interim")
        exemplar = add_exemplar(school, users[Role.LEADER])
    ids = {
        "group_id": own.id,
        "person_id": mine.id,
        "access_id": somebody.id,
        "invitation_id": invited.id,
        "notice_id": notice.id,
        "cycle_id": cycle.id,
        "exemplar_id": exemplar.id,
        "area": exemplar.area,
        "aspect": exemplar.aspect,
        "year": 2026,
    }
    others = {"group_id": other.id, "person_id": theirs.id}
    clients = {role: signed_in(user) for role, user in users.items()}
    return SimpleNamespace(
        school=school, users=users, clients=clients, ids=ids, others=others, mine=mine, theirs=theirs, cycle=cycle
    )


def address(page: str, ids: dict[str, int]) -> str:
    """Of one of everything; with something or other for what there is none of."""
    route, _pattern = ROUTES[page]

    def part(match: re.Match) -> str:
        kind, _, name = match[1].rpartition(":")
        return str(7999 if name == "number" else ids.get(name) or DUMMIES[kind or "str"])

    return "/" + re.sub(r"<([^>]+)>", part, route)


#: Looking writes down what holds now.
WRITTEN_BY_LOOKING = "notices_notice"


def everything() -> dict[str, str]:
    """A fingerprint of every table of ours, as the school sees it."""
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT tablename FROM pg_tables WHERE schemaname = 'public' AND has_table_privilege(schemaname || '.' || tablename, 'SELECT')
               AND split_part(tablename, '_', 1) IN
                   ('accounts', 'audit', 'judgements', 'notices', 'register', 'roster', 'schools', 'setup', 'sms')"""
        )
        names = [name for (name,) in cursor.fetchall() if name != WRITTEN_BY_LOOKING]
        assert len(names) > 20
        prints = (f"SELECT '{n}', md5(string_agg(t::text, '|' ORDER BY t::text)) FROM {n} t" for n in names)
        cursor.execute(" UNION ALL ".join(prints))
        return dict(cursor.fetchall())


#: 404: there is no such file, exchange or secret to be about.
THERE = {200, 302, 404}


# --- Pages --------------------------------------------------------------------------------------------------------------


def test_every_page_says_whose_it_is():
    assert set(SAID) == set(ROUTES)


@pytest.mark.parametrize("page", SAID)
def test_a_page_is_there_for_its_roles_and_for_nobody_else(stage, page):
    looks, _sends = SAID[page]
    for role, letter in LETTERS.items():
        answer = stage.clients[role].get(address(page, stage.ids))
        if letter in looks.upper():
            assert answer.status_code in THERE, role
        else:
            assert answer.status_code in {403, 405}, role
        if letter.lower() in looks:
            assert stage.clients[role].get(address(page, stage.ids | stage.others)).status_code == 404


@pytest.mark.parametrize("page", SAID)
def test_only_its_roles_change_something_there(stage, page):
    """Whoever only looks may find that what they send is taken for looking: it changes nothing either."""
    looks, sends = SAID[page]
    here = address(page, stage.ids)
    for role, letter in LETTERS.items():
        client = stage.clients[role]
        client.get("/schools/7999/")  # Notes that they were here.
        if letter in sends.upper() and "(" not in sends:
            assert client.post(here).status_code in {*THERE, 422}, role
            continue
        with at_school(stage.school.id):
            before = everything()
        answer = client.post(here, {"search": "x", "level": "1", "role": "administrator", "sure": "yes"})
        if letter in sends.upper():
            assert answer.status_code == 302, role
        elif letter in looks.upper() and role != Role.READER:
            assert answer.status_code in {*THERE, 405}, role
        else:
            assert answer.status_code in {403, 405}, role
        with at_school(stage.school.id):
            assert everything() == before, role


@pytest.mark.parametrize("page", [page for page, (looks, _) in SAID.items() if "t" in looks])
def test_a_teacher_sends_nothing_about_anybody_elses(stage, page):
    assert stage.clients[Role.TEACHER].post(address(page, stage.ids | stage.others)).status_code == 404


# --- Judgements ---------------------------------------------------------------------------------------------------------

JUDGEMENTS = [
    # role, whose student, the cycle is, what becomes of it
    (Role.ADMINISTRATOR, "own", "open", "confirmed"),
    (Role.ADMINISTRATOR, "another's", "open", "confirmed"),
    (Role.ADMINISTRATOR, "another's", "closed", "confirmed"),
    (Role.LEADER, "own", "open", "confirmed"),
    (Role.LEADER, "another's", "open", "confirmed"),
    (Role.LEADER, "another's", "closed", "confirmed"),
    (Role.TEACHER, "own", "open", "confirmed"),
    (Role.TEACHER, "another's", "open", NotConfirmed),
    (Role.TEACHER, "own", "closed", CycleNotOpen),
    (Role.READER, "own", "open", NoAccess),
    (Role.READER, "another's", "open", NoAccess),
    (Role.READER, "another's", "closed", NoAccess),
]


@pytest.mark.parametrize("role, whose, cycle, outcome", JUDGEMENTS)
def test_who_confirms_for_whom_and_when(stage, role, whose, cycle, outcome):
    student = stage.mine if whose == "own" else stage.theirs
    with at_school(stage.school.id):
        if role == Role.READER and whose == "own":
            link_with_room_1(stage, role)
        chosen = Cycle.objects.get(kind="interim" if cycle == "open" else "final")
        entry = Entry(student.id, "3")
        if outcome == "confirmed":
            (done,) = confirm(stage.school, stage.users[role], [entry], area="reading", cycle=chosen)
            assert done.action == "confirmed"
        else:
            with pytest.raises(outcome):
                confirm(stage.school, stage.users[role], [entry], area="reading", cycle=chosen)
        assert Judgement.objects.count() == (outcome == "confirmed")


def link_with_room_1(stage, role) -> None:
    """As another of its teachers."""
    (person,) = add_people(
        stage.school, "Also There", role=Person.Role.TEACHING_STAFF, group=Group.objects.get(name="Room 1"), prefix="u"
    )
    Access.objects.filter(user=stage.users[role]).update(person=person)


def test_a_reader_of_a_class_finds_nothing_to_press(stage):
    """Also where the SMS lists them as one of its teachers."""
    with at_school(stage.school.id):
        link_with_room_1(stage, Role.READER)
    page = stage.clients[Role.READER].get(address("judge-group", stage.ids)).content.decode()
    assert "As a reader you change nothing here." in page
    assert page.count("<fieldset disabled") == page.count("<fieldset") == 1
    assert "Confirm</button>" not in page
    page = stage.clients[Role.READER].get(address("group", stage.ids)).content.decode()
    assert "Judge this class" not in page
    assert "See its judgements" in page


# --- Home and navigation ------------------------------------------------------------------------------------------------

SECTIONS = {
    Role.ADMINISTRATOR: ["Home", "Judge", "Reports", "Manage"],
    Role.LEADER: ["Home", "Judge", "Reports", "Manage"],
    Role.TEACHER: ["Home", "Judge", "Reports"],
    Role.READER: ["Home", "Judge", "Reports"],
}


@pytest.mark.parametrize("role", Role)
def test_the_navigation_has_what_is_theirs(stage, role):
    page = stage.clients[role].get(address("school-home", stage.ids)).content.decode()
    (nav,) = re.findall(r'<nav class="site-nav.*?</nav>', page, re.DOTALL)
    assert re.findall(r">([^<>]+)</a>", nav) == SECTIONS[role]


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.LEADER])
def test_whatever_manage_leads_to_opens(stage, role):
    client = stage.clients[role]
    page = client.get(address("manage", stage.ids)).content.decode()
    found = set(re.findall(r'href="(/schools/7999/[^"#?]*)"', page))
    assert len(found) > 6
    assert {here: client.get(here).status_code for here in found} == dict.fromkeys(found, 200)


@pytest.mark.parametrize("role", Role)
def test_whatever_the_home_page_leads_to_opens(stage, role):
    client = stage.clients[role]
    page = client.get(address("school-home", stage.ids)).content.decode()
    for here in set(re.findall(r'href="(/schools/7999/[^"#]*)"', page)):
        assert client.get(here).status_code in {200, 302}, here


HOME = {
    Role.ADMINISTRATOR: ({"Interim 2026", "People", "Invitations"}, {"Judgements to confirm"}),
    Role.LEADER: ({"Interim 2026", "People"}, {"Link your SMS", "Invitations", "Judgements to confirm"}),
    Role.TEACHER: ({"Judgements to confirm"}, {"Link your SMS", "Invitations", "Interim 2026", "People"}),
    Role.READER: ({"Interim 2026"}, {"Link your SMS", "Invitations", "Judgements to confirm", "People"}),
}


@pytest.mark.parametrize("role", Role)
def test_the_home_page_has_what_is_theirs_to_do_and_to_know(stage, role):
    page = stage.clients[role].get(address("school-home", stage.ids)).content.decode()
    cards = {" ".join(card.split()) for card in re.findall(r'site-card-title">.*?</svg>(.*?)</h2>', page, re.DOTALL)}
    there, elsewhere = HOME[role]
    assert there <= cards
    assert not elsewhere & cards


@pytest.mark.parametrize("role", Role)
def test_at_a_new_school_everybody_finds_something_sensible(db, role):
    school, user = create_school(number=7999, name="New School", kind="contributing"), make_user("a@b.nz", "A B")
    with at_school(school.id):
        give_access(school, user, role)
    for page in ("school-home", "judge", "reports", "reports-judgements"):
        answer = signed_in(user).get(address(page, {}))
        assert answer.status_code == 200
        assert "empty-title" in answer.content.decode() or "site-todo" in answer.content.decode(), page


def test_between_the_cycles_the_home_page_says_which_comes(stage, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 1, 10, tzinfo=UTC))
    for role in Role:
        page = stage.clients[role].get(address("school-home", stage.ids)).content.decode()
        assert "No reporting cycle is open" in page
