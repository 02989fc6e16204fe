"""Every list page asks the database as often for many rows as for a few. New list pages are missed here until they are named."""

import re
from datetime import timedelta

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext

from openpact.hub.accounts.models import Access, Invitation, Role, User
from openpact.hub.audit.services import Area, record
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.notices.models import Notice
from openpact.hub.platform import clock
from openpact.hub.platform.lists import Shown
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.models import Delivery, Source
from openpact.hub.roster.models import Group, Membership, Person
from openpact.hub.schools.models import Cycle
from openpact.hub.sms.models import Exchange

from .conftest import signed_in
from .judgements.exemplar_files import add_exemplar
from .national import student_key
from .register.files import entry
from .register.people import stands
from .test_every_page import PAGES

HERE = "/schools/7999"
CHOSEN = {
    "manage/users/?show=": ("users", "past", "invitations", "staff"),
    "manage/people/?tab=": ("students", "staff", "others", "left"),
    "manage/groups/?tab=": ("home", "other", "hidden", "ended"),
    "manage/register/?tab=": ("both", "enrolled", "sms", "differences"),
}
LISTS = [
    *(f"{HERE}/{page}{choice}" for page, choices in CHOSEN.items() for choice in choices),
    f"{HERE}/manage/register/files/",
    f"{HERE}/manage/exchanges/",
    f"{HERE}/manage/audit/",
    f"{HERE}/manage/exemplars/",
    f"{HERE}/manage/notices/closed/",
    f"{HERE}/reports/",
    f"{HERE}/reports/judgements/",
]
FEW, MANY = range(2, 5), range(5, 45)


@pytest.fixture
def grows(school, administrator):
    """Adds to every list, for each of some numbers, a row or more."""

    def grows(numbers: range) -> None:
        with at_school(school.id):
            _people(school, administrator, numbers)
            for number in numbers:
                record(school, administrator, Area.SETTINGS, f"Changed setting {number}.")
                add_exemplar(school, administrator, f"Exemplar {number}")
            Notice.objects.bulk_create(
                Notice(school=school, kind="held", key=str(n), title=f"File {n}", text="", opened_at=NOW, closed_at=NOW)
                for n in numbers
            )
            Exchange.objects.bulk_create(
                Exchange(
                    school=school, direction="upload", source="page", provider="kamar", trigger="manual", state="applied",
                    received_at=NOW, started_by=administrator, decided_by=administrator, decided_at=NOW,
                )
                for n in numbers
            )  # fmt: skip
            Delivery.objects.bulk_create(
                Delivery(school=school, at=NOW, source=Source.HAND, by=administrator, state=Delivery.State.APPLIED)
                for n in numbers
            )
        _register(school, range(FEW[0], numbers[-1] + 1))

    return grows


NOW = clock.now()
TODAY = NOW.date()


def _people(school, administrator, numbers: range) -> None:
    def made(kind: str, role: Person.Role, **more) -> list[Person]:
        return Person.objects.bulk_create(
            Person(school=school, sms_id=f"{kind}{n}", role=role, first_name=kind, last_name=f"N{n}", email=f"{kind}{n}@k.example", **more)
            for n in numbers
        )  # fmt: skip

    def groups(kind: str, **more) -> list[Group]:
        return Group.objects.bulk_create(Group(school=school, name=f"{kind} {n}", **more) for n in numbers)

    rooms, sets = groups("Room", is_home=True), groups("Set")
    groups("Hidden", hidden=True, active=False)
    groups("Ended", own=True, listed=False, active=False)
    students = made("Pupil", Person.Role.STUDENT)
    for number, student in zip(numbers, students, strict=True):
        student.nsn = f"{number:010}"
        student.student_id = student_key(student.nsn)
    Person.objects.bulk_update(students, ["nsn", "student_id"])
    loose, staff = made("Loose", Person.Role.STUDENT), made("Staff", Person.Role.TEACHING_STAFF)
    made("Parent", Person.Role.PARENT_CAREGIVER)
    made("Gone", Person.Role.STUDENT, active=False)
    made("Uninvited", Person.Role.TEACHING_STAFF)
    Membership.objects.bulk_create(
        Membership(school=school, person=person, group=group, home=group.is_home)
        for each in (students, loose, staff)
        for places in (rooms, sets)
        for person, group in zip(each, places, strict=True)
    )
    users = User.objects.bulk_create(User(email=f"u{n}@k.example", name=f"User {n}", password="!") for n in numbers)
    gone = User.objects.bulk_create(User(email=f"g{n}@k.example", name=f"Gone {n}", password="!") for n in numbers)
    Access.objects.bulk_create(
        [
            *(Access(school=school, user=u, role=Role.TEACHER, person=p, created_at=NOW) for u, p in zip(users, staff, strict=True)),
            *(Access(school=school, user=u, role=Role.READER, created_at=NOW, removed_at=NOW, removed_by=administrator) for u in gone),
        ]
    )  # fmt: skip
    Invitation.objects.bulk_create(
        Invitation(
            school=school, email=f"i{n}@k.example", name=f"Invited {n}", role=Role.READER, created_at=NOW,
            expires_at=NOW + timedelta(days=9), invited_by=administrator,
        )
        for n in numbers
    )  # fmt: skip
    cycle = Cycle.objects.filter(kind=Cycle.Kind.INTERIM).latest("year")
    confirm(school, administrator, [Entry(one.id, "3") for one in students], area="reading", cycle=cycle)


def _register(school, numbers: range) -> None:
    """Of each student a row: every other one is of another name there; and of each one more who is not in the SMS."""
    known = (entry(n, "Pupil" if n % 2 else "Other", f"N{n}") for n in numbers)
    stands(school, *known, *(entry(5000 + n) for n in numbers), as_of=TODAY)


def queries(client, address: str) -> tuple[int, int]:
    """How many rows the list has, and how many queries it took."""
    with CaptureQueriesContext(connection) as found:
        answer = client.get(address)
    assert answer.status_code == 200, address
    return answer.context["list"].page.paginator.count, len(found)


def test_many_rows_take_as_many_queries_as_a_few(school, administrator, grows):
    client = signed_in(administrator)
    with at_school(school.id):
        own = Group.objects.create(school=school, name="Own", own=True)
        cycle = Cycle.objects.filter(kind=Cycle.Kind.INTERIM).latest("year")
    lists = [*LISTS, f"{HERE}/manage/groups/{own.id}/students/", f"{HERE}/manage/cycles/{cycle.id}/"]
    grows(FEW)
    client.get(lists[0])
    few = {address: queries(client, address) for address in lists}
    grows(MANY)
    many = {address: queries(client, address) for address in lists}
    assert not [address for address in lists if not 1 < few[address][0] < many[address][0]]
    assert {address: n for address, (_, n) in many.items()} == {address: n for address, (_, n) in few.items()}


def test_no_list_page_is_missed(administrator, grows):
    """But those whose address names what they are of: a group's, and a cycle's."""
    grows(FEW)
    client, found = signed_in(administrator), set()
    for address in (page for page in PAGES if not re.search(r"/\d+/", page.removeprefix(HERE))):
        answer = client.get(address)
        if answer.context and isinstance(answer.context.get("list"), Shown):
            found.add(address)
    assert found == {address.partition("?")[0] for address in LISTS}
