"""What the Users page lists: who has access, invitations, and staff who have none yet. Inside the school's transaction."""

from dataclasses import dataclass

from django.db.models import Case, IntegerField, Q, QuerySet, Value, When

from openpact.hub.platform import clock
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School

from .invitations import staff_without_account
from .models import Access, Invitation
from .services import HOLDS


@dataclass(frozen=True)
class StaffRow:
    """A member of staff without an account, and why they cannot be invited, if so."""

    person: Person
    can_invite: bool
    tone: str
    status: str


def accesses(school: School, search: str = "") -> QuerySet[Access]:
    """By name; each knows whether it `holds` now."""
    found = Access.objects.filter(school=school).select_related("user", "person").order_by("user__name", "id")
    found = found.annotate(holds=Case(When(HOLDS, then=Value(1)), default=Value(0), output_field=IntegerField()))
    return found.filter(Q(user__name__icontains=search) | Q(user__email__icontains=search)) if search else found


def invitations(school: School, search: str = "") -> QuerySet[Invitation]:
    """Open ones first, the latest first within each state; each knows whether it is `open_now`."""
    found = Invitation.objects.filter(school=school).select_related("person", "invited_by")
    open_first = Case(
        When(state=Invitation.State.PENDING, then=Value(0)), default=Value(1), output_field=IntegerField()
    )
    live = Q(state=Invitation.State.PENDING, expires_at__gt=clock.now())
    found = found.annotate(open_now=Case(When(live, then=Value(1)), default=Value(0), output_field=IntegerField()))
    found = found.order_by(open_first, "-created_at", "-id")
    return found.filter(Q(name__icontains=search) | Q(email__icontains=search)) if search else found


def staff_rows(school: School, search: str = "") -> list[StaffRow]:
    """Those who can be invited first."""
    found = staff_without_account(school)
    rows = [StaffRow(person, True, "info", "Can be invited") for person in found.not_yet]
    rows += [StaffRow(person, False, "wait", "Invited, not accepted yet") for person in found.waiting]
    rows += [StaffRow(person, False, "bad", "Shares its address with somebody else") for person in found.shared_address]
    rows += [StaffRow(person, False, "bad", "No e-mail address in the SMS") for person in found.without_address]
    wanted = search.casefold()
    return [row for row in rows if wanted in f"{row.person.display_name} {row.person.email}".casefold()]
