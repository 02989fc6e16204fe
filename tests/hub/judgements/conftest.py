"""A class of three with its teacher, linked with the SMS, in the middle of the interim cycle."""

from datetime import UTC, datetime

import pytest

from openpact.hub.accounts.models import Access
from openpact.hub.accounts.models import Role as AccessRole
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements.services import confirm
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school
from tests.hub.conftest import make_user

from .people import add_people, join

#: 10 June 2026, 2pm in Auckland.
NOW = datetime(2026, 6, 10, 2, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def school(db, in_june):
    return create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")


@pytest.fixture
def cycle(school) -> Cycle:
    with at_school(school.id):
        return Cycle.objects.get(kind="interim")


@pytest.fixture
def room(school) -> Group:
    with at_school(school.id):
        return Group.objects.create(school=school, name="Room 1", is_home=True)


@pytest.fixture
def students(school, room) -> list[Person]:
    with at_school(school.id):
        return add_people(school, "Anahera Parata", "Ben Smith", "Cora Ngata", group=room)


@pytest.fixture
def other_class(school) -> list[Person]:
    """Students of a class that is not the teacher's."""
    with at_school(school.id):
        group = Group.objects.create(school=school, name="Room 2", is_home=True)
        return add_people(school, "Dilraj Singh", "Elena Tui", group=group)


@pytest.fixture
def linked(school, teacher, room):
    """The teacher, linked with the person the SMS lists in Room 1."""
    link(school, teacher, room)
    return teacher


@pytest.fixture
def colleague(school, room):
    """A second teacher of Room 1."""
    user = make_user("colleague@kowhai.example", "Kiri Colleague")
    link(school, user, room)
    return user


@pytest.fixture
def confirmed(school, cycle):
    def confirmed(user, *entries, area="reading"):
        with at_school(school.id):
            confirm(school, user, list(entries), area=area, cycle=cycle)

    return confirmed


def link(school, user, group) -> None:
    with at_school(school.id):
        (person,) = add_people(school, user.name, role=Person.Role.TEACHING_STAFF, group=group, prefix="t")
        access = give_access(school, user, AccessRole.TEACHER, person=person)
        assert isinstance(access, Access)


@pytest.fixture
def leader(school):
    user = make_user("leader@kowhai.example", "Lani Leader")
    with at_school(school.id):
        give_access(school, user, AccessRole.LEADER)
    return user


@pytest.fixture
def reader(school):
    user = make_user("reader@kowhai.example", "Rewi Reader")
    with at_school(school.id):
        give_access(school, user, AccessRole.READER)
    return user


@pytest.fixture
def on(monkeypatch):
    """In the afternoon of a day, in Auckland."""

    def on(day: int, month: int, year: int = 2026) -> None:
        monkeypatch.setattr(clock, "now", lambda: datetime(year, month, day, 2, 0, tzinfo=UTC))

    return on


@pytest.fixture
def in_year(school):
    """Puts students into a group that says their year level."""

    def in_year(level: int, *people: Person) -> None:
        with at_school(school.id):
            group, _ = Group.objects.get_or_create(school=school, name=f"Year {level}")
            join(group, *people, home=False)

    return in_year
