"""Who is invited, and when an invitation ends. Every function runs inside the school's transaction.

An exchange that was applied invites the staff who are new (`invite_staff`) and ends the invitations of those who left
(`withdraw_for_departed`); reverting it undoes both (`revert_invitations`). A person invites by hand, sends again and
withdraws. Each step is written down as an InvitationEvent, and mails leave as jobs of the same transaction.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, field, replace
from uuid import UUID

from django.conf import settings
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.db import connection
from django.db.models import Exists, OuterRef, Q, QuerySet

from openpact.hub.platform import clock
from openpact.hub.roster.models import Membership, Person
from openpact.hub.schools.models import School

from .models import Access, Invitation, InvitationEvent, Role, User
from .tasks import send_invitation

State, What = Invitation.State, InvitationEvent.What


class NotInvited(Exception):
    """The words are for the person who asked."""


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
    #: They can be invited, but `send` was false.
    not_yet: list[Person] = field(default_factory=list)


def lock(school: School) -> None:
    """One at a time makes or accepts invitations of a school, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('openpact.invitations'), %s)", [school.id])


def staff(school: School) -> QuerySet[Person]:
    """Who teaches: all teaching staff, and other staff who are in a group."""
    in_a_group = Exists(Membership.objects.filter(person=OuterRef("pk")))
    return Person.objects.filter(
        Q(role=Person.Role.TEACHING_STAFF) | (Q(role=Person.Role.NON_TEACHING_STAFF) & in_a_group),
        school=school,
        active=True,
    ).order_by("last_name", "first_name", "id")


def people_with_accounts(school: School) -> set[int]:
    """Ids of the SMS's people with whom somebody's access is linked."""
    return set(Access.objects.filter(school=school, person__isnull=False).values_list("person_id", flat=True))


def staff_without_account(school: School, only: Iterable[int] = ()) -> InviteOutcome:
    """The staff nobody's access is linked with, sorted by what stands in the way; `not_yet` can be invited.

    `only` narrows it to some person ids. An expired invitation, or one to an address the person no longer has, counts
    for nothing.
    """
    people, only = list(staff(school)), set(only)
    uses = Counter(address(person) for person in people)
    linked = people_with_accounts(school)
    pending = Invitation.objects.filter(school=school, state=State.PENDING, expires_at__gt=clock.now())
    open_to = set(pending.filter(person__isnull=False).values_list("person_id", "email"))
    outcome = InviteOutcome()
    for person in people:
        if person.id in linked or (only and person.id not in only):
            continue
        if not address(person):
            outcome.without_address.append(person)
        elif uses[address(person)] > 1:
            outcome.shared_address.append(person)
        elif (person.id, address(person)) in open_to:
            outcome.waiting.append(person)
        else:
            outcome.not_yet.append(person)
    return outcome


def invite_staff(
    school: School, exchange_id: UUID | None, *, send: bool, only: Iterable[int] = (), by: User | None = None
) -> InviteOutcome:
    """Invite, as teachers, the staff who have neither an account linked with them nor an open invitation.

    Without `send` nobody is invited and the outcome says who would be. `only` narrows it to some person ids, `by` is the
    administrator who asked; an exchange leaves both out. The number of queries does not grow with the number of people.
    """
    lock(school)
    outcome = staff_without_account(school, only)
    if not send or not outcome.not_yet:
        return outcome
    stale = Invitation.objects.filter(school=school, state=State.PENDING, person__in=outcome.not_yet)
    end(school, list(stale.values_list("id", flat=True)), What.REPLACED, by=by, exchange_id=exchange_id)
    invitations = [
        Invitation(person=p, email=address(p), name=p.display_name[:200], role=Role.TEACHER, invited_by=by)
        for p in outcome.not_yet
    ]
    _create(school, invitations, by=by, exchange_id=exchange_id)
    return replace(outcome, invited=outcome.not_yet, not_yet=[])


def address(person: Person) -> str:
    """The SMS's address of a person as it identifies an account, or nothing if mail cannot go to it."""
    email = person.email.strip().lower()
    try:
        validate_email(email)
    except ValidationError:
        return ""
    return email if len(email) <= 254 else ""


def invite_by_hand(
    school: School, email: str, name: str, role: Role, by: User | None, *, mail: bool = True
) -> Invitation:
    """Invite an address. If it is that of exactly one member of staff in the SMS, accepting links with them too.

    `by` is None for the operator, who may also hand the link over without mail.
    """
    lock(school)
    email = email.strip().lower()
    if Access.objects.filter(school=school, user__email__iexact=email).exists():
        raise NotInvited("Somebody with this address already has access to your school. See the list of users.")
    open_ones = Invitation.objects.filter(school=school, state=State.PENDING, email=email)
    if open_ones.filter(expires_at__gt=clock.now()).exists():
        raise NotInvited("There is an open invitation to this address already. You can send it again from the list.")
    known = [person for person in staff(school) if address(person) == email]
    person = known[0] if len(known) == 1 and known[0].id not in people_with_accounts(school) else None
    in_the_way = Invitation.objects.filter(school=school, state=State.PENDING).filter(
        Q(email=email) | Q(person=person) if person else Q(email=email)
    )
    end(school, list(in_the_way.values_list("id", flat=True)), What.REPLACED, by=by)
    invitation = Invitation(person=person, email=email, name=name.strip(), role=role, invited_by=by)
    return _create(school, [invitation], by=by, mail=mail)[0]


def resend(school: School, invitation_id: int, by: User) -> Invitation:
    """Mail an open or expired invitation again, with a new link; the old link then no longer works."""
    lock(school)
    invitation = _pending(school, invitation_id)
    if invitation.person and not invitation.person.active:
        raise NotInvited(f"{invitation.name} is not at the school any more, so the invitation was not sent.")
    invitation.expires_at = clock.now() + settings.INVITATION_LIFETIME
    invitation.codes_asked = 0
    invitation.save(update_fields=["expires_at", "codes_asked"])
    record(school, [invitation.id], What.RESENT, by=by)
    send_invitation.defer(school_id=school.id, invitation_id=invitation.id)
    return invitation


def withdraw(school: School, invitation_id: int, by: User) -> Invitation:
    """End an open invitation: its link no longer works."""
    lock(school)
    invitation = _pending(school, invitation_id)
    end(school, [invitation.id], What.WITHDRAWN, by=by)
    return invitation


def withdraw_for_departed(school: School, exchange_id: UUID) -> int:
    """End the open invitations of people who are no longer at the school; answers how many."""
    lock(school)
    gone = Invitation.objects.filter(school=school, state=State.PENDING, person__active=False)
    ids = list(gone.values_list("id", flat=True))
    end(school, ids, What.WITHDRAWN, exchange_id=exchange_id, comes_back=True)
    return len(ids)


def revert_invitations(school: School, exchange_id: UUID) -> None:
    """Undo what an exchange did to invitations. Call it after roster.revert, in the same transaction.

    Open ones it made end; those it ended are valid again if they have not expired and their person is back without an
    account. Invitations of people whom the revert took away stay as history, without the person.
    """
    lock(school)
    _let_go_of_vanished_people(school, exchange_id)
    mine = Invitation.objects.filter(school=school, state=State.PENDING, exchange_id=exchange_id)
    end(school, list(mine.values_list("id", flat=True)), What.WITHDRAWN, exchange_id=exchange_id)
    taken = Invitation.objects.filter(person=OuterRef("person"), state=State.PENDING)
    back = Invitation.objects.filter(
        ~Exists(taken),
        ~Exists(Access.objects.filter(person=OuterRef("person"))),
        school=school,
        state=State.WITHDRAWN,
        withdrawn_by_exchange_id=exchange_id,
        expires_at__gt=clock.now(),
        person__active=True,
    )
    newest = dict(back.order_by("created_at").values_list("person_id", "id"))
    Invitation.objects.filter(id__in=newest.values()).update(state=State.PENDING, withdrawn_by_exchange_id=None)
    record(school, newest.values(), What.RETURNED, exchange_id=exchange_id)


def _let_go_of_vanished_people(school: School, exchange_id: UUID) -> None:
    """A reverted arrival is deleted from the roster; its invitation must not point at it."""
    vanished = Invitation.objects.filter(~Exists(Person.objects.filter(pk=OuterRef("person_id"))), school=school, person_id__isnull=False)  # fmt: skip
    pending = list(vanished.filter(state=State.PENDING).values_list("id", flat=True))
    end(school, pending, What.WITHDRAWN, exchange_id=exchange_id)
    vanished.update(person=None)


def _pending(school: School, invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_related("person").filter(school=school, id=invitation_id).first()
    if invitation is None or invitation.state != State.PENDING:
        raise NotInvited("This invitation was accepted or withdrawn in the meantime. Nothing was changed.")
    return invitation


def _create(
    school: School,
    invitations: list[Invitation],
    *,
    by: User | None,
    exchange_id: UUID | None = None,
    mail: bool = True,
) -> list[Invitation]:
    now = clock.now()
    for invitation in invitations:
        invitation.school, invitation.exchange_id = school, exchange_id
        invitation.created_at, invitation.expires_at = now, now + settings.INVITATION_LIFETIME
    created = Invitation.objects.bulk_create(invitations)
    record(school, [i.id for i in created], What.INVITED, by=by, exchange_id=exchange_id)
    if mail:
        send_invitation.batch_defer(*({"school_id": school.id, "invitation_id": i.id} for i in created))
    return created


def end(
    school: School, ids: list[int], what: What, *, by: User | None = None, exchange_id: UUID | None = None,
    comes_back: bool = False,
) -> None:  # fmt: skip
    """`comes_back`: reverting the exchange makes them valid again. So does replacing them by an exchange."""
    comes_back = comes_back or what == What.REPLACED
    Invitation.objects.filter(id__in=ids, state=State.PENDING).update(
        state=State.WITHDRAWN, withdrawn_by_exchange_id=exchange_id if comes_back else None
    )
    record(school, ids, what, by=by, exchange_id=exchange_id)


def record(
    school: School, ids: Iterable[int], what: What, *, by: User | None = None, exchange_id: UUID | None = None
) -> None:
    now = clock.now()
    InvitationEvent.objects.bulk_create(
        InvitationEvent(school=school, invitation_id=pk, what=what, at=now, by=by, exchange_id=exchange_id)
        for pk in ids
    )
