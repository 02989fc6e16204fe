"""Changing access: roles, the link with the SMS, removing and giving back. A school always keeps an administrator."""

import pytest

from openpact.hub.accounts import access as services
from openpact.hub.accounts.access import LastAdministrator, NotChanged
from openpact.hub.accounts.invitations import NotInvited, invite_by_hand, invite_staff
from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.services import find_access, give_access
from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school

from ..conftest import make_user, signed_in
from .staff import add_group, add_staff, invitations_of, mailed_links, set_active

HOME = "/schools/7999/"


def access_of(school, user) -> Access:
    with at_school(school.id):
        return Access.objects.select_related("person").get(user=user)


@pytest.fixture
def change(school, administrator):
    """Do one of the services' things to somebody, as the administrator unless somebody else is named."""

    def change(what, user, *more, by=administrator):
        with at_school(school.id):
            return getattr(services, what)(school, Access.objects.get(user=user).id, *more, by)

    return change


@pytest.fixture
def second(school):
    """Another administrator."""
    user = make_user("second@kowhai.example", "Sione Second")
    with at_school(school.id):
        give_access(school, user, Role.ADMINISTRATOR)
    return user


def lines(school) -> list[tuple[str, str]]:
    with at_school(school.id):
        return list(Line.objects.order_by("id").values_list("by_name", "words"))


# --- Removing and giving back -----------------------------------------------------------------------------------------


def test_whoever_is_removed_is_out_of_this_school_at_once_though_still_signed_in(change, school, neighbour, teacher):
    with at_school(neighbour.id):
        give_access(neighbour, teacher, Role.TEACHER)
    client = signed_in(teacher)
    assert client.get(HOME).status_code == 200
    change("remove", teacher)
    assert client.get(HOME).status_code == 404
    assert client.get("/schools/7998/").status_code == 200
    assert client.get("/")["Location"] == "/schools/7998/"


def test_it_can_be_given_back_as_it_was(change, school, teacher, hemi):
    with at_school(school.id):
        give_access(school, teacher, Role.LEADER, person=hemi)
    change("remove", teacher)
    change("give_back", teacher)
    access = access_of(school, teacher)
    assert (access.role, access.person, access.removed_at, access.removed_by_id) == ("leader", hemi, None, None)
    assert signed_in(teacher).get(HOME).status_code == 200


def test_both_are_in_the_audit_once_however_often_they_are_asked(change, school, teacher):
    for what in ("remove", "remove", "give_back", "give_back"):
        change(what, teacher)
    assert lines(school) == [
        ("Mere Office", "Removed the access of Tama Teacher (teacher@kowhai.example), teacher."),
        ("Mere Office", "Gave access back to Tama Teacher (teacher@kowhai.example), as teacher."),
    ]


def test_an_open_invitation_does_not_let_them_back_in(change, school, hemi, link, teacher):
    """It was for their person in the SMS, at another address."""
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    change("remove", teacher)
    assert invitations_of(school)[0].state == "withdrawn"
    assert "was withdrawn" in signed_in(teacher).get(link).content.decode()


def test_the_sms_does_not_invite_them_again(change, school, hemi, exchange_id):
    """Neither a person who is linked, nor one who has the address of somebody who is not."""
    linked, by_hand = make_user("hemi@kowhai.example", "Hēmi"), make_user("ana@kowhai.example", "Ana")
    ana = add_staff(school, "Ana", "Ngata", email="Ana@kowhai.example")
    with at_school(school.id):
        give_access(school, linked, Role.TEACHER, person=hemi)
        give_access(school, by_hand, Role.TEACHER)
    for user in (linked, by_hand):
        change("remove", user)
    with at_school(school.id):
        outcome = invite_staff(school, exchange_id, send=True)
    assert (outcome.invited, outcome.removed) == ([], [ana])


def test_an_invitation_made_since_does_not_give_it_back_either(change, school, hemi, link, teacher):
    """Their address became that of an SMS person later."""
    change("remove", teacher)
    teacher.email = "hemi@kowhai.example"
    teacher.save()
    client = signed_in(teacher)
    for answer in (client.get(link), client.post(link)):
        assert "Your access to Kōwhai Flats School was removed" in answer.content.decode()
    assert find_access(teacher, 7999) is None


def test_inviting_them_by_hand_says_where_to_give_it_back(change, school, administrator, teacher):
    change("remove", teacher)
    with at_school(school.id), pytest.raises(NotInvited, match="Give it back in the list of users"):
        invite_by_hand(school, teacher.email, "Tama", Role.TEACHER, administrator)


def test_inviting_by_hand_whoever_left_as_the_sms_says_tells_what_to_do(school, administrator, teacher, hemi):
    with at_school(school.id):
        give_access(school, teacher, Role.TEACHER, person=hemi)
    set_active(school, hemi, False)
    with at_school(school.id), pytest.raises(NotInvited, match="has left the school, as the SMS says"):
        invite_by_hand(school, teacher.email, "Tama", Role.TEACHER, administrator)


# --- Roles ------------------------------------------------------------------------------------------------------------


def test_a_role_is_changed_and_the_audit_says_from_what_to_what(change, school, teacher):
    change("change_role", teacher, Role.LEADER)
    change("change_role", teacher, Role.LEADER)
    assert access_of(school, teacher).role == "leader"
    words = "Gave Tama Teacher (teacher@kowhai.example) the role of PaCT leader (was: teacher)."
    assert lines(school) == [("Mere Office", words)]


@pytest.mark.parametrize("what, more", [("remove", ()), ("change_role", (Role.LEADER,))])
def test_the_last_administrator_stays_one(change, school, administrator, teacher, what, more):
    with pytest.raises(LastAdministrator, match="Mere Office is the only PaCT administrator"):
        change(what, administrator, *more)
    assert access_of(school, administrator).role == "administrator"
    assert lines(school) == []


@pytest.mark.parametrize("what, more", [("remove", ()), ("change_role", (Role.LEADER,))])
def test_with_a_second_one_the_first_may_go(change, school, administrator, second, what, more):
    change(what, administrator, *more)
    with pytest.raises(LastAdministrator):
        change(what, second, *more, by=second)


def test_one_whose_account_is_switched_off_or_who_was_removed_does_not_count(change, school, administrator, second):
    change("remove", second)
    third = make_user("third@kowhai.example", "Off")
    third.is_active = False
    third.save()
    with at_school(school.id):
        give_access(school, third, Role.ADMINISTRATOR)
    with pytest.raises(LastAdministrator):
        change("remove", administrator)


def test_an_administrator_at_another_school_does_not_count(change, neighbours_administrator, administrator):
    with pytest.raises(LastAdministrator):
        change("remove", administrator)


# --- The link with the SMS ----------------------------------------------------------------------------------------------


def test_linking_brings_the_groups_and_ends_with_the_link(change, school, teacher, hemi):
    add_group(school, "Room 9", hemi)
    change("link", teacher, hemi.id)
    assert "Room 9" in signed_in(teacher).get(HOME).content.decode()
    change("unlink", teacher)
    assert "Room 9" not in signed_in(teacher).get(HOME).content.decode()
    assert [words for _, words in lines(school)] == [
        "Linked Tama Teacher (teacher@kowhai.example) with Hēmi Parata in the SMS.",
        "Ended the link of Tama Teacher (teacher@kowhai.example) with Hēmi Parata in the SMS.",
    ]


def test_without_the_link_access_no_longer_ends_by_leaving(change, school, teacher, hemi):
    change("link", teacher, hemi.id)
    set_active(school, hemi, False)
    assert find_access(teacher, 7999) is None
    change("unlink", teacher)
    assert find_access(teacher, 7999) is not None


def test_nobody_is_linked_with_whom_it_cannot_be(change, school, neighbour, teacher, administrator, hemi):
    """Somebody else's person, a student, one who has left, another school's."""
    with at_school(school.id):
        give_access(school, administrator, Role.ADMINISTRATOR, person=hemi)
    student = add_staff(school, "Ani", "Tui", email="", role="Student")
    gone = add_staff(school, "Gone", "Tui", email="", active=False)
    theirs = add_staff(neighbour, "Not", "Ours", email="")
    for person in (hemi, student, gone, theirs):
        with pytest.raises(NotChanged, match="Nothing was changed"):
            change("link", teacher, person.id)
    assert access_of(school, teacher).person is None


# --- Who may ------------------------------------------------------------------------------------------------------------


EVERYTHING = [
    ("remove", ()),
    ("give_back", ()),
    ("change_role", (Role.ADMINISTRATOR,)),
    ("link", (1,)),
    ("unlink", ()),
]


@pytest.mark.parametrize("role", [Role.LEADER, Role.TEACHER, Role.READER])
@pytest.mark.parametrize("what, more", EVERYTHING)
def test_nobody_but_an_administrator_changes_access(change, school, teacher, role, what, more):
    other = make_user("other@kowhai.example", "Other")
    with at_school(school.id):
        give_access(school, other, role)
    with pytest.raises(NotChanged, match="You are not a PaCT administrator"):
        change(what, teacher, *more, by=other)


@pytest.mark.parametrize("what, more", EVERYTHING)
def test_one_who_was_removed_meanwhile_changes_nothing_more(change, school, administrator, second, teacher, what, more):
    change("remove", administrator, by=second)
    with pytest.raises(NotChanged, match="You are not a PaCT administrator"):
        change(what, teacher, *more)


@pytest.mark.parametrize("what, more", EVERYTHING)
def test_a_neighbour_reaches_nobody_here(school, neighbour, neighbours_administrator, teacher, what, more):
    wanted = access_of(school, teacher).id
    with at_school(neighbour.id), pytest.raises(NotChanged, match="no such user"):
        getattr(services, what)(neighbour, wanted, *more, neighbours_administrator)
    with at_school(neighbour.id), pytest.raises(NotChanged, match="not a PaCT administrator"):
        getattr(services, what)(school, wanted, *more, neighbours_administrator)
    assert access_of(school, teacher).role == "teacher"


def test_mail_that_waited_lets_nobody_in_after_all(change, school, administrator, exchange_id):
    """Removed between being invited to a second address and opening that mail."""
    user = make_user("hemi@private.example", "Hēmi")
    with at_school(school.id):
        give_access(school, user, Role.TEACHER)
    add_staff(school)
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    link = mailed_links()[-1]
    change("remove", user)
    client = signed_in(user)
    client.post(link, {"action": "send-code"})
    assert find_access(user, 7999) is None
    assert "was removed" in client.get(link).content.decode()
