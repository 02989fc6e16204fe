"""What about access and invitations needs a person, and for how long."""

from datetime import timedelta

import pytest

from openpact.hub.accounts.invitations import invite_by_hand, invite_staff, withdraw
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.notices import of_accounts, services
from openpact.hub.notices.services import State
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from ..accounts.staff import add_staff, set_active
from ..conftest import make_user
from .conftest import NOW


@pytest.fixture(autouse=True)
def at(monkeypatch):
    """Set the clock to so many days and hours after NOW."""

    def at(**later):
        monkeypatch.setattr(clock, "now", lambda: NOW + timedelta(**later))

    at()
    return at


@pytest.fixture
def told(school):
    """What holds now: the kind, the key and the text of each."""

    def told():
        with at_school(school.id):
            return {(c.kind, c.key): str(c.text) for c in of_accounts.causes(school)}

    return told


def standing(school, kind):
    (found,) = [one for one in services.look(school) if one.cause.kind == kind]
    return found


@pytest.fixture
def invited(school, administrator):
    def invited(*names):
        with at_school(school.id):
            return [
                invite_by_hand(school, f"{name.lower()}@kowhai.example", name, Role.TEACHER, administrator)
                for name in names
            ]

    return invited


def test_a_school_where_all_is_well_is_told_nothing(told, administrator):
    assert told() == {}


def test_staff_who_can_be_invited_are_counted_until_they_are(school, told):
    add_staff(school)
    add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")
    add_staff(school, "No", "Mail", email="")
    words = "2 members of staff the SMS lists have neither access to PaCT nor an invitation that works."
    assert told() == {("staff-to-invite", ""): words}
    with at_school(school.id):
        invite_staff(school, None, send=True)
    assert told() == {}


@pytest.fixture
def put_aside(school):
    """Says done of the one of this kind; answers how it stands when somebody looks afterwards."""

    def put_aside(kind):
        with at_school(school.id):
            services.mark_done(school, None, standing(school, kind).notice.id)

        def state():
            with at_school(school.id):
                return standing(school, kind).state

        return state

    return put_aside


def test_somebody_new_among_them_asks_again(school, put_aside):
    add_staff(school)
    state = put_aside("staff-to-invite")
    assert state() is State.DONE
    add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")
    assert state() is State.OPEN


def test_the_others_are_not_told_again_once_one_is_invited(school, put_aside):
    add_staff(school)
    ana = add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")
    state = put_aside("staff-to-invite")
    with at_school(school.id):
        invite_staff(school, None, send=True, only=[ana.id])
    assert state() is State.DONE


def test_whose_invitation_expired_unanswered_is_told_again(school, put_aside, at):
    add_staff(school)
    ana = add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")
    state = put_aside("staff-to-invite")
    with at_school(school.id):
        invite_staff(school, None, send=True, only=[ana.id])
    assert state() is State.DONE
    at(days=14)
    assert state() is State.OPEN


def test_an_invitation_is_told_three_days_before_it_expires_and_when_it_has(told, invited, at):
    invited("Ana", "Joan")
    at(days=10, hours=23)
    assert told() == {}
    at(days=11)
    assert told() == {
        (
            "invitations-expiring",
            "2026-06-15",
        ): "Ana, Joan: not accepted yet, and only until 15 June. Remind them, or send them again."
    }
    at(days=14)
    assert told() == {
        (
            "invitations-expired",
            "2026-06-15",
        ): "Ana, Joan: not accepted until 15 June. Send them again, or withdraw them."
    }
    at(days=42)
    assert told() == {}


def test_those_of_another_day_are_another_notice(told, invited, at):
    invited("Ana")
    at(days=1)
    invited("Joan")
    at(days=12)
    assert [key for _kind, key in told()] == ["2026-06-15", "2026-06-16"]


def test_one_more_that_expired_on_the_same_day_asks_again(invited, put_aside, at):
    invited("Ana")
    at(hours=6)
    invited("Joan")
    at(days=14)
    state = put_aside("invitations-expired")
    at(days=14, hours=5)
    assert state() is State.DONE
    at(days=14, hours=6)
    assert state() is State.OPEN


def test_of_many_the_first_are_named(told, invited, at):
    invited("Ana", "Bea", "Cora", "Dee", "Eve")
    at(days=12)
    (text,) = told().values()
    assert text.startswith("Ana, Bea, Cora and 2 more: ")


def test_a_withdrawn_one_is_told_no_more(school, told, invited, administrator, at):
    (made,) = invited("Ana")
    at(days=12)
    with at_school(school.id):
        withdraw(school, made.id, administrator)
    assert told() == {}


def test_staff_of_the_sms_whose_invitation_expired_are_told_once_among_those_to_invite(school, told, at):
    add_staff(school)
    with at_school(school.id):
        invite_staff(school, None, send=True)
    at(days=12)
    assert [kind for kind, _key in told()] == ["invitations-expiring"]
    at(days=14)
    assert [kind for kind, _key in told()] == ["staff-to-invite"]


def test_an_administrator_who_left_as_the_sms_says_is_told_by_name(school, told):
    user, person = make_user("lee@kowhai.example", "Lee Left"), add_staff(school, email="")
    with at_school(school.id):
        access = give_access(school, user, Role.ADMINISTRATOR, person=person)
    set_active(school, person, False)
    assert "The SMS does not list Lee Left any more" in told()["administrator-left", str(access.id)]
    with at_school(school.id):
        give_access(school, user, Role.TEACHER, person=person)
    assert told() == {}


def test_a_neighbours_are_not_told_here(school, neighbour, told, neighbours_administrator):
    add_staff(neighbour, "Not", "Ours", email="not.ours@rimu.example")
    assert told() == {}


def test_looking_takes_few_queries(school, told, invited, django_assert_max_num_queries, at):
    for n in range(5):
        add_staff(school, "Many", f"Staff {n}", email=f"m{n}@kowhai.example")
    invited("Ana", "Bea", "Cora")
    at(days=12)
    with django_assert_max_num_queries(12):
        told()
