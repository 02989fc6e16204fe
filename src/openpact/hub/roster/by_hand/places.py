"""Places in groups by hand: everybody in an own group, and those who were given a group of the SMS's on top of what it says.

Uploads keep them. Such a place waits while its person has left or its group has gone, and is there again when they are.
"""

from collections.abc import Iterable

from django.utils.translation import gettext as _

from openpact.hub.platform.told import listed

from ..models import Group, Membership, Person, RosterChange
from ..services import state_of
from .record import Refused, place_change, tell

PLACED = (Person.Role.STUDENT, Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF)


def put(school, user, group: Group, people: Iterable[int]) -> list[Person]:
    """Put people into a group by hand; answers those who were not in it by hand before. Raises Refused."""
    state_of(school, lock=True)
    if not group.active:
        raise Refused(_("%(group)s is not in use, so nobody can be put into it.") % {"group": group.name})
    wanted = set(people)
    found = list(Person.objects.filter(school=school, id__in=wanted, active=True, role__in=PLACED))
    if len(found) < len(wanted):
        raise Refused(_("Somebody you chose is not at the school any more. Nothing was changed: please choose again."))
    there = set(Membership.objects.filter(group=group, by_hand=True).values_list("person_id", flat=True))
    new = _by_name(person for person in found if person.id not in there)
    if not new:
        return []
    Membership.objects.bulk_create(
        (Membership(school=school, group=group, person=p, listed=False, by_hand=True) for p in new),
        update_conflicts=True, unique_fields=["group", "person"], update_fields=["by_hand"],
    )  # fmt: skip
    line = tell(school, user, _("Put into %(group)s by hand: %(people)s.") % _told(group, new))
    RosterChange.objects.bulk_create(place_change(line, "starts", p.id, group.id) for p in new)
    return new


def put_one(school, user, person: Person, group: Group) -> None:
    """Raises Refused."""
    put(school, user, group, [person.id])


def take(school, user, group: Group, people: Iterable[int]) -> list[Person]:
    """Take people's places by hand away; answers those who had one. Whom the SMS lists stays listed."""
    state_of(school, lock=True)
    mine = Membership.objects.filter(school=school, group=group, person__in=set(people), by_hand=True)
    gone = _by_name(Person.objects.filter(id__in=mine.values("person_id")))
    if not gone:
        return []
    mine.filter(listed=True).update(by_hand=False)
    mine.filter(listed=False).delete()
    line = tell(school, user, _("Taken out of %(group)s by hand: %(people)s.") % _told(group, gone))
    RosterChange.objects.bulk_create(place_change(line, "ends", p.id, group.id) for p in gone)
    return gone


def _by_name(people: Iterable[Person]) -> list[Person]:
    return sorted(people, key=lambda person: (person.last_name, person.first_name, person.id))


def _told(group: Group, people: list[Person]) -> dict[str, str]:
    return {"group": group.name, "people": listed(person.display_name for person in people)}
