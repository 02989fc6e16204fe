"""An enrolment register for one school of the demo, as it is in life: nearly everybody agrees, a few do not, and somebody has
come from another school and brings judgements along."""

import os
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta

import django

from openpact.hub.register.core import Entry
from openpact.ide import Person, Role

from .schools import ETAP_SCHOOL, KAMAR_SCHOOL

#: Enrolled, and not in the SMS yet.
NOT_YET_IN_SMS = Entry("0900000101", "Kahurangi", "Tamihana", date(2013, 6, 21), date(2026, 2, 2), year_level=8)


def seed_register() -> None:
    """In a process with the hub's settings, once the schools have their people."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.hub.settings"
    django.setup()
    from openpact.hub.platform import clock
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.register import deliveries
    from openpact.hub.register.core import write
    from openpact.hub.register.models import Source
    from openpact.hub.roster.by_hand import people
    from openpact.hub.schools.models import School
    from openpact.hub.schools.services import school_of_number

    newcomer = _judged_elsewhere()
    with at_school(school_of_number(KAMAR_SCHOOL.number)):
        school = School.objects.get()
        today = clock.today(school.time_zone)
        entries = [*_told(KAMAR_SCHOOL.people()), NOT_YET_IN_SMS]
        if newcomer is not None:
            entries.append(replace(newcomer, start_date=today - timedelta(days=9), year_level=9))
            values = {name: getattr(newcomer, name) for name in ("first_name", "last_name", "nsn", "dob")}
            people.add(school, None, {"role": Role.STUDENT, **values})
        content = write(entries, school_number=school.number, as_of=today)
        deliveries.receive(school, content, Source.OPERATOR)


def _told(people: list[Person]) -> Iterator[Entry]:
    """What ENROL says of them: one name and one birth date otherwise, and two students not at all."""
    students = [p for p in people if p.role is Role.STUDENT and p.nsn and p.dob and p.first_attending]
    for place, student in enumerate(students[:-2]):
        first, dob = student.first_name, student.dob
        if place == 3:
            first = f"{first} Rose"
        if place == 5:
            dob = dob.replace(day=dob.day % 28 + 1)
        yield Entry(student.nsn, first, student.last_name, dob, student.first_attending, student.preferred_name)


def _judged_elsewhere() -> Entry | None:
    """A student whom another school of the demo has judged."""
    from openpact.hub.judgements.models import Judgement
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.schools.services import school_of_number

    with at_school(school_of_number(ETAP_SCHOOL.number)):
        judged = Judgement.objects.exclude(level="").exclude(person__dob=None).order_by("confirmed_at", "id")
        one = judged.filter(person__student__isnull=False).select_related("person").first()
    if one is None:
        return None
    person = one.person
    return Entry(person.nsn, person.first_name, person.last_name, person.dob, person.dob)
