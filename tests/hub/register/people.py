"""Students with national keys, and register files that come in."""

from datetime import date

from openpact.hub.platform.tenancy import at_school
from openpact.hub.register import deliveries
from openpact.hub.register.core import Entry
from openpact.hub.register.models import Delivery, Source
from openpact.hub.register.models import Entry as Row
from openpact.hub.roster.models import Group, Membership, Person
from tests.hub.national import student_key

from .files import entry, file_of

TODAY = date(2026, 8, 12)
#: In this order: of students 1, 2, 3, …
NAMES = ("Aroha Ngata", "Ben Smith", "Cora Parata", "Dilraj Singh", "Elena Tui", "Finn Walker", "Grace Hēmi")


def named(number: int, **more) -> Entry:
    """The enrolment of student `number`."""
    first, last = NAMES[number - 1].split()
    return entry(number, first, last, **more)


def enrol_in_sms(school, *numbers: int, group: Group | None = None, **more) -> list[Person]:
    """Students in the school's SMS, as its uploads bring them."""
    made = []
    with at_school(school.id):
        for number in numbers:
            one = named(number)
            values = {
                "first_name": one.first_name, "last_name": one.last_name, "dob": one.dob, "nsn": one.nsn,
                "student_id": student_key(one.nsn), "sms_id": f"s{number}", "role": Person.Role.STUDENT,
            } | more  # fmt: skip
            person = Person.objects.create(school=school, **values)
            if group is not None:
                Membership.objects.create(school=school, person=person, group=group, home=True)
            made.append(person)
    return made


def comes(school, *entries: Entry, source=Source.HAND, as_of: date = TODAY, user=None) -> Delivery:
    """A register file of the school arrives."""
    with at_school(school.id):
        return deliveries.receive(school, file_of(*entries, school=school.number, as_of=as_of), source, user)


def stands(school, *entries: Entry, source=Source.HAND, as_of: date = TODAY) -> Delivery:
    """A register file of the school arrives, and is approved if that is needed."""
    delivery = comes(school, *entries, source=source, as_of=as_of)
    if delivery.state == Delivery.State.HELD:
        with at_school(school.id):
            _, version = deliveries.look(school, delivery)
            return deliveries.approve(school, delivery.id, None, seen_version=version)
    return delivery


def kept(school) -> dict[int, Row]:
    """The enrolments in the database, by the student's number."""
    with at_school(school.id):
        return {int(row.nsn): row for row in Row.objects.filter(school=school)}


def listed(school) -> set[int]:
    return {number for number, row in kept(school).items() if row.gone_on is None}
