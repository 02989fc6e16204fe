"""What the link in an invitation does, for whom. The rules of docs/reference/invitations.md, in one place.

The link proves that whoever opens it reads the invited address's mail, or was given it by somebody who does. So by itself
it only makes a new account with that address, or serves the account that has it. An account with another address needs
a code mailed to the invited one, and is let in only where it has access already that no SMS person is linked with.
"""

from dataclasses import dataclass
from datetime import timedelta
from enum import StrEnum

from django.contrib.auth.hashers import check_password
from django.contrib.auth.models import AnonymousUser
from django.db import IntegrityError, connection, transaction
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.audit import services as audit
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from .email_change import is_free
from .invitations import end, lock, record
from .models import Access, Invitation, InvitationEvent, Role, User
from .services import HOLDS
from .tasks import hash_token, send_code

CODE_LIFETIME = timedelta(minutes=10)
CODE_TRIES = 5
CODES = 5
CODE_PAUSE = timedelta(minutes=1)

State = Invitation.State


class Situation(StrEnum):
    """How an invitation stands to whoever opens its link."""

    WITHDRAWN = "withdrawn"
    EXPIRED = "expired"
    USED = "used"
    #: They accepted it themselves.
    YOURS = "yours"
    #: Nobody is signed in, and there is no account with the address.
    NEW_ACCOUNT = "new-account"
    #: Nobody is signed in, and there is one: its owner signs in first.
    SIGN_IN = "sign-in"
    #: Signed in with the invited address.
    ACCEPT = "accept"
    #: Signed in with another address that has access by hand: the code shows that both are the same person's.
    CODE = "code"
    #: Signed in with another address, and no business here.
    ANOTHER_ACCOUNT = "another-account"
    #: Signed in rightly, but the account or the SMS person is linked otherwise already.
    LINKED_OTHERWISE = "linked-otherwise"
    #: A person removed the access of this account, so only a person gives it back.
    REMOVED = "removed"


@dataclass(frozen=True)
class Opened:
    """An invitation and how it stands to this visitor."""

    invitation: Invitation
    situation: Situation


class NoSuchInvitation(Exception):
    """The link is mistyped or cut off, or a later mail has replaced it."""


class NotAccepted(Exception):
    """Nothing was changed; the words are for the person."""


Visitor = User | AnonymousUser


def open_link(token: str, visitor: Visitor) -> Opened:
    """What the page behind the link shows. Raises NoSuchInvitation."""
    with at_school(_school_of(token), user_id=visitor.pk):
        invitation = _find(token)
        return Opened(invitation, situation_of(invitation, visitor))


def situation_of(invitation: Invitation, visitor: Visitor) -> Situation:
    """Inside the school's transaction."""
    if invitation.state == State.ACCEPTED:
        return Situation.YOURS if visitor.pk and invitation.accepted_by_id == visitor.pk else Situation.USED
    if invitation.state == State.WITHDRAWN or (invitation.person and not invitation.person.active):
        return Situation.WITHDRAWN
    if invitation.expires_at <= clock.now():
        return Situation.EXPIRED
    if not visitor.is_authenticated:
        exists = User.objects.filter(email__iexact=invitation.email).exists()
        return Situation.SIGN_IN if exists else Situation.NEW_ACCOUNT
    access = Access.objects.filter(school=invitation.school_id, user=visitor).select_related("person").first()
    if access is not None and access.removed_at:
        return Situation.REMOVED
    if visitor.email.lower() == invitation.email.lower():
        return Situation.LINKED_OTHERWISE if _linked_otherwise(invitation, access) else Situation.ACCEPT
    by_hand = access is not None and access.person_id is None and invitation.person_id is not None
    if by_hand and not _linked_otherwise(invitation, access):
        return Situation.CODE
    return Situation.ANOTHER_ACCOUNT


def _linked_otherwise(invitation: Invitation, access: Access | None) -> bool:
    """The SMS person has another account, or the account another SMS person who is still at the school."""
    if invitation.person_id is None:
        return False
    of_person = Access.objects.filter(school=invitation.school_id, person=invitation.person_id)
    if of_person.exclude(pk=access.pk if access else None).exists():
        return True
    linked = access.person if access else None
    return linked is not None and linked.pk != invitation.person_id and linked.active


def accept(token: str, user: User) -> Access:
    """Accept with the account that has the invited address. Accepting again answers the same access."""
    with at_school(_school_of(token), user_id=user.pk):
        invitation = _claim(token)
        return _accept_in(invitation, user, {Situation.ACCEPT})


def accept_with_new_account(token: str, name: str, password: str | None) -> tuple[User, Access]:
    """Make the account with exactly the invited address, and accept with it; all of it or nothing.

    Without a password it can sign in only by what the caller connects it with.
    """
    with at_school(_school_of(token)):
        invitation = _claim(token)
        if situation_of(invitation, AnonymousUser()) != Situation.NEW_ACCOUNT:
            raise NotAccepted(
                _("This invitation has changed in the meantime. Nothing was changed: look at it again below.")
            )
        if not is_free(invitation.email):
            raise NotAccepted(
                _(
                    "This address belonged to an account until a few days ago, and can still be taken back by it. Nothing was"
                    " changed: sign in with that account, or try again in a week."
                )
            )
        try:
            with transaction.atomic():
                user = User.objects.create_user(invitation.email, password, name=name)
        except IntegrityError:
            raise NotAccepted(_("There is an account with this address already. Sign in with it to accept.")) from None
        return user, _accept_in(invitation, user, {Situation.ACCEPT})


def ask_for_code(token: str, user: User) -> None:
    """Have a code mailed to the invited address, for this account."""
    with at_school(_school_of(token), user_id=user.pk):
        invitation = _claim(token)
        if situation_of(invitation, user) != Situation.CODE:
            raise NotAccepted(_("This invitation cannot be accepted with a code. Nothing was changed."))
        now = clock.now()
        if invitation.codes_asked >= CODES:
            raise NotAccepted(
                _("Too many codes were asked for. Ask your school's PaCT administrator to send the invitation again.")
            )
        if invitation.code_asked_at and now - invitation.code_asked_at < CODE_PAUSE:
            raise NotAccepted(
                _("A code was asked for less than a minute ago. Look in the mail of the invited address first.")
            )
        invitation.code_for, invitation.code_asked_at, invitation.code_hash = user, now, ""
        invitation.codes_asked += 1
        invitation.save(update_fields=["code_for", "code_asked_at", "code_hash", "codes_asked"])
        send_code.defer(school_id=invitation.school_id, invitation_id=invitation.pk)


def accept_with_code(token: str, user: User, code: str) -> Access:
    """Accept with an account that has another address. A wrong code counts, also when it raises."""
    with at_school(_school_of(token), user_id=user.pk):
        invitation = _claim(token)
        if situation_of(invitation, user) != Situation.CODE:
            return _accept_in(invitation, user, set())
        trouble = _check_code(invitation, user, code)
        if not trouble:
            return _accept_in(invitation, user, {Situation.CODE})
    raise NotAccepted(trouble)


def _check_code(invitation: Invitation, user: User, code: str) -> str:
    """What is wrong with the code, or nothing."""
    sent_at = invitation.code_sent_at
    if not invitation.code_hash or invitation.code_for_id != user.pk or sent_at is None:
        return _("No code is waiting for you here. Ask for one first.")
    if clock.now() - sent_at > CODE_LIFETIME:
        return _("This code is older than 10 minutes. Ask for a new one.")
    if invitation.code_tries >= CODE_TRIES:
        return _("This code was mistyped too often. Ask for a new one.")
    invitation.code_tries += 1
    invitation.save(update_fields=["code_tries"])
    if not check_password("".join(code.split()), invitation.code_hash):
        left = CODE_TRIES - invitation.code_tries
        return (
            ngettext("That is not the code. %(left)d try left.", "That is not the code. %(left)d tries left.", left)
            % {"left": left}
            if left
            else _("That is not the code. Ask for a new one.")
        )
    return ""


def _accept_in(invitation: Invitation, user: User, allowed: set[Situation]) -> Access:
    situation = situation_of(invitation, user)
    if situation == Situation.YOURS:
        access = Access.objects.filter(HOLDS, school=invitation.school_id, user=user).select_related("school").first()
        if access is None:
            raise NotAccepted(_("You accepted this before, but your access has ended since."))
        return access
    if situation not in allowed:
        raise NotAccepted(_("This invitation cannot be accepted so. Nothing was changed: look at it again below."))
    now = clock.now()
    access = Access.objects.filter(school=invitation.school_id, user=user).first()
    if access is None:
        access = Access(user=user, role=invitation.role, created_at=now)
    for role in [invitation.role, *_take_along(invitation, user)]:
        access.role = higher(access.may, Role(role))
    access.school = invitation.school
    access.person = invitation.person or access.person
    access.save()
    invitation.state, invitation.accepted_at, invitation.accepted_by = State.ACCEPTED, now, user
    invitation.code_hash = ""
    invitation.save(update_fields=["state", "accepted_at", "accepted_by", "code_hash"])
    record(invitation.school, [invitation.pk], InvitationEvent.What.ACCEPTED, by=user)
    _audit(access)
    return access


def higher(has: Role, offered: Role) -> Role:
    """What somebody is once they accept. Nobody becomes less by accepting; and as teacher and reader each may what the other
    may not, the one a person gave before stays."""
    if offered == Role.ADMINISTRATOR or (offered == Role.LEADER and has != Role.ADMINISTRATOR):
        return offered
    return has


def _take_along(invitation: Invitation, user: User) -> list[str]:
    """One made by hand for the same address, before the school linked its SMS, is accepted by accepting the SMS's: the role
    it gives."""
    if invitation.person is None:
        return []
    by_hand = Invitation.objects.filter(
        school=invitation.school, state=State.PENDING, person=None, email=invitation.email
    )
    found = list(by_hand.values_list("id", "role", "expires_at"))
    end(invitation.school, [pk for pk, *_rest in found], InvitationEvent.What.REPLACED, by=user)
    return [role for _pk, role, expires_at in found if expires_at > clock.now()]


def _audit(access: Access) -> None:
    words = _("Accepted an invitation (%(email)s): is %(role)s now.")
    if access.person:
        words = _("Accepted an invitation (%(email)s): is %(role)s now, linked with %(person)s in the SMS.")
    said = {"email": access.user.email, "role": access.may.noun, "person": access.person and access.person.display_name}
    audit.record(access.school, access.user, audit.Area.ACCESS, words % said, about=access.user)


def _school_of(token: str) -> int:
    with connection.cursor() as cursor:
        cursor.execute("SELECT accounts_school_of_invitation(%s)", [hash_token(token)])
        (school_id,) = cursor.fetchone()
    if school_id is None:
        raise NoSuchInvitation
    return school_id


def _find(token: str) -> Invitation:
    found = (
        Invitation.objects.select_related("school", "person", "invited_by").filter(token_hash=hash_token(token)).first()
    )
    if found is None:
        raise NoSuchInvitation
    return found


def _claim(token: str) -> Invitation:
    """The invitation, with everybody else who would accept or withdraw it waiting behind us."""
    school = _find(token).school
    lock(school)
    Invitation.objects.select_for_update().filter(token_hash=hash_token(token)).first()
    return _find(token)
