"""Members of staff as the SMS lists them, and what arrives in their mail."""

import re

from django.core import mail

from openpact.hub.accounts.models import Invitation
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Membership, Person

from ..jobs import run_jobs

COUNT = iter(range(1, 1_000_000))


def add_staff(school, first_name="Hēmi", last_name="Parata", *, email="hemi@kowhai.example", **more) -> Person:
    values = {"role": Person.Role.TEACHING_STAFF, "sms_id": f"T{next(COUNT)}"} | more
    with at_school(school.id):
        return Person.objects.create(school=school, first_name=first_name, last_name=last_name, email=email, **values)


def add_group(school, name: str, *members: Person) -> Group:
    with at_school(school.id):
        group = Group.objects.create(school=school, name=name)
        for person in members:
            Membership.objects.create(school=school, group=group, person=person)
    return group


def set_active(school, person: Person, active: bool) -> None:
    with at_school(school.id):
        Person.objects.filter(id=person.id).update(active=active)


def invitations_of(school, **wanted) -> list[Invitation]:
    with at_school(school.id):
        return list(Invitation.objects.filter(school=school, **wanted).select_related("person").order_by("id"))


def mailed_links() -> list[str]:
    """Send what waits; the paths of the invitations mailed, the latest last."""
    run_jobs()
    return [
        re.search(r"http://\S+?(/invitations/\S+/)", message.body)[1]
        for message in mail.outbox
        if "/invitations/" in message.body
    ]


def mailed_code() -> str:
    run_jobs()
    return re.search(r"Your code is (\d{6})", mail.outbox[-1].body)[1]
