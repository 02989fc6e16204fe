"""Making and ending invitations. Every function runs inside the school's transaction.

An exchange that was applied invites the staff who are new (`invite_staff`) and ends the invitations of those who left
(`withdraw_for_departed`); reverting it undoes both (`revert_invitations`). A person invites by hand, sends again and
withdraws. Each step is written down as an InvitationEvent and in the audit, and mails leave as jobs of the same transaction.
"""

from collections import Counter
from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.conf import settings
from django.db import connection
from django.db.models import Exists, OuterRef, Q
from django.db.models.functions import Lower
from django.utils.translation import gettext as _

from openpact.hub.audit import services as audit
from openpact.hub.platform import clock
from openpact.hub.platform.plain import plain_text
from openpact.hub.platform.told import listed
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School

from .invitees import InviteOutcome, address, people_with_accounts, staff, staff_without_account
from .models import Access, Invitation, InvitationEvent, Role, User
from .services import administers
from .tasks import send_invitation

State, What = Invitation.State, InvitationEvent.What


class NotInvited(Exception):
    """The words are for the person who asked."""


@dataclass(frozen=True, slots=True)
class Wanted:
    """Somebody to invite by hand."""

    email: str
    name: str
    role: Role

    @property
    def address(self) -> str:
        """As it identifies an account."""
        return self.email.strip().lower()


def lock(school: School) -> None:
    """One at a time changes a school's invitations and access, until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_xact_lock(hashtext('openpact.invitations'), %s)", [school.id])


def invite_staff(
    school: School, exchange_id: UUID | None, *, send: bool, only: Iterable[int] = (), by: User | None = None
) -> InviteOutcome:
    """Invite, as teachers, the staff who have neither an account linked with them nor an open invitation.

    Without `send` nobody is invited and the outcome says who would be. `only` narrows it to some person ids, `by` is the
    administrator who asked; an exchange leaves both out. The number of queries does not grow with the number of people.
    """
    _begin(school, by)
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


def in_the_way(school: School, wanted: list[Wanted]) -> list[str]:
    """For each, why they cannot be invited, or "". The number of queries does not grow with their number."""
    addresses = {w.address for w in wanted}
    accesses = Access.objects.filter(school=school).annotate(address=Lower("user__email")).select_related("person")
    access_of = {access.address: access for access in accesses.filter(address__in=addresses)}
    pending = Invitation.objects.filter(school=school, state=State.PENDING, expires_at__gt=clock.now())
    invited = set(pending.filter(email__in=addresses).values_list("email", flat=True))
    found, before = [], Counter[str]()
    for one in wanted:
        access = access_of.get(one.address)
        if access is not None:
            found.append(_has_access(access))
        elif one.address in invited:
            found.append(_("There is an open invitation to this address already. You can send it again from the list."))
        elif before[one.address]:
            found.append(_("This address stands in the list before."))
        else:
            found.append("")
        before[one.address] += 1
    return found


def _has_access(access: Access) -> str:
    if access.removed_at:
        return _("The access of whoever has this address was removed. Give it back in the list of users.")
    if access.role != Role.ADMINISTRATOR and access.person and not access.person.active:
        return _(
            "Whoever has this address has left the school, as the SMS says. To give access without the SMS, open them in the"
            " list of users."
        )
    return _("Somebody with this address already has access to your school. See the list of users.")


def invite_many(
    school: School, wanted: list[Wanted], by: User | None, *, mail: bool = True
) -> tuple[list[Invitation], list[str]]:
    """Invite those nothing stands in the way of; answers their invitations, and `in_the_way` of all.

    If an address is that of exactly one member of staff in the SMS, accepting links with them too. `by` is None for the
    operator, who may also hand the link over without mail.
    """
    _begin(school, by)
    troubles = in_the_way(school, wanted)
    free = [one for one, trouble in zip(wanted, troubles, strict=True) if not trouble]
    if not free:
        return [], troubles
    people = list(staff(school))
    uses = Counter(address(person) for person in people)
    linked = people_with_accounts(school)
    known = {address(p): p for p in people if uses[address(p)] == 1 and p.id not in linked}
    invitations = [
        Invitation(
            person=known.get(one.address), email=one.address, name=one.name.strip(), role=one.role, invited_by=by
        )
        for one in free
    ]
    replaced = Invitation.objects.filter(school=school, state=State.PENDING).filter(
        Q(email__in=[i.email for i in invitations]) | Q(person__in=[i.person for i in invitations if i.person])
    )
    end(school, list(replaced.values_list("id", flat=True)), What.REPLACED, by=by)
    return _create(school, invitations, by=by, mail=mail), troubles


def invite_by_hand(
    school: School, email: str, name: str, role: Role, by: User | None, *, mail: bool = True
) -> Invitation:
    """Invite one, as invite_many does. Raises NotInvited."""
    invited, troubles = invite_many(school, [Wanted(email, name, Role(role))], by, mail=mail)
    if not invited:
        raise NotInvited(troubles[0])
    return invited[0]


def resend(school: School, invitation_id: int, by: User) -> Invitation:
    """Mail an open or expired invitation again, with a new link; the old link then no longer works."""
    _begin(school, by)
    invitation = _pending(school, invitation_id)
    if invitation.person and not invitation.person.active:
        raise NotInvited(
            _("%(name)s is not at the school any more, so the invitation was not sent.") % {"name": invitation.name}
        )
    invitation.expires_at = clock.now() + settings.INVITATION_LIFETIME
    invitation.codes_asked = 0
    invitation.save(update_fields=["expires_at", "codes_asked"])
    record(school, [invitation.id], What.RESENT, by=by)
    _audit(school, by, _("Sent again the invitation of %(who)s."), [invitation])
    send_invitation.defer(school_id=school.id, invitation_id=invitation.id)
    return invitation


def change_role(school: School, invitation_id: int, role: Role, by: User) -> Invitation:
    """Another role for an open or expired invitation: whoever accepts it has the role of then, so nothing is mailed."""
    _begin(school, by)
    invitation = _pending(school, invitation_id)
    before = Role(invitation.role)
    if role != before:
        invitation.role = role
        invitation.save(update_fields=["role"])
        record(school, [invitation.id], What.ROLE, by=by)
        words = _("Changed the invitation of %(who)s: as %(role)s (was: %(before)s).")
        _audit(school, by, words, [invitation], role=role.noun, before=before.noun)
    return invitation


def withdraw(school: School, invitation_id: int, by: User) -> Invitation:
    """End an open invitation: its link no longer works."""
    _begin(school, by)
    invitation = _pending(school, invitation_id)
    end(school, [invitation.id], What.WITHDRAWN, by=by)
    _audit(school, by, _("Withdrew the invitation of %(who)s."), [invitation])
    return invitation


def withdraw_for_departed(school: School, exchange_id: UUID) -> int:
    """End the open invitations of people who are no longer at the school; answers how many."""
    lock(school)
    gone = list(Invitation.objects.filter(school=school, state=State.PENDING, person__active=False))
    end(school, [i.id for i in gone], What.WITHDRAWN, exchange_id=exchange_id, comes_back=True)
    _audit(school, None, _("Withdrew the invitations of people the SMS does not list any more: %(who)s."), gone)
    return len(gone)


def revert_invitations(school: School, exchange_id: UUID) -> None:
    """Undo what an exchange did to invitations. Call it after roster.revert, in the same transaction.

    Open ones it made end; those it ended are valid again if they have not expired and their person is back without an
    account. Invitations of people whom the revert took away stay as history, without the person.
    """
    lock(school)
    made = _let_go_of_vanished_people(school, exchange_id)
    mine = list(Invitation.objects.filter(school=school, state=State.PENDING, exchange_id=exchange_id))
    end(school, [i.id for i in mine], What.WITHDRAWN, exchange_id=exchange_id)
    _audit(school, None, _("Withdrew invitations, because their upload was undone: %(who)s."), made + mine)
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
    newest = {invitation.person_id: invitation for invitation in back.order_by("created_at")}
    ids = [invitation.id for invitation in newest.values()]
    Invitation.objects.filter(id__in=ids).update(state=State.PENDING, withdrawn_by_exchange_id=None)
    record(school, ids, What.RETURNED, exchange_id=exchange_id)
    words = _("Made invitations valid again, because the upload that ended them was undone: %(who)s.")
    _audit(school, None, words, list(newest.values()))


def _let_go_of_vanished_people(school: School, exchange_id: UUID) -> list[Invitation]:
    """A reverted arrival is deleted from the roster; its invitation must not point at it. Answers those that end by it."""
    vanished = Invitation.objects.filter(~Exists(Person.objects.filter(pk=OuterRef("person_id"))), school=school, person_id__isnull=False)  # fmt: skip
    pending = list(vanished.filter(state=State.PENDING))
    end(school, [i.id for i in pending], What.WITHDRAWN, exchange_id=exchange_id)
    vanished.update(person=None)
    return pending


def end_those_to(access: Access, *, by: User | None) -> None:
    """Withdraw the open invitations with which whoever has this access could give it back to themselves."""
    to_them = Q(email__iexact=access.user.email)
    if access.person_id:
        to_them |= Q(person_id=access.person_id)
    found = Invitation.objects.filter(to_them, school=access.school_id, state=State.PENDING)
    end(access.school, list(found.values_list("id", flat=True)), What.WITHDRAWN, by=by)


def _begin(school: School, by: User | None) -> None:
    """Whoever lost the right while they waited for the lock may not go on."""
    lock(school)
    if by is not None and not administers(school, by):
        raise NotInvited(_("You are not a PaCT administrator of this school any more. Nothing was changed."))


def _pending(school: School, invitation_id: int) -> Invitation:
    invitation = Invitation.objects.select_related("person").filter(school=school, id=invitation_id).first()
    if invitation is None or invitation.state != State.PENDING:
        raise NotInvited(_("This invitation was accepted or withdrawn in the meantime. Nothing was changed."))
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
    for role in Role:
        words = (
            _("Invited as %(role)s, because the SMS lists them: %(who)s.")
            if exchange_id
            else _("Invited as %(role)s: %(who)s.")
        )
        _audit(school, by, words, [i for i in created if i.role == role], role=role.noun)
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


def _audit(school: School, by: User | None, words: str, about: list[Invitation], **more: str) -> None:
    """One line for all of them, by name, if there are any."""
    if about:
        who = listed(sorted((f"{i.name} ({i.email})" for i in about), key=plain_text))
        audit.record(school, by, audit.Area.ACCESS, words % {"who": who, **more})
