"""People of a roster, for tests of its pages."""

from openpact.hub.roster.models import Membership, Person


def add_person(school, name, sms_id, *, role=Person.Role.STUDENT, groups=(), **more) -> Person:
    first, last = name.split()
    person = Person.objects.create(school=school, sms_id=sms_id, role=role, first_name=first, last_name=last, **more)
    for group in groups:
        Membership.objects.create(school=school, person=person, group=group, home=group.is_home)
    return person


def text(response) -> str:
    assert response.status_code == 200
    return response.content.decode()
