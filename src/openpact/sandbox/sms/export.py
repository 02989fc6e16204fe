"""The IDE file of one school, from the SMS's own records: the people who are here now."""

from django.db.models import Prefetch

from openpact import ide

from . import clock
from .models import Membership, Person, School


def ide_people(school: School) -> list[ide.Person]:
    memberships = Membership.objects.select_related("group")
    people = Person.objects.filter(school=school).current().order_by("pk")
    return [
        _as_ide(person, school) for person in people.prefetch_related(Prefetch("memberships", queryset=memberships))
    ]


def ide_file(school: School) -> bytes:
    local_now = clock.now().astimezone(school.place).replace(tzinfo=None, microsecond=0)
    return ide.write(ide_people(school), school_number=school.number, exported_at=local_now)


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
