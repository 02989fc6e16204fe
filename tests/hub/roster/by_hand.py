"""What is there, for tests of what is done by hand."""

from datetime import date

from openpact.hub.audit.models import Area, Line
from openpact.hub.roster.models import Group, Person

WIREMU = {"role": "Student", "first_name": "Wiremu", "last_name": "Hōhepa", "dob": date(2017, 5, 6)}


def group(name: str, **more) -> Group:
    return Group.objects.get(name=name, **more)


def person(sms_id: str) -> Person:
    return Person.objects.get(sms_id=sms_id)


def said() -> list[str]:
    return [line.words for line in Line.objects.filter(area=Area.PEOPLE).order_by("id")]


def names(people_) -> list[str]:
    return [p.display_name for p in people_]
