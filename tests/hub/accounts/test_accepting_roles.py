"""Which role somebody has once they accept: nobody becomes less, and the SMS makes nobody more than a teacher."""

import pytest

from openpact.hub.accounts.accepting import higher
from openpact.hub.accounts.invitations import change_role, invite_by_hand, invite_staff
from openpact.hub.accounts.models import Access, Invitation, Role
from openpact.hub.accounts.services import give_access
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school

from ..conftest import make_user, signed_in
from .staff import add_staff, invitations_of, mailed_links

A, L, T, R = Role.ADMINISTRATOR, Role.LEADER, Role.TEACHER, Role.READER


@pytest.fixture
def user(db):
    return make_user("hemi@kowhai.example", "Hēmi P")


@pytest.fixture
def invited(school, administrator):
    """By hand, before the school linked its SMS; the path of the link."""

    def invited(role):
        with at_school(school.id):
            invite_by_hand(school, "hemi@kowhai.example", "Hēmi", role, administrator)
        return mailed_links()[-1]

    return invited


@pytest.fixture
def from_the_sms(school, exchange_id):
    """The second invitation: the SMS lists them now, as teaching staff."""

    def from_the_sms():
        add_staff(school)
        with at_school(school.id):
            invite_staff(school, exchange_id, send=True)
        return mailed_links()[-1]

    return from_the_sms


def outcome(school, user) -> tuple[str, bool]:
    """Their role, and whether they are linked."""
    with at_school(school.id):
        access = Access.objects.get(user=user)
        return access.role, access.person_id is not None


@pytest.mark.parametrize("role", Role)
def test_whoever_was_invited_by_hand_and_accepted_is_linked_later_and_keeps_the_role(
    school, invited, from_the_sms, user, role
):
    client = signed_in(user)
    client.post(invited(role))
    assert outcome(school, user) == (role, False)
    client.post(from_the_sms())
    assert outcome(school, user) == (role, True)


@pytest.mark.parametrize("role", [A, L, T])
def test_one_link_is_enough_for_whoever_has_two(school, invited, from_the_sms, user, role):
    """A principal has a leader's invitation by hand and the SMS's in the same mailbox, and opens the SMS's alone."""
    first, second = invited(role), from_the_sms()
    client = signed_in(user)
    client.post(second)
    assert outcome(school, user) == (role, True)
    assert [i.state for i in invitations_of(school)] == ["withdrawn", "accepted"]
    assert "was withdrawn" in client.get(first).content.decode()


def test_opened_in_the_other_order_it_comes_to_the_same(school, invited, from_the_sms, user):
    first, second = invited(L), from_the_sms()
    client = signed_in(user)
    client.post(first)
    client.post(second)
    assert outcome(school, user) == ("leader", True)


def test_an_expired_one_by_hand_gives_nothing_any_more(school, invited, from_the_sms, user, time):
    invited(L)
    time.forward(days=15)
    signed_in(user).post(from_the_sms())
    assert outcome(school, user) == ("teacher", True)


def test_one_by_hand_to_another_address_is_left_alone(school, administrator, from_the_sms, user):
    with at_school(school.id):
        invite_by_hand(school, "private@hemi.example", "Hēmi", L, administrator)
    signed_in(user).post(from_the_sms())
    assert outcome(school, user) == ("teacher", True)
    assert [i.state for i in invitations_of(school)] == ["pending", "accepted"]


def test_a_leader_the_sms_lists_already_is_linked_at_once(school, hemi, invited, user):
    signed_in(user).post(invited(L))
    assert outcome(school, user) == ("leader", True)


@pytest.mark.parametrize("role", Role)
def test_somebody_new_has_the_role_of_the_invitation(school, invited, client, role):
    from openpact.hub.accounts.models import User

    client.post(invited(role), {"name": "Hēmi", "password": "tūī sings at dawn"})
    assert outcome(school, User.objects.get(email="hemi@kowhai.example")) == (role, False)


@pytest.mark.parametrize(
    "has, offered, becomes",
    [
        (A, A, A), (A, L, A), (A, T, A), (A, R, A),
        (L, A, A), (L, L, L), (L, T, L), (L, R, L),
        (T, A, A), (T, L, L), (T, T, T), (T, R, T),
        # A reader sees all and a teacher judges: neither is more, so what a person gave stays.
        (R, A, A), (R, L, L), (R, T, R), (R, R, R),
    ],
)  # fmt: skip
def test_what_one_becomes(has, offered, becomes):
    assert higher(has, offered) == becomes


def test_the_role_is_the_one_that_the_invitation_has_when_it_is_accepted(school, invited, user, administrator):
    link = invited(T)
    with at_school(school.id):
        change_role(school, Invitation.objects.get().id, L, administrator)
    signed_in(user).post(link)
    assert outcome(school, user) == (L, False)


def test_the_audit_says_who_accepted_and_what_they_are_now(school, invited, from_the_sms, user):
    client = signed_in(user)
    client.post(invited(L))
    client.post(from_the_sms())
    with at_school(school.id):
        lines = list(Line.objects.filter(about=user).order_by("id").values_list("by_name", "words"))
    assert lines == [
        ("Hēmi P", "Accepted an invitation (hemi@kowhai.example): is PaCT leader now."),
        (
            "Hēmi P",
            "Accepted an invitation (hemi@kowhai.example): is PaCT leader now, linked with Hēmi Parata in the SMS.",
        ),
    ]


def test_an_access_given_otherwise_before_is_no_hindrance(school, from_the_sms, user):
    with at_school(school.id):
        give_access(school, user, R)
    signed_in(user).post(from_the_sms())
    assert outcome(school, user) == ("reader", True)
