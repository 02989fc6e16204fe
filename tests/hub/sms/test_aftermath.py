"""What follows an upload: invitations to staff, their end when they leave, and all of it undone by a revert."""

from dataclasses import replace

import pytest
from django.urls import reverse

from openpact.hub.accounts.models import Access, Invitation, Role
from openpact.hub.accounts.services import find_access, give_access
from openpact.hub.judgements.models import Judgement, LearningArea
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.models import ShownMail
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.sms import decisions

from ..conftest import make_user, signed_in
from ..roster.files import student, teacher
from .uploads import link, upload, written

STUDENTS = [student(str(n), nsn=f"{n:010}", home_groups=("Rm 1",)) for n in range(1, 11)]
HEMI = teacher("t1", groups=("Rm 1",), email="hemi@kowhai.example")
MIA = teacher("t2", "Mia", "Lee", groups=("Rm 1",), email="mia@kowhai.example")


@pytest.fixture
def inviting(school, settings):
    settings.EMAIL_BACKEND = "openpact.hub.platform.mail.ShownMailBackend"
    link(school, invite_staff=True)
    return school


def invitations(school) -> dict[str, str]:
    with at_school(school.id):
        return dict(Invitation.objects.values_list("email", "state"))


def test_nobody_is_mailed_until_the_administrator_turns_it_on(school):
    link(school)
    upload(school, written([*STUDENTS, HEMI]))
    assert invitations(school) == {}


def test_staff_new_to_pact_are_invited_and_mailed_once(inviting):
    upload(inviting, written([*STUDENTS, HEMI]))
    upload(inviting, written([*STUDENTS, HEMI, MIA], later=1))
    assert invitations(inviting) == {"hemi@kowhai.example": "pending", "mia@kowhai.example": "pending"}
    assert sorted(ShownMail.objects.values_list("to", flat=True)) == ["hemi@kowhai.example", "mia@kowhai.example"]


def test_an_approval_may_turn_invitations_on(school, administrator):
    link(school, review="first")
    exchange = upload(school, written([*STUDENTS, HEMI]))
    with at_school(school.id):
        decisions.approve(school, exchange.id, administrator, seen_version=0, invite=True)
    assert invitations(school) == {"hemi@kowhai.example": "pending"}


def test_who_leaves_loses_a_pending_invitation_and_access_and_a_return_restores_access(inviting):
    upload(inviting, written([*STUDENTS, HEMI, MIA]))
    user = make_user("mia@kowhai.example", "Mia Lee")
    with at_school(inviting.id):
        give_access(inviting, user, Role.TEACHER, person=Person.objects.get(sms_id="t2"))
    upload(inviting, written(STUDENTS, later=1))
    assert invitations(inviting)["hemi@kowhai.example"] == "withdrawn"
    assert find_access(user, 7999) is None
    upload(inviting, written([*STUDENTS, MIA], later=2))
    assert find_access(user, 7999) is not None


def test_a_revert_withdraws_what_the_upload_had_sent_and_brings_back_what_it_had_withdrawn(inviting, administrator):
    upload(inviting, written([*STUDENTS, HEMI]))
    exchange = upload(inviting, written([*STUDENTS, MIA], later=1))
    assert invitations(inviting) == {"hemi@kowhai.example": "withdrawn", "mia@kowhai.example": "pending"}
    with at_school(inviting.id):
        decisions.revert(inviting, exchange.id, administrator)
    assert invitations(inviting) == {"hemi@kowhai.example": "pending", "mia@kowhai.example": "withdrawn"}


def test_a_revert_keeps_who_has_judgements_or_an_account(inviting, administrator):
    exchange = upload(inviting, written([*STUDENTS, HEMI]))
    user = make_user("hemi@kowhai.example", "Hēmi Parata")
    with at_school(inviting.id):
        judged = Person.objects.get(sms_id="1")
        give_access(inviting, user, Role.TEACHER, person=Person.objects.get(sms_id="t1"))
        cycle = Cycle.objects.get(kind="final")
        confirm(inviting, administrator, [Entry(judged.id, "3")], area=LearningArea.READING, cycle=cycle)
    with at_school(inviting.id):
        decisions.revert(inviting, exchange.id, administrator)
    with at_school(inviting.id):
        assert dict(Person.objects.values_list("sms_id", "active")) == {"1": False, "t1": False}
        assert Access.objects.filter(user=user).exists()
        assert judged.judgements.count() == 1
    assert find_access(user, 7999) is None


def test_a_renamed_class_keeps_its_members_its_teacher_and_their_judgements(school, administrator):
    link(school)
    upload(school, written([*STUDENTS, HEMI]))
    user = make_user("hemi@kowhai.example", "Hēmi Parata")
    with at_school(school.id):
        give_access(school, user, Role.TEACHER, person=Person.objects.get(sms_id="t1"))
        cycle = Cycle.objects.get(kind="final")
        confirm(
            school,
            administrator,
            [Entry(p.id, "3") for p in Person.objects.filter(role="Student")],
            area="reading",
            cycle=cycle,
        )
        judged = set(Judgement.objects.values_list("id", "person__sms_id", "level"))
    renamed = [replace(p, home_groups=("Rūma Tahi",)) for p in STUDENTS]
    upload(school, written([*renamed, replace(HEMI, groups=("Rūma Tahi",))], later=1))
    with at_school(school.id):
        people = Person.objects.filter(memberships__group__name="Rūma Tahi", memberships__group__active=True)
        assert set(people.values_list("sms_id", flat=True)) == {p.sms_id for p in [*STUDENTS, HEMI]}
        assert set(Judgement.objects.values_list("id", "person__sms_id", "level")) == judged
        assert len(judged) == len(STUDENTS)
    assert find_access(user, 7999) is not None


def test_an_administrator_of_pact_keeps_access_and_the_users_page_says_so(inviting, administrator):
    upload(inviting, written([*STUDENTS, HEMI]))
    user = make_user("hemi@kowhai.example", "Hēmi Parata")
    with at_school(inviting.id):
        give_access(inviting, user, Role.ADMINISTRATOR, person=Person.objects.get(sms_id="t1"))
    upload(inviting, written(STUDENTS, later=1))
    assert find_access(user, 7999) is not None
    text = signed_in(administrator).get(reverse("users", args=[7999])).content.decode()
    assert "A PaCT administrator keeps access until somebody removes it." in text
