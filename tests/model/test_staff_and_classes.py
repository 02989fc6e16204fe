"""What the office changes in the SMS arrives in PaCT with the next upload: staff get and lose access, classes stay classes."""

import base64
from itertools import count

import pytest

from openpact.hub.accounts.models import Invitation, Role
from openpact.hub.accounts.services import find_access, give_access
from openpact.hub.judgements import feed
from openpact.hub.judgements.errors import NoAccess
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, NotConfirmed, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange
from openpact.hub.sms.secrets import create_secret
from tests.hub.conftest import make_user
from tests.hub.jobs import run_jobs

from .test_same_end import people

#: The SMS's database outlives a test.
NUMBERS = count(1501)
MIA = "mia@kowhai.example"


@pytest.fixture
def school(db, driver, settings, quick_passwords):
    """Linked with KAMAR; its teachers are invited. Rooms 1 and 2, three students each, and Hēmi in Room 1."""
    settings.EMAIL_BACKEND = "openpact.hub.platform.mail.ShownMailBackend"
    number = next(NUMBERS)
    school = create_school(number=number, name="Kōwhai School", kind="full-primary")
    with at_school(school.id):
        give_access(school, make_user("office@kowhai.example", "Mere Office"), Role.ADMINISTRATOR)
        save_settings(
            school, None, use_sms=True, provider="kamar", automatic_export=True, review="never", invite_staff=True
        )
        secret = create_secret(school, None, grace=None)
    driver.do("set_up", number=number, provider="kamar", people=base64.b64encode(people()).decode(), takes="both")
    driver.do("link", secret=str(secret))
    run_jobs()
    return school


@pytest.fixture
def upload(school, driver):
    """The office selects Upload now; PaCT works through it."""

    def upload():
        driver.do("upload")
        run_jobs()
        with at_school(school.id):
            assert Exchange.objects.first().state == "applied"

    return upload


def invitations(school):
    with at_school(school.id):
        return dict(Invitation.objects.values_list("email", "state"))


def classes(school):
    """{class: who is in it}"""
    with at_school(school.id):
        found = {}
        for person in roster.export(school):
            for name in {*person.groups, *person.home_groups}:
                found.setdefault(name, set()).add(person.sms_id)
        return found


def accepted(school, email, name, role=Role.TEACHER):
    user = make_user(email, name)
    with at_school(school.id):
        give_access(school, user, role, person=Person.objects.get(email=email))
    return user


def judge(school, user, sms_id, level, *, version=0):
    with at_school(school.id):
        student = Person.objects.get(sms_id=sms_id)
        entry = Entry(student.id, level, version, "Looked again" if version else "")
        cycle = Cycle.objects.get(kind="interim")
        Cycle.objects.update(opens_on=f"{cycle.year}-01-01", closes_on=f"{cycle.year}-12-31")
        cycle.refresh_from_db()
        confirm(school, user, [entry], area="reading", cycle=cycle)


def test_a_new_teacher_is_invited_one_who_leaves_loses_access_and_one_who_is_back_has_it_again(school, driver, upload):
    assert invitations(school) == {"hemi@kowhai.example": "pending"}
    driver.do("teacher_joins", first="Mia", last="Lee", email=MIA, room=0)
    assert MIA not in invitations(school)
    upload()
    assert invitations(school)[MIA] == "pending"
    mia = accepted(school, MIA, "Mia Lee")
    judge(school, mia, "S0", "3")
    driver.do("teacher_leaves", email=MIA)
    assert find_access(mia, school.number) is not None
    upload()
    assert find_access(mia, school.number) is None
    with pytest.raises((NoAccess, NotConfirmed)):
        judge(school, mia, "S0", "4", version=1)
    driver.do("teacher_comes_back", email=MIA)
    upload()
    assert find_access(mia, school.number) is not None
    judge(school, mia, "S0", "4", version=1)


def test_a_teacher_who_leaves_before_accepting_is_invited_no_longer(school, driver, upload):
    driver.do("teacher_leaves", email="hemi@kowhai.example")
    upload()
    assert invitations(school) == {"hemi@kowhai.example": "withdrawn"}


def test_an_administrator_of_pact_who_leaves_the_sms_keeps_access(school, driver, upload):
    """Somebody has to be able to get in; the Users page and the home page point it out."""
    hemi = accepted(school, "hemi@kowhai.example", "Hēmi Walker", Role.ADMINISTRATOR)
    driver.do("teacher_leaves", email="hemi@kowhai.example")
    upload()
    assert find_access(hemi, school.number) is not None


def test_a_renamed_class_keeps_its_members_its_teacher_and_their_judgements(school, driver, upload):
    hemi = accepted(school, "hemi@kowhai.example", "Hēmi Walker")
    judge(school, hemi, "S0", "3")
    before = classes(school)
    driver.do("rename_class", name="Room 1", to="Rūma Tahi")
    upload()
    after = classes(school)
    assert after["Rūma Tahi"] == before["Room 1"] == {"S0", "S2", "S4", "T1"}
    assert {name: who for name, who in after.items() if name != "Rūma Tahi"} == {
        name: who for name, who in before.items() if name != "Room 1"
    }
    judge(school, hemi, "S0", "4", version=1)
    with at_school(school.id):
        (judgement,) = Judgement.objects.select_related("person")
        assert (judgement.person.sms_id, judgement.level, judgement.version) == ("S0", "4", 2)
        rows = feed.feed(school, 0, reader="kamar").rows
    assert [(row.person_id, row.version, row.level) for row in rows] == [("S0", 1, "3"), ("S0", 2, "4")]
    driver.do("collect")
    results = driver.do("state")["results"]
    assert [(row["version"], row["level"], row["whose"]) for row in results] == [(1, "3", "S0"), (2, "4", "S0")]
