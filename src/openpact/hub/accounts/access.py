"""Changing what somebody may do at a school: their role, their link with the SMS, removing access and giving it back.

Every function runs inside the school's transaction, waits for whoever else changes access or invitations there, looks
again whether the one who asks may, and writes a line into the audit. A school always keeps a PaCT administrator.
"""

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from openpact.hub.audit import services as audit
from openpact.hub.platform import clock
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import School

from .invitations import end_those_to, lock
from .invitees import people_with_accounts
from .models import Access, Role, User
from .services import administers


class NotChanged(Exception):
    """Nothing was changed; the words are for the person who asked."""


class LastAdministrator(NotChanged):
    """Without them nobody could manage the school."""

    def __init__(self, access: Access) -> None:
        super().__init__(
            _(
                "%(name)s is the only PaCT administrator of the school, so nothing was changed. Make somebody else PaCT"
                " administrator first."
            )
            % {"name": access.user}
        )


def change_role(school: School, access_id: int, role: Role, by: User | None) -> Access:
    """Raises NotChanged, LastAdministrator."""
    access = _claim(school, access_id, by)
    before = access.may
    if role == before:
        return access
    if before == Role.ADMINISTRATOR:
        _keep_an_administrator(access)
    access.role = role
    access.save(update_fields=["role"])
    words = _("Gave %(who)s the role of %(role)s (was: %(before)s).")
    _audit(access, by, words, role=Role(role).noun, before=before.noun)
    return access


def remove(school: School, access_id: int, by: User | None) -> Access:
    """From now on they see nothing of the school, whatever page they have open. Raises NotChanged, LastAdministrator."""
    access = _claim(school, access_id, by)
    if access.removed_at:
        return access
    if access.role == Role.ADMINISTRATOR:
        _keep_an_administrator(access)
    access.removed_at, access.removed_by = clock.now(), by
    access.save(update_fields=["removed_at", "removed_by"])
    end_those_to(access, by=by)
    _audit(access, by, _("Removed the access of %(who)s, %(role)s."), role=access.may.noun)
    return access


def give_back(school: School, access_id: int, by: User | None) -> Access:
    """Removed access is again as it was. Raises NotChanged."""
    access = _claim(school, access_id, by)
    if access.removed_at is None:
        return access
    access.removed_at = access.removed_by = None
    access.save(update_fields=["removed_at", "removed_by"])
    _audit(access, by, _("Gave access back to %(who)s, as %(role)s."), role=access.may.noun)
    return access


def link(school: School, access_id: int, person_id: int, by: User | None) -> Access:
    """Link with somebody the SMS lists: their groups, and with them access as long as they are listed. Raises NotChanged."""
    access = _claim(school, access_id, by)
    person = linkable(school).filter(pk=person_id).first()
    if person is None:
        raise NotChanged(
            _("The SMS does not list this person any more, or somebody else is linked with them. Nothing was changed.")
        )
    access.person = person
    access.save(update_fields=["person"])
    _audit(access, by, _("Linked %(who)s with %(person)s in the SMS."), person=person.display_name)
    return access


def unlink(school: School, access_id: int, by: User | None) -> Access:
    """End the link with the SMS; access then lasts until a person ends it. Raises NotChanged."""
    access = _claim(school, access_id, by)
    if access.person is None:
        return access
    person, access.person = access.person, None
    access.save(update_fields=["person"])
    _audit(access, by, _("Ended the link of %(who)s with %(person)s in the SMS."), person=person.display_name)
    return access


def linkable(school: School) -> QuerySet[Person]:
    """The staff the SMS lists with whom nobody's access is linked, by name."""
    found = Person.objects.filter(
        school=school, active=True, role__in=[Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF]
    )
    return found.exclude(pk__in=people_with_accounts(school)).order_by("last_name", "first_name", "id")


def is_last_administrator(access: Access) -> bool:
    """Whether the school would have no PaCT administrator without them."""
    if access.role != Role.ADMINISTRATOR or access.removed_at:
        return False
    others = Access.objects.filter(school=access.school_id, role=Role.ADMINISTRATOR, removed_at=None)
    return not others.filter(user__is_active=True).exclude(pk=access.pk).exists()


def _keep_an_administrator(access: Access) -> None:
    if is_last_administrator(access):
        raise LastAdministrator(access)


def _claim(school: School, access_id: int, by: User | None) -> Access:
    lock(school)
    if by is not None and not administers(school, by):
        raise NotChanged(_("You are not a PaCT administrator of this school any more. Nothing was changed."))
    found = Access.objects.filter(school=school, pk=access_id).select_related("school", "user", "person").first()
    if found is None:
        raise NotChanged(_("There is no such user at this school. Nothing was changed."))
    return found


def _audit(access: Access, by: User | None, words: str, **more: str) -> None:
    who = f"{access.user} ({access.user.email})"
    audit.record(access.school, by, audit.Area.ACCESS, words % {"who": who, **more}, about=access.user)
