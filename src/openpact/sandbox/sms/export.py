"""The IDE file of one school, from the SMS's own records: the people who are here now."""

from dataclasses import replace

from django.db.models import Exists, OuterRef, Prefetch, QuerySet

from openpact import ide

from . import clock
from .models import Group, Membership, PactConfig, Person, School
from .screens import SCREENS


def ide_people(school: School) -> list[ide.Person]:
    memberships = Membership.objects.select_related("group")
    people = Person.objects.filter(school=school).current().order_by("pk")
    return [
        _as_ide(person, school) for person in people.prefetch_related(Prefetch("memberships", queryset=memberships))
    ]


def ide_file(school: School) -> bytes:
    """What goes to PaCT: everybody, or what the school has selected; then the file says so."""
    local_now = clock.now().astimezone(school.place).replace(tzinfo=None, microsecond=0)
    people, selection = ide_people(school), selection_of(school)
    if selection is not None:
        people = [_without(person, selection) for person in people if selection.includes_role(person.role)]
    return ide.write(people, school_number=school.number, exported_at=local_now, selection=selection)


def selection_of(school: School) -> ide.Selection | None:
    """None where the SMS sends everything."""
    if not SCREENS[school.provider].provider.selects:
        return None
    config = PactConfig.objects.filter(school=school).first() or PactConfig(school=school)
    left_out = optional_groups(school).filter(selected=False)
    return ide.Selection(frozenset(map(ide.Role, config.roles)), frozenset(left_out.values_list("name", flat=True)))


def optional_groups(school: School) -> QuerySet[Group]:
    """The groups that are nobody's home class: those that can be left out."""
    homes = Membership.objects.filter(
        group=OuterRef("pk"), home=True, person__left_on=None, person__role=ide.Role.STUDENT
    )
    return Group.objects.filter(~Exists(homes), school=school)


def _without(person: ide.Person, selection: ide.Selection) -> ide.Person:
    kept = tuple(name for name in person.groups if name not in selection.without_groups)
    homes = tuple(name for name in person.home_groups if name not in selection.without_groups)
    return replace(person, groups=kept, home_groups=homes)


def _as_ide(person: Person, school: School) -> ide.Person:
    memberships = list(person.memberships.all())
    return ide.Person(
        sms_id=person.sms_id,
        role=ide.Role(person.role),
        first_name=person.first_name,
        last_name=person.last_name,
        preferred_name=person.preferred_name,
        nsn=person.nsn,
        username=person.username,
        first_attending=person.first_attending,
        last_attendance=person.last_attendance,
        dob=person.dob,
        gender=person.gender,
        associated_nsns=tuple(person.associated_nsns),
        email=person.email,
        organisation=school.organisation,
        groups=tuple(m.group.name for m in memberships),
        home_groups=tuple(m.group.name for m in memberships if m.home),
    )
