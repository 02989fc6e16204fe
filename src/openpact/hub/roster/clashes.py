"""Who may be here twice: two people who may be one, and two groups that are called alike. Inside the school's transaction.

Uploads make one of two where that is certain (see core/match.py). What is left are people with one NSN, and people added by
hand who have the name of somebody else while nothing tells them apart.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from itertools import combinations

from django.db.models import Count, OuterRef, Q, QuerySet, Subquery

from openpact.hub.platform.plain import plain, plain_text

from .models import Group, Person
from .queries import STAFF


@dataclass(frozen=True, slots=True)
class Clash:
    """Two people who may be one. `person` is whom the school can do something about: added by hand, if one of them was."""

    person: Person
    other: Person

    @property
    def same_nsn(self) -> bool:
        return bool(self.person.nsn) and self.person.nsn == self.other.nsn


def people(school) -> list[Clash]:
    """Every two. One query where there is nobody to ask about, else two."""
    here = _here(school.id)
    shared = here.exclude(nsn="").values("nsn").order_by().annotate(number=Count("id")).filter(number__gt=1)
    asked = list(here.filter(Q(by_hand=True) | Q(nsn__in=shared.values("nsn"))))
    if not asked:
        return []
    named = here.alias(plain_name=plain("last_name")).filter(plain_name__in={plain_text(p.last_name) for p in asked})
    everybody = {person.id: person for person in [*asked, *named]}
    return _among(sorted(everybody.values(), key=lambda person: person.id))


def of_person(person: Person) -> list[Person]:
    """Who may be the same as somebody who is here. One query."""
    if not person.active:
        return []
    alike = Q(plain_name=plain_text(person.last_name)) | (Q(nsn=person.nsn) if person.nsn else Q())
    others = _here(person.school_id).alias(plain_name=plain("last_name")).filter(alike).exclude(pk=person.pk)
    return [other for other in others if _may_be_one(person, other)]


def groups(school) -> list[tuple[Group, int]]:
    """The school's own groups that are called like one of the SMS's, with that one's id. One query."""
    listed = Group.objects.filter(school=school, listed=True)
    alike = listed.filter(own=False).alias(plain_name=plain("name")).filter(plain_name=plain(OuterRef("name")))
    found = listed.filter(own=True).annotate(other=Subquery(alike.order_by("id").values("id")[:1]))
    return [(group, group.other) for group in found.exclude(other=None).order_by("id")]


def _here(school_id: int) -> QuerySet[Person]:
    return Person.objects.filter(school=school_id, active=True, role__in=[Person.Role.STUDENT, *STAFF])


def _among(found: Iterable[Person]) -> list[Clash]:
    """Only who shares an NSN or a name is compared: where everybody was added by hand, all pairs would be very many."""
    alike: dict[object, list[Person]] = {}
    for person in found:
        for key in filter(None, (person.nsn, _name(person))):
            alike.setdefault(key, []).append(person)
    two = {(one.id, other.id): (one, other) for group in alike.values() for one, other in combinations(group, 2)}
    pairs = [pair for _ids, pair in sorted(two.items()) if _may_be_one(*pair)]
    return [Clash(other, one) if other.by_hand and not one.by_hand else Clash(one, other) for one, other in pairs]


def _may_be_one(one: Person, other: Person) -> bool:
    if (one.role in STAFF) != (other.role in STAFF):
        return False
    if one.nsn and other.nsn:
        return one.nsn == other.nsn
    if not (one.by_hand or other.by_hand) or _name(one) != _name(other):
        return False
    return not (one.dob and other.dob) or one.dob == other.dob


def _name(person: Person) -> tuple[str, str]:
    return plain_text(person.first_name), plain_text(person.last_name)
