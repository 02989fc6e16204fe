"""What accounts has to say on a school's home page: the roster at a glance, and who still has to be invited."""

from django.db.models import Count, Q
from django.urls import reverse

from openpact.hub.platform import clock
from openpact.hub.roster.models import Group, Person
from openpact.hub.roster.queries import groups_of, natural

from .home import Card
from .invitations import staff_without_account
from .models import Invitation, Role
from .pages import SchoolRequest


def roster_card(request: SchoolRequest) -> list[Card]:
    """For administrators: who is in the roster."""
    if request.access.role != Role.ADMINISTRATOR:
        return []
    counts = Person.objects.filter(school=request.school, active=True).aggregate(
        students=Count("id", filter=Q(role=Person.Role.STUDENT)),
        staff=Count("id", filter=Q(role__in=[Person.Role.TEACHING_STAFF, Person.Role.NON_TEACHING_STAFF])),
    )
    groups = Group.objects.filter(school=request.school, active=True).count()
    if not any(counts.values()):
        return [
            Card(
                "Nobody in PaCT yet",
                "People, classes and groups come from your student management system. Link it, and they stay right by"
                " themselves.",
                icon="people",
                order=20,
            )
        ]
    text = f"{_many(counts['students'], 'student')} and {_many(counts['staff'], 'member')} of staff in {_many(groups, 'group')}."
    return [Card("People", text, _url(request, "people"), "See the people", icon="people", order=60)]


def invitation_cards(request: SchoolRequest) -> list[Card]:
    """For administrators: staff nobody has invited, and invitations nobody has accepted."""
    if request.access.role != Role.ADMINISTRATOR:
        return []
    found, users = [], _url(request, "users")
    if waiting := len(staff_without_account(request.school).not_yet):
        words = "member of staff the SMS lists has" if waiting == 1 else "members of staff the SMS lists have"
        text = f"{waiting} {words} neither access to PaCT nor an invitation."
        found.append(
            Card("Invite your staff", text, f"{users}?show=staff", "See who", icon="mail", tone="wait", order=30)
        )
    pending = Invitation.objects.filter(school=request.school, state=Invitation.State.PENDING)
    counts = pending.aggregate(
        open=Count("id", filter=Q(expires_at__gt=clock.now())),
        expired=Count("id", filter=Q(expires_at__lte=clock.now())),
    )
    if any(counts.values()):
        text = f"{_many(counts['open'], 'invitation')} not accepted yet"
        text += f", {counts['expired']} more expired: send them again." if counts["expired"] else "."
        tone = "wait" if counts["expired"] else "quiet"
        found.append(
            Card(
                "Invitations",
                text,
                f"{users}?show=invitations",
                "See the invitations",
                icon="mail",
                tone=tone,
                order=40,
            )
        )
    return found


def my_groups(request: SchoolRequest) -> list[Group]:
    """The groups of the SMS person this user is linked with, each with its number of `students`."""
    students = Count(
        "memberships", filter=Q(memberships__person__role=Person.Role.STUDENT, memberships__person__active=True)
    )
    found = Group.objects.filter(id__in=groups_of(request.access.person_id).values("id")).annotate(students=students)
    return sorted(found, key=lambda group: (not group.is_home, natural(group.name)))


def _url(request: SchoolRequest, name: str) -> str:
    return reverse(name, args=[request.school.number])


def _many(number: int, noun: str) -> str:
    return f"{number:,} {noun}{'' if number == 1 else 's'}"
