"""What accounts has to say on a school's home page: the roster at a glance, invitations on their way, one's own groups."""

from django.db.models import Count, Q, QuerySet, Subquery
from django.db.models.functions import Coalesce
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.platform import clock
from openpact.hub.roster.models import Group, Person
from openpact.hub.roster.queries import groups_of, natural
from openpact.hub.schools.models import School

from .home import Card, Home
from .models import Invitation, Role
from .pages import SchoolRequest


def cards(home: Home) -> list[Card]:
    """For whoever manages. One query."""
    request = home.request
    if request.access.role not in (Role.ADMINISTRATOR, Role.LEADER):
        return []
    counts = _counts(request.school)
    invitations = _invitations(request, counts["invited"]) if request.access.role == Role.ADMINISTRATOR else []
    return [_roster(request, counts), *invitations]


def _counts(school: School) -> dict[str, int]:
    people = Person.objects.filter(school=school, active=True)
    staff = people.filter(role__in=[Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF])
    pending = Invitation.objects.filter(school=school, state=Invitation.State.PENDING, expires_at__gt=clock.now())
    counts = School.objects.values(
        students=_number_of(people.filter(role=Person.Role.STUDENT)),
        staff=_number_of(staff),
        groups_in_use=_number_of(Group.objects.filter(school=school, active=True)),
        invited=_number_of(pending),
    )
    return counts.get(id=school.id)


def _number_of(rows: QuerySet) -> Coalesce:
    """How many there are, within another query."""
    counted = rows.order_by().values("school").annotate(number=Count("pk")).values("number")
    return Coalesce(Subquery(counted), 0)


def _roster(request: SchoolRequest, counts: dict[str, int]) -> Card:
    """Who is in the roster."""
    groups = counts["groups_in_use"]
    if not counts["students"] and not counts["staff"]:
        text = _(
            "People, classes and groups come from your student management system. Once it is linked, they stay right by"
            " themselves."
        )
        return Card(_("Nobody in PaCT yet"), text, icon="people", order=20)
    text = _("%(students)s and %(staff)s in %(groups)s.") % {
        "students": _many(
            ngettext("%(number)s student", "%(number)s students", counts["students"]), counts["students"]
        ),
        "staff": _many(
            ngettext("%(number)s member of staff", "%(number)s members of staff", counts["staff"]), counts["staff"]
        ),
        "groups": _many(ngettext("%(number)s group", "%(number)s groups", groups), groups),
    }
    return Card(_("People"), text, _url(request, "people"), _("See the people"), icon="people", order=60)


def _invitations(request: SchoolRequest, number: int) -> list[Card]:
    """How many are on their way. What about them needs somebody is a notice."""
    if not number:
        return []
    text = ngettext(
        "%(number)s invitation is not accepted yet.", "%(number)s invitations are not accepted yet.", number
    )
    url = f"{_url(request, 'users')}?show=invitations"
    return [Card(_("Invitations"), _many(text, number), url, _("See the invitations"), icon="mail", order=50)]


def my_groups(request: SchoolRequest) -> list[Group]:
    """The groups of the SMS person this user is linked with, each with its number of `students`."""
    students = Count(
        "memberships", filter=Q(memberships__person__role=Person.Role.STUDENT, memberships__person__active=True)
    )
    found = Group.objects.filter(id__in=groups_of(request.access.person_id).values("id")).annotate(students=students)
    return sorted(found, key=lambda group: (not group.is_home, natural(group.name)))


def _url(request: SchoolRequest, name: str) -> str:
    return reverse(name, args=[request.school.number])


def _many(words: str, number: int) -> str:
    return words % {"number": f"{number:,}"}
