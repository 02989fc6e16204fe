"""Who of the staff the SMS lists can be invited, and what stands in the way of the others. Inside the school's transaction."""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db.models import Exists, OuterRef, Q, QuerySet
from django.db.models.functions import Lower

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


def staff_without_account(school: School, only: Iterable[int] = ()) -> InviteOutcome:
    """The staff nobody's access is linked with, sorted by what stands in the way; `not_yet` can be invited.

    `only` narrows it to some person ids. An expired invitation, or one to an address the person no longer has, counts
    for nothing.
    """
    people, only = list(staff(school)), set(only)
    uses = Counter(address(person) for person in people)
    accesses = list(Access.objects.filter(school=school).values_list("person_id", "removed_at", Lower("user__email")))
    linked = {person for person, _removed_at, _email in accesses}
    removed = {email for _person, removed_at, email in accesses if removed_at}
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
