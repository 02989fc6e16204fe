"""What about access and invitations needs a person. Written here, because this room stands above accounts."""

from datetime import datetime, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.accounts.invitees import accesses_of, staff_without_account
from openpact.hub.accounts.models import Access, Invitation, Role
from openpact.hub.platform import clock
from openpact.hub.schools.models import School

from .models import Notice
from .sources import Cause

#: An invitation asks for somebody this long before it expires, and this long after: then nobody wants it any more.
BEFORE, AFTER = timedelta(days=3), timedelta(days=28)


def causes(school: School) -> list[Cause]:
    accesses = accesses_of(school)
    return [*_to_invite(school, accesses), *_invitations(school), *_administrators_who_left(school, accesses)]


def _to_invite(school: School, accesses: list[Access]) -> list[Cause]:
    """The key is the newest of them: whoever put the others aside is told of somebody new, and is not told again of the
    others once the newest is invited."""
    people = staff_without_account(school, accesses=accesses).not_yet
    number = len(people)
    if not people:
        return []
    text = ngettext(
        "%(number)s member of staff the SMS lists has neither access to PaCT nor an invitation that works.",
        "%(number)s members of staff the SMS lists have neither access to PaCT nor an invitation that works.",
        number,
    )
    url = f"{reverse('users', args=[school.number])}?show=staff"
    standing = Notice.objects.filter(school=school, kind="staff-to-invite", closed_at=None)
    told = map(int, standing.values_list("key", flat=True))
    return [
        Cause(
            "staff-to-invite",
            _("Invite your staff"),
            text % {"number": number},
            url,
            _("See who"),
            key=str(max([*told, *(person.id for person in people)])),
            icon="mail",
            order=30,
        )
    ]


def _invitations(school: School) -> list[Cause]:
    """One for all that expire on the same day. Expired ones of the SMS's staff are among those to invite."""
    now, zone = clock.now(), ZoneInfo(school.time_zone)
    pending = Invitation.objects.filter(school=school, state=Invitation.State.PENDING)
    soon = pending.filter(expires_at__gt=now - AFTER, expires_at__lte=now + BEFORE)
    found = [
        (name, expires_at)
        for name, expires_at, person_id in soon.order_by("expires_at", "name").values_list(
            "name", "expires_at", "person_id"
        )
        if expires_at > now or person_id is None
    ]
    url = f"{reverse('users', args=[school.number])}?show=invitations"

    def kind_and_day(invitation: tuple[str, datetime]) -> tuple[bool, datetime]:
        return invitation[1] <= now, invitation[1].astimezone(zone).date()

    causes = []
    for (expired, day), those in groupby(found, kind_and_day):
        kind = "invitations-expired" if expired else "invitations-expiring"
        title = _("Invitations have expired") if expired else _("Invitations expire soon")
        text = _("%(who)s: not accepted until %(day)s. Send them again, or withdraw them.")
        if not expired:
            text = _("%(who)s: not accepted yet, and only until %(day)s. Remind them, or send them again.")
        said = {"who": _who([name for name, _expires_at in those]), "day": date_format(day, "j F")}
        causes.append(
            Cause(kind, title, text % said, url, _("See the invitations"), key=day.isoformat(), icon="mail", order=40)
        )
    return causes


def _who(names: list[str]) -> str:
    more = len(names) - 3
    if more <= 0:
        return ", ".join(names)
    text = ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more)
    return text % {"names": ", ".join(names[:3]), "more": more}


def _administrators_who_left(school: School, accesses: list[Access]) -> list[Cause]:
    """Leaving ends the access of everybody else by itself."""
    return [
        Cause(
            "administrator-left",
            _("A PaCT administrator has left"),
            _(
                "The SMS does not list %(name)s any more, but a PaCT administrator keeps access. Remove it, or end the link"
                " with the SMS if they go on."
            )
            % {"name": access.user},
            reverse("user", args=[school.number, access.id]),
            _("Look at it"),
            key=str(access.id),
            icon="key",
            order=35,
        )
        for access in accesses
        if access.role == Role.ADMINISTRATOR
        and access.removed_at is None
        and access.person
        and not access.person.active
    ]
