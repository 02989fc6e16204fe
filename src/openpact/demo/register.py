"""The enrolment registers of two schools of the demo, as in life: nearly everybody agrees, a few do not, and one student has
moved from one school to the other and brings judgements along."""

import os
from dataclasses import replace
from datetime import date, timedelta

import django

from openpact.hub.register.core import Entry
from openpact.ide import Role

from .schools import ETAP_SCHOOL, KAMAR_SCHOOL, DemoSchool

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

    def comes(school: School, entries: list[Entry]) -> None:
        content = write(entries, school_number=school.number, as_of=clock.today(school.time_zone))
        deliveries.receive(school, content, Source.OPERATOR)

    with at_school(school_of_number(ETAP_SCHOOL.number)):
        school = School.objects.get()
        moves, today = _judged(), clock.today(school.time_zone)
        left = today - timedelta(days=10)
        told = [replace(one, leave_date=left) if moves and one.nsn == moves.nsn else one for one in _told(ETAP_SCHOOL)]
        comes(school, told)
    with at_school(school_of_number(KAMAR_SCHOOL.number)):
        school = School.objects.get()
        told = [*_differing(_told(KAMAR_SCHOOL)), NOT_YET_IN_SMS]
        if moves is not None:
            # The SMS does not have them yet, so somebody has added them by hand.
            values = {name: getattr(moves, name) for name in ("first_name", "last_name", "nsn", "dob")}
            people.add(school, None, {"role": Role.STUDENT, **values})
            told.append(replace(moves, start_date=left + timedelta(days=1), year_level=9))
        comes(school, told)


def _told(school: DemoSchool) -> list[Entry]:
    """What ENROL says of its students, if it says what the SMS does."""
    return [
        Entry(
            p.nsn, p.first_name, p.last_name, p.dob, p.first_attending, p.preferred_name,
            next((int(name.removeprefix("Year ")) for name in p.groups if name.startswith("Year ")), None),
        )
        for p in school.people()
        if p.role is Role.STUDENT and p.nsn and p.dob and p.first_attending
    ]  # fmt: skip


def _differing(told: list[Entry]) -> list[Entry]:
    """One name and one birth date otherwise, and two students not at all."""
    named, born = told[3], told[5]
    told[3] = replace(named, first_name=f"{named.first_name} Rose")
    told[5] = replace(born, dob=born.dob.replace(day=born.dob.day % 28 + 1))
    return told[:-2]


def _judged() -> Entry | None:
    """A student whom the school has judged. Inside its transaction."""
    from openpact.hub.judgements.models import Judgement

    judged = Judgement.objects.exclude(level="").filter(person__student__isnull=False, person__dob__isnull=False)
    person = next((one.person for one in judged.select_related("person").order_by("confirmed_at", "id")), None)
    return person and Entry(person.nsn, person.first_name, person.last_name, person.dob, person.dob)
