"""An administrator invites an address, sends again, withdraws."""

import pytest
from django.core import mail

from openpact.hub.accounts.invitations import NotInvited, invite_by_hand, invite_staff, resend, withdraw
from openpact.hub.accounts.models import InvitationEvent, Role
from openpact.hub.platform.tenancy import at_school

from ..jobs import run_jobs
from .staff import add_staff, invitations_of, mailed_links, set_active


@pytest.fixture
def invite(school, administrator):
    def call(email="Ana@Kowhai.example", name="Ana Ngata", role=Role.TEACHER):
        with at_school(school.id):
            return invite_by_hand(school, email, name, role, administrator)

    return call


def test_it_is_mailed_and_recorded_with_who_did_it(school, invite, administrator):
    made = invite()
    run_jobs()
    assert (made.email, made.person, made.exchange_id) == ("ana@kowhai.example", None, None)
    assert "Mere Office at Kōwhai Flats School invites you" in mail.outbox[0].body
    with at_school(school.id):
        steps = list(InvitationEvent.objects.values_list("what", "by"))
    assert steps == [("invited", administrator.id), ("sent", None)]


def test_an_address_that_has_access_is_refused(invite, teacher):
    with pytest.raises(NotInvited, match="already has access"):
        invite("TEACHER@kowhai.example")


def test_a_second_open_invitation_to_an_address_is_refused(invite):
    invite()
    with pytest.raises(NotInvited, match="open invitation"):
        invite("ana@kowhai.example")


def test_an_expired_one_does_not_block_a_new_one(school, invite, time):
    invite()
    run_jobs()
    time.forward(days=14)
    invite()
    assert [i.state for i in invitations_of(school)] == ["withdrawn", "pending"]


def test_an_address_the_sms_knows_is_linked_with_its_person(school, hemi, invite):
    assert invite("hemi@kowhai.example").person == hemi


def test_an_address_two_people_share_is_linked_with_neither(school, hemi, invite):
    add_staff(school, "Other", "Parata")
    assert invite("hemi@kowhai.example").person is None


def test_an_open_invitation_from_the_sms_counts(school, hemi, invite, exchange_id):
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    with pytest.raises(NotInvited, match="open invitation"):
        invite("hemi@kowhai.example")


def test_the_second_invitation_of_the_sms_goes_out_although_one_by_hand_is_open(school, invite, exchange_id):
    invite("hemi@kowhai.example", "Hēmi")
    hemi = add_staff(school)
    with at_school(school.id):
        assert invite_staff(school, exchange_id, send=True).invited == [hemi]


def test_sending_again_makes_a_new_link_and_ends_the_old_one(school, invite, administrator, client):
    made = invite()
    (first,) = mailed_links()
    with at_school(school.id):
        resend(school, made.id, administrator)
    _, second = mailed_links()
    assert client.get(first).status_code == 404
    assert client.get(second).status_code == 200


def test_an_expired_invitation_can_be_sent_again(school, invite, administrator, client, time):
    made = invite()
    (link,) = mailed_links()
    time.forward(days=20)
    assert "has expired" in client.get(link).content.decode()
    with at_school(school.id):
        resend(school, made.id, administrator)
    assert "Choose a password" in client.get(mailed_links()[-1]).content.decode()


def test_a_withdrawn_or_accepted_one_is_neither_sent_nor_withdrawn_again(school, invite, administrator):
    made = invite()
    with at_school(school.id):
        withdraw(school, made.id, administrator)
    for act in (resend, withdraw):
        with at_school(school.id), pytest.raises(NotInvited, match="in the meantime"):
            act(school, made.id, administrator)


def test_nobody_who_left_is_mailed_again(school, hemi, link, administrator):
    set_active(school, hemi, False)
    (invitation,) = invitations_of(school)
    with at_school(school.id), pytest.raises(NotInvited, match="not at the school any more"):
        resend(school, invitation.id, administrator)


def test_a_neighbours_invitation_cannot_be_touched(invite, neighbour, neighbours_administrator):
    made = invite()
    for act in (resend, withdraw):
        with at_school(neighbour.id), pytest.raises(NotInvited):
            act(neighbour, made.id, neighbours_administrator)
