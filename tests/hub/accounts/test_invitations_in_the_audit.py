"""Each change of an invitation is a line of the audit, in words an office person understands."""

import uuid

import pytest

from openpact.hub.accounts import invitations
from openpact.hub.accounts.invitations import Wanted
from openpact.hub.accounts.models import Role
from openpact.hub.audit.models import Area, Line
from openpact.hub.platform.tenancy import at_school

from .staff import add_staff, set_active


@pytest.fixture
def do(school):
    """Do something to the school's invitations."""

    def do(what, *more, **named):
        with at_school(school.id):
            return getattr(invitations, what)(school, *more, **named)

    return do


def lines(school) -> list[tuple[str, str]]:
    """Who, and what. The oldest first."""
    with at_school(school.id):
        assert set(Line.objects.values_list("area", flat=True)) <= {Area.ACCESS}
        return list(Line.objects.order_by("id").values_list("by_name", "words"))


@pytest.fixture
def two(school):
    return [add_staff(school), add_staff(school, "Ana", "Ngata", email="ana@kowhai.example")]


def test_inviting_by_hand_has_a_line_for_each_role(school, do, administrator):
    do(
        "invite_many",
        [
            Wanted("a@kowhai.example", "A", Role.TEACHER),
            Wanted("b@kowhai.example", "B", Role.LEADER),
            Wanted("c@kowhai.example", "C", Role.TEACHER),
        ],
        administrator,
    )
    assert lines(school) == [
        ("Mere Office", "Invited as PaCT leader: B (b@kowhai.example)."),
        ("Mere Office", "Invited as teacher: A (a@kowhai.example), C (c@kowhai.example)."),
    ]


def test_what_the_operator_does_is_nobodys(school, do):
    do("invite_by_hand", "a@kowhai.example", "A", Role.ADMINISTRATOR, None)
    assert lines(school) == [("", "Invited as PaCT administrator: A (a@kowhai.example).")]


def test_staff_are_invited_by_the_sms_or_by_somebody(school, do, administrator, two):
    hemi, _ana = two
    do("invite_staff", None, send=True, only=[hemi.id], by=administrator)
    do("invite_staff", uuid.uuid4(), send=True)
    do("invite_staff", uuid.uuid4(), send=True)
    assert lines(school) == [
        ("Mere Office", "Invited as teacher: Hēmi Parata (hemi@kowhai.example)."),
        ("", "Invited as teacher, because the SMS lists them: Ana Ngata (ana@kowhai.example)."),
    ]


def test_sending_again_and_withdrawing(school, do, administrator):
    made = do("invite_by_hand", "a@kowhai.example", "A", Role.READER, administrator)
    do("resend", made.id, administrator)
    do("withdraw", made.id, administrator)
    assert lines(school)[1:] == [
        ("Mere Office", "Sent again the invitation of A (a@kowhai.example)."),
        ("Mere Office", "Withdrew the invitation of A (a@kowhai.example)."),
    ]


def test_leaving_and_the_undoing_of_it(school, do, two):
    arriving, leaving = uuid.uuid4(), uuid.uuid4()
    do("invite_staff", arriving, send=True)
    set_active(school, two[0], False)
    do("withdraw_for_departed", leaving)
    do("withdraw_for_departed", uuid.uuid4())
    set_active(school, two[0], True)
    do("revert_invitations", leaving)
    do("revert_invitations", arriving)
    assert [words for _by, words in lines(school)][1:] == [
        "Withdrew the invitations of people the SMS does not list any more: Hēmi Parata (hemi@kowhai.example).",
        "Made invitations valid again, because the upload that ended them was undone: Hēmi Parata (hemi@kowhai.example).",
        "Withdrew invitations, because their upload was undone: Ana Ngata (ana@kowhai.example), Hēmi Parata"
        " (hemi@kowhai.example).",
    ]


def test_another_role_before_it_is_accepted(school, do, administrator):
    invitation = do("invite_by_hand", "a@kowhai.example", "A", Role.TEACHER, administrator)
    do("change_role", invitation.id, Role.LEADER, administrator)
    do("change_role", invitation.id, Role.LEADER, administrator)
    assert lines(school)[1:] == [
        ("Mere Office", "Changed the invitation of A (a@kowhai.example): as PaCT leader (was: teacher).")
    ]
    do("withdraw", invitation.id, administrator)
    with pytest.raises(invitations.NotInvited, match="accepted or withdrawn in the meantime"):
        do("change_role", invitation.id, Role.READER, administrator)


def test_what_is_refused_leaves_no_line(school, do, teacher, administrator):
    with pytest.raises(invitations.NotInvited):
        do("invite_by_hand", teacher.email, "Tama", Role.TEACHER, administrator)
    with pytest.raises(invitations.NotInvited):
        do("withdraw", 4711, administrator)
    assert lines(school) == []


@pytest.mark.parametrize(
    "what, more",
    [
        ("invite_many", ([Wanted("a@kowhai.example", "A", Role.ADMINISTRATOR)],)),
        ("invite_staff", (None,)),
        ("resend", (1,)),
        ("withdraw", (1,)),
        ("change_role", (1, Role.LEADER)),
    ],
)
def test_nobody_but_an_administrator_invites_or_withdraws(school, do, teacher, neighbours_administrator, what, more):
    for somebody in (teacher, neighbours_administrator):
        named = {"send": True} if what == "invite_staff" else {}
        with pytest.raises(invitations.NotInvited, match="You are not a PaCT administrator"):
            do(what, *more, by=somebody, **named)
    assert lines(school) == []
