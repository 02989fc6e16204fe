"""What Manage > Users lists: who has access, who has it no longer, invitations, and staff who have none yet.

Inside the school's transaction.
"""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

from openpact.hub.platform import clock
from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import having, plain, plain_text
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School

from .invitees import staff_without_account
from .models import Access, Invitation, Role
from .services import HOLDS

BY_ROLE = Case(*(When(role=role, then=Value(place)) for place, role in enumerate(Role)), output_field=IntegerField())


def accesses(school: School, *, hold: bool = True) -> QuerySet[Access]:
    """Who has access now; or, if not `hold`, who had it: the SMS lists them no longer, or somebody removed it."""
    found = Access.objects.filter(school=school).select_related("user", "person", "removed_by")
    return (
        found.filter(HOLDS) if hold else found.exclude(pk__in=Access.objects.filter(HOLDS, school=school).values("pk"))
    )


def _state(access: Access) -> str | Promise:
    if access.removed_at:
        return _("removed")
    if not access.user.is_active:
        return _("switched off")
    return _("left") if access.person and not access.person.active else _("has access")


USERS = Table(
    "users",
    _("users"),
    (
        Column("name", _("Name"), order=(plain("user__name"), "user__email"), value=lambda a: a.user.name),
        Column("email", _("E-mail address"), value=lambda a: a.user.email, shown=False),
        Column("role", _("Role"), order=(BY_ROLE, plain("user__name")), value=lambda a: a.get_role_display()),
        Column(
            "person",
            _("In the SMS"),
            order=(plain("person__last_name"), plain("person__first_name")),
            value=lambda a: a.person.display_name if a.person else "",
        ),
        Column("seen", _("Last here"), order=("last_seen_at",), value=lambda a: a.last_seen_at),
        Column("state", _("Access"), value=_state),
    ),
    sort="name",
    rows="accounts/users/user_rows.html",
    empty="accounts/users/no_users.html",
    find=lambda rows, words: having(
        rows, words, "user__name", "user__email", "person__first_name", "person__preferred_name", "person__last_name"
    ),
    finds=_("Search by name or address"),
)


def invitations(school: School) -> QuerySet[Invitation]:
    """Each knows its `rank`: 0 open, 1 expired, 2 accepted, 3 withdrawn."""
    open_now = Q(state=Invitation.State.PENDING, expires_at__gt=clock.now())
    rank = Case(
        When(open_now, then=Value(0)),
        When(state=Invitation.State.PENDING, then=Value(1)),
        When(state=Invitation.State.ACCEPTED, then=Value(2)),
        default=Value(3),
        output_field=IntegerField(),
    )
    return Invitation.objects.filter(school=school).select_related("person", "invited_by").annotate(rank=rank)


INVITATIONS = Table(
    "invitations",
    _("invitations"),
    (
        Column("name", _("Invited"), order=(plain("name"), "email"), value=lambda i: i.name),
        Column("email", _("E-mail address"), value=lambda i: i.email, shown=False),
        Column("role", _("Role"), order=(BY_ROLE, plain("name")), value=lambda i: i.get_role_display()),
        Column("by", _("By"), order=("-created_at",), value=lambda i: i.invited_by.name if i.invited_by else "SMS"),
        Column("state", _("State"), order=("rank", "-created_at"), value=lambda i: STATES[i.rank]),
        Column("created", _("Invited on"), value=lambda i: i.created_at, shown=False),
        Column("expires", _("Works until"), value=lambda i: i.expires_at, shown=False),
        Column("actions", _("Actions")),
    ),
    sort="state",
    rows="accounts/users/invitation_rows.html",
    empty="accounts/users/no_invitations.html",
    find=lambda rows, words: having(rows, words, "name", "email"),
    finds=_("Search by name or address"),
)
#: By rank.
STATES = (_("open"), _("expired"), _("accepted"), _("withdrawn"))


@dataclass(frozen=True)
class StaffRow:
    """A member of staff without access, and why they cannot be invited, if so."""

    person: Person
    can_invite: bool
    tone: str
    status: str | Promise
    remedy: str | Promise = ""


MEND = _("Mend it in the SMS; the next upload brings it here.")


def staff_rows(school: School) -> list[StaffRow]:
    """Those who can be invited first."""
    found = staff_without_account(school)
    rows = [StaffRow(person, True, "info", _("Can be invited")) for person in found.not_yet]
    rows += [StaffRow(person, False, "wait", _("Invited, not accepted yet")) for person in found.waiting]
    rows += [
        StaffRow(person, False, "bad", _("Shares its address with somebody else"), MEND)
        for person in found.shared_address
    ]
    rows += [
        StaffRow(person, False, "bad", _("No e-mail address in the SMS"), MEND) for person in found.without_address
    ]
    rows += [
        StaffRow(person, False, "quiet", _("Access was removed"), _("It can be given back: see No access any more."))
        for person in found.removed
    ]
    return rows


def _find_staff(rows: list[StaffRow], words: str) -> list[StaffRow]:
    wanted = plain_text(words).split()
    return [
        row
        for row in rows
        if all(word in plain_text(f"{row.person.display_name} {row.person.email}") for word in wanted)
    ]


STAFF = Table(
    "staff",
    _("staff without access"),
    (
        Column(
            "name",
            _("Name"),
            by=lambda row: (plain_text(row.person.last_name), plain_text(row.person.first_name)),
            value=lambda row: row.person.display_name,
        ),
        Column("email", _("E-mail address"), value=lambda row: row.person.email, shown=False),
        Column("state", _("State"), by=lambda row: (not row.can_invite, str(row.status)), value=lambda row: row.status),
        Column("actions", _("Actions")),
    ),
    sort="state",
    rows="accounts/users/staff_rows.html",
    empty="accounts/users/nobody_missing.html",
    find=_find_staff,
    finds=_("Search by name or address"),
)
