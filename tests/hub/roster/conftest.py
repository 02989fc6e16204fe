"""A school with a small roster, as pages show it."""

from datetime import date

import pytest

from openpact.hub import roster as room
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from tests.hub.conftest import signed_in

from .people import add_person
from .test_apply import FIRST, upload


@pytest.fixture
def roster(school):
    """Room 2 (home) with two students and a teacher, Kapa haka with one of them, a parent, and one who left."""
    with at_school(school.id):
        room = Group.objects.create(school=school, name="Room 2", is_home=True)
        haka = Group.objects.create(school=school, name="Kapa haka")
        anahera = add_person(
            school, "Anahera Parata", "1", groups=[room, haka], nsn="0123456789", dob=date(2014, 3, 9), username="ap"
        )
        zoe = add_person(school, "Zoe Āpirana", "2", groups=[room], preferred_name="Zo")
        hemi = add_person(school, "Hēmi Ngata", "t1", role=Person.Role.TEACHING_STAFF, groups=[room])
        add_person(school, "Pat Parent", "p1", role=Person.Role.PARENT_CAREGIVER)
        add_person(school, "Gone Already", "9", active=False)
    return {"room": room, "haka": haka, "anahera": anahera, "zoe": zoe, "hemi": hemi}


@pytest.fixture
def teachers_page(school, teacher, roster):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=roster["hemi"])
    return signed_in(teacher)


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def here(school, administrator):
    """Inside the school, with an upload applied: Room 1 and 2, Year 4, Aroha, Te Ariki and their teacher Hēmi."""
    upload(school, FIRST)
    with at_school(school.id):
        yield school


@pytest.fixture
def kept(monkeypatch):
    """KAMAR keeps the school's people."""
    monkeypatch.setattr(room, "keepers", [lambda school: "KAMAR"])
