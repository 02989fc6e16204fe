"""What about people and groups needs a person. Written here, because this room stands above the roster. Names of students
stay out of it: notices are mailed."""

from django.urls import reverse
from django.utils.translation import gettext as _

from openpact.hub.roster import clashes
from openpact.hub.roster.models import Group
from openpact.hub.schools.models import School

from .sources import Cause


def causes(school: School) -> list[Cause]:
    people = [_people(school, clash) for clash in clashes.people(school)]
    return people + [_groups(school, group, other) for group, other in clashes.groups(school)]


def _people(school: School, clash: clashes.Clash) -> Cause:
    if clash.same_nsn:
        text = _(
            "Two students have the same NSN. One of them is wrong, or they are one student who stands there twice."
        )
    else:
        text = _("Somebody who was added by hand has the same name as somebody else, and nothing tells them apart.")
    return Cause(
        "same-person",
        _("Two people who may be one"),
        text,
        reverse("person", args=[school.number, clash.person.id]),
        _("Look at them"),
        key=f"{clash.person.id}-{clash.other.id}",
        icon="people",
        order=40,
    )


def _groups(school: School, group: Group, other: int) -> Cause:
    return Cause(
        "same-group",
        _("Two groups called %(name)s") % {"name": group.name},
        _("One is your school's own, and uploads bring another. Each has its own people. Rename your own, or end it."),
        reverse("group", args=[school.number, group.id]),
        _("Look at it"),
        key=f"{group.id}-{other}",
        icon="groups",
        order=45,
    )
