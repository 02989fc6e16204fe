"""Who of the staff the SMS lists can be invited, and what stands in the way of the others. Inside the school's transaction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, Q, QuerySet

from openpact.hub.platform import clock
from openpact.hub.roster.models import Membership, Person
from openpact.hub.schools.models import School

from .models import Access, Invitation


@dataclass(frozen=True)
class InviteOutcome:
    """Staff without an account: whom `invite_staff` invited, and whom it did not."""

    invited: list[Person] = field(default_factory=list)
    #: Their invitation is still open.
    waiting: list[Person] = field(default_factory=list)
    #: No address in the SMS, or none that mail can go to.
    without_address: list[Person] = field(default_factory=list)
    #: Two of them have the same address, so it names neither.
    shared_address: list[Person] = field(default_factory=list)
    #: A person removed the access of whoever signs in with their address: only a person gives it back.
    removed: list[Person] = field(default_factory=list)
    #: They can be invited, but `send` was false.
    not_yet: list[Person] = field(default_factory=list)


def staff(school: School) -> QuerySet[Person]:
    """Who teaches: all teaching staff, and other staff who are in a group that is in use."""
    in_a_group = Exists(Membership.objects.filter(person=OuterRef("pk"), group__active=True))
    return Person.objects.filter(
        Q(role=Person.Role.TEACHING_STAFF) | (Q(role=Person.Role.NON_TEACHING_STAFF) & in_a_group),
        school=school,
        active=True,
    ).order_by("last_name", "first_name", "id")


def people_with_accounts(school: School) -> set[int]:
    """Ids of the SMS's people with whom somebody's access is linked, removed access too."""
    return set(Access.objects.filter(school=school, person__isnull=False).values_list("person_id", flat=True))


def address(person: Person) -> str:
    """The SMS's address of a person as it identifies an account, or nothing if mail cannot go to it."""
    email = person.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if len(email) <= 254 else ""


def accesses_of(school: School) -> list[Access]:
    """Every access, removed ones too, with its user and person."""
    return list(Access.objects.filter(school=school).select_related("user", "person").order_by("id"))


def staff_without_account(
    school: School, only: Iterable[int] = (), accesses: list[Access] | None = None
) -> InviteOutcome:
    """The staff nobody's access is linked with, sorted by what stands in the way; `not_yet` can be invited.

    `only` narrows it to some person ids; `accesses` is what `accesses_of` answers, for whoever has asked already. An expired invitation, or one to an address the person no longer has, counts
    for nothing.
    """
    people, only = list(staff(school)), set(only)
    uses = Counter(address(person) for person in people)
    accesses = accesses_of(school) if accesses is None else accesses
    linked = {access.person_id for access in accesses}
    removed = {access.user.email.lower() for access in accesses if access.removed_at}
    pending = Invitation.objects.filter(school=school, state=Invitation.State.PENDING, expires_at__gt=clock.now())
    open_to = set(pending.filter(person__isnull=False).values_list("person_id", "email"))
    outcome = InviteOutcome()
    for person in people:
        if person.id in linked or (only and person.id not in only):
            continue
        if not address(person):
            outcome.without_address.append(person)
        elif uses[address(person)] > 1:
            outcome.shared_address.append(person)
        elif address(person) in removed:
            outcome.removed.append(person)
        elif (person.id, address(person)) in open_to:
            outcome.waiting.append(person)
        else:
            outcome.not_yet.append(person)
    return outcome
