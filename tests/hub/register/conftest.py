"""A school in its third term, with five students in its SMS."""

from datetime import UTC, datetime

import pytest

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.services import create_school

from ..conftest import signed_in
from .people import enrol_in_sms
from .server import running

#: 12 August 2026, 10am in Auckland.
NOW = datetime(2026, 8, 11, 22, 0, tzinfo=UTC)


@pytest.fixture(autouse=True)
def in_august(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def school(db, in_august):
    return create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")


@pytest.fixture
def neighbour(db, in_august):
    return create_school(number=7998, name="Rimu Ridge School", kind="full-primary")


@pytest.fixture
def room(school) -> Group:
    with at_school(school.id):
        return Group.objects.create(school=school, name="Room 1", is_home=True)


@pytest.fixture
def students(school, room) -> list[Person]:
    """Five students, with the NSNs 0000000001 to 0000000005."""
    return enrol_in_sms(school, 1, 2, 3, 4, 5, group=room)


@pytest.fixture
def office(administrator):
    """The school's administrator, signed in."""
    return signed_in(administrator)


@pytest.fixture
def register_server(tmp_path, monkeypatch, settings):
    """A register on this machine, whose certificate is trusted and whose name may lead here."""
    with running(tmp_path) as server:
        monkeypatch.setenv("SSL_CERT_FILE", str(tmp_path / "certificate.pem"))
        settings.REGISTER_PRIVATE_HOSTS = frozenset({"localhost"})
        yield server
