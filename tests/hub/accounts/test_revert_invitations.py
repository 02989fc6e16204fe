"""Reverting an exchange undoes what it did to invitations."""

import uuid

import pytest

from openpact.hub.accounts.invitations import (
    invite_staff,
    people_with_accounts,
    revert_invitations,
    withdraw,
    withdraw_for_departed,
)
from openpact.hub.accounts.models import InvitationEvent, Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import core, services
from openpact.hub.roster.models import Person

from ..jobs import run_jobs
from ..roster.files import ide_file
from ..roster.files import teacher as roster_teacher
from .staff import invitations_of, set_active


@pytest.fixture
def invited(school, hemi, exchange_id):
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    run_jobs()
    (invitation,) = invitations_of(school)
    return invitation


@pytest.fixture
def left(school, hemi, invited):
    """The exchange with which Hēmi left."""
    leaving = uuid.uuid4()
    set_active(school, hemi, False)
    with at_school(school.id):
        withdraw_for_departed(school, leaving)
    return leaving


def revert(school, exchange_id):
    with at_school(school.id):
        revert_invitations(school, exchange_id)


def test_open_invitations_the_exchange_made_are_withdrawn(school, invited, exchange_id):
    revert(school, exchange_id)
    assert [i.state for i in invitations_of(school)] == ["withdrawn"]
    revert(school, exchange_id)
    assert [i.state for i in invitations_of(school)] == ["withdrawn"]


def test_an_accepted_invitation_stays_accepted(school, hemi, invited, exchange_id, teacher):
    with at_school(school.id):
        invited.state, invited.accepted_by = "accepted", teacher
        invited.save()
    revert(school, exchange_id)
    assert [i.state for i in invitations_of(school)] == ["accepted"]


def test_other_exchanges_invitations_stay(school, invited):
    revert(school, uuid.uuid4())
    assert [i.state for i in invitations_of(school)] == ["pending"]


def test_an_invitation_the_exchange_withdrew_is_valid_again_with_its_link(school, hemi, invited, left, client):
    set_active(school, hemi, True)
    revert(school, left)
    (back,) = invitations_of(school)
    assert (back.state, back.token_hash) == ("pending", invited.token_hash)
    with at_school(school.id):
        assert InvitationEvent.objects.latest("id").what == "returned"


def test_an_expired_one_does_not_come_back(school, hemi, left, time):
    time.forward(days=15)
    set_active(school, hemi, True)
    revert(school, left)
    assert [i.state for i in invitations_of(school)] == ["withdrawn"]


def test_one_withdrawn_by_a_person_does_not_come_back(school, hemi, invited, administrator, exchange_id):
    with at_school(school.id):
        withdraw(school, invited.id, administrator)
    revert(school, exchange_id)
    assert [i.state for i in invitations_of(school)] == ["withdrawn"]


def test_it_does_not_come_back_beside_a_newer_one_or_an_account(school, hemi, left, teacher):
    set_active(school, hemi, True)
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    revert(school, left)
    assert [i.state for i in invitations_of(school)] == ["withdrawn"]


def test_one_replaced_for_its_old_address_comes_back_instead_of_the_new_one(school, hemi, invited):
    moving = uuid.uuid4()
    with at_school(school.id):
        Person.objects.filter(id=hemi.id).update(email="new@kowhai.example")
        invite_staff(school, moving, send=True)
        Person.objects.filter(id=hemi.id).update(email="hemi@kowhai.example")
    revert(school, moving)
    assert [(i.email, i.state) for i in invitations_of(school)] == [
        ("hemi@kowhai.example", "pending"),
        ("new@kowhai.example", "withdrawn"),
    ]


def test_the_invitation_of_a_reverted_arrival_stays_as_history_without_the_person(school, exchange_id):
    with at_school(school.id):
        told = ide_file([roster_teacher("t1", email="hemi@kowhai.example", groups=("Room 4",))])
        plan = core.make_plan(services.current(school, lock=True), told)
        services.apply(school, exchange_id, plan, planned_version=0, exported_at=told.exported_at)
        assert len(invite_staff(school, exchange_id, send=True).invited) == 1
    run_jobs()
    with at_school(school.id):
        services.revert(school, exchange_id, keep=people_with_accounts(school))
        revert_invitations(school, exchange_id)
        assert not Person.objects.exists()
    (history,) = invitations_of(school)
    assert (history.person_id, history.state, history.name) == (None, "withdrawn", "Hēmi Parata")
