"""An applied exchange invites the staff who are new to PaCT."""

import uuid

import pytest
from django.core import mail

from openpact.hub.accounts.invitations import invite_staff, people_with_accounts, withdraw_for_departed
from openpact.hub.accounts.models import InvitationEvent, Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person

from ..conftest import make_user
from ..jobs import queued, run_jobs
from .staff import add_group, add_staff, invitations_of, set_active


@pytest.fixture
def invite(school, exchange_id):
    def call(send=True, exchange=exchange_id, **more):
        with at_school(school.id):
            return invite_staff(school, exchange, send=send, **more)

    return call


def test_teaching_staff_are_invited_as_teachers_and_mailed_once_each(school, hemi, invite, exchange_id):
    add_staff(school, "Ana", "Ngata", email="Ana@Kowhai.example")
    outcome = invite()
    assert [p.first_name for p in outcome.invited] == ["Ana", "Hēmi"]
    made = invitations_of(school)
    assert {(i.email, i.role, i.exchange_id, i.invited_by_id) for i in made} == {
        ("hemi@kowhai.example", "teacher", exchange_id, None),
        ("ana@kowhai.example", "teacher", exchange_id, None),
    }
    assert queued() == [("accounts.send_invitation", {"school_id": school.id, "invitation_id": i.id}) for i in made]
    run_jobs()
    assert sorted(m.to for m in mail.outbox) == [["ana@kowhai.example"], ["hemi@kowhai.example"]]


def test_without_sending_nobody_is_invited_and_the_outcome_says_who_would_be(school, hemi, invite):
    outcome = invite(send=False)
    assert (outcome.not_yet, outcome.invited) == ([hemi], [])
    assert invitations_of(school) == []
    assert queued() == []


def test_other_staff_are_invited_only_if_they_are_in_a_group(school, invite):
    add_staff(school, "Office", "Only", email="desk@kowhai.example", role=Person.Role.NON_TEACHING_STAFF)
    aide = add_staff(school, "Teacher", "Aide", email="aide@kowhai.example", role=Person.Role.NON_TEACHING_STAFF)
    add_group(school, "Reading support", aide)
    assert invite().invited == [aide]


@pytest.mark.parametrize("role", ["Student", "ParentCaregiver", "Alumni"])
def test_nobody_else_is_invited(school, invite, role):
    add_staff(school, role=role)
    assert invite().invited == []


def test_people_without_a_usable_address_are_answered_instead(school, invite):
    add_staff(school, "No", "Mail", email="")
    add_staff(school, "Odd", "Mail", email="not an address")
    add_staff(school, "Long", "Mail", email=f"{'a' * 60}@{'b' * 60}.{'c' * 60}.{'d' * 60}.{'e' * 30}.example")
    outcome = invite()
    assert sorted(p.first_name for p in outcome.without_address) == ["Long", "No", "Odd"]
    assert outcome.invited == []


def test_an_address_that_two_share_invites_neither(school, invite):
    twins = [
        add_staff(school, "Pita", "One", email="room@kowhai.example"),
        add_staff(school, "Rita", "Two", email="ROOM@kowhai.example "),
    ]
    assert invite().shared_address == twins
    assert invitations_of(school) == []


def test_an_address_shared_with_somebody_who_left_is_nobody_elses(school, invite):
    add_staff(school, "Gone", "Before", email="hemi@kowhai.example", active=False)
    hemi = add_staff(school)
    assert invite().invited == [hemi]


def test_a_linked_person_is_not_invited_again(school, hemi, teacher, invite):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
        assert people_with_accounts(school) == {hemi.id}
    assert invite().invited == []


def test_an_open_invitation_is_left_alone(school, hemi, invite):
    invite()
    outcome = invite(exchange=uuid.uuid4())
    assert (outcome.invited, outcome.waiting) == ([], [hemi])
    assert len(invitations_of(school)) == 1


def test_an_expired_invitation_does_not_block_a_new_one(school, hemi, invite, time):
    invite()
    run_jobs()
    time.forward(days=14)
    assert invite(exchange=uuid.uuid4()).invited == [hemi]
    old, new = invitations_of(school)
    assert (old.state, new.state) == ("withdrawn", "pending")


def test_a_changed_address_replaces_the_invitation_to_the_old_one(school, hemi, invite):
    invite()
    with at_school(school.id):
        Person.objects.filter(id=hemi.id).update(email="hemi.parata@kowhai.example")
    invite(exchange=uuid.uuid4())
    assert [(i.email, i.state) for i in invitations_of(school)] == [
        ("hemi@kowhai.example", "withdrawn"),
        ("hemi.parata@kowhai.example", "pending"),
    ]


def test_the_invitation_of_somebody_who_left_is_withdrawn(school, hemi, invite):
    invite()
    set_active(school, hemi, False)
    leaving = uuid.uuid4()
    with at_school(school.id):
        assert withdraw_for_departed(school, leaving) == 1
        assert withdraw_for_departed(school, uuid.uuid4()) == 0
    (invitation,) = invitations_of(school)
    assert (invitation.state, invitation.withdrawn_by_exchange_id) == ("withdrawn", leaving)
    run_jobs()
    assert mail.outbox == []


def test_every_step_is_recorded_with_its_exchange(school, hemi, invite, exchange_id):
    invite()
    set_active(school, hemi, False)
    leaving = uuid.uuid4()
    with at_school(school.id):
        withdraw_for_departed(school, leaving)
        steps = list(InvitationEvent.objects.values_list("what", "exchange_id", "by"))
    assert steps == [("invited", exchange_id, None), ("withdrawn", leaving, None)]


def test_inviting_takes_as_many_queries_for_many_as_for_one(school, django_assert_num_queries, exchange_id):
    with at_school(school.id):
        for size in (1, 60):
            Person.objects.bulk_create(
                Person(
                    school=school,
                    sms_id=f"{size}-{n}",
                    role=Person.Role.TEACHING_STAFF,
                    first_name="A",
                    last_name=f"B{n}",
                    email=f"{size}.{n}@kowhai.example",
                )
                for n in range(size)
            )
            with django_assert_num_queries(9):
                assert len(invite_staff(school, exchange_id, send=True).invited) == size


def test_a_neighbours_staff_are_not_seen(school, neighbour, invite):
    add_staff(neighbour, "Not", "Ours", email="not.ours@rimu.example")
    outcome = invite()
    assert (outcome.invited, outcome.without_address, outcome.shared_address) == ([], [], [])


def test_two_administrators_who_invite_at_once_make_one_invitation(school, hemi, invite, administrator):
    second = make_user("second@kowhai.example", "Second")
    with at_school(school.id):
        give_access(school, second, Role.ADMINISTRATOR)
    assert invite(exchange=None, by=administrator, only=[hemi.id]).invited == [hemi]
    assert invite(exchange=None, by=second, only=[hemi.id]).invited == []
    (made,) = invitations_of(school)
    assert made.invited_by_id == administrator.id
