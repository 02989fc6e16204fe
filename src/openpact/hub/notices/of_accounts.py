"""What about access and invitations needs a person. Written here, because this room stands above accounts."""

from datetime import date, timedelta
from itertools import groupby
from zoneinfo import ZoneInfo

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.accounts.invitees import accesses_of, staff_without_account
from openpact.hub.accounts.models import Access, Invitation, Role
from openpact.hub.platform import clock
from openpact.hub.platform.told import listed
from openpact.hub.schools.models import School

from .sources import Cause

#: An invitation asks for somebody this long before it expires, and this long after: then nobody wants it any more.
BEFORE, AFTER = timedelta(days=3), timedelta(days=28)


def causes(school: School) -> list[Cause]:
    accesses = accesses_of(school)
    return [*_to_invite(school, accesses), *_invitations(school), *_administrators_who_left(school, accesses)]


def _to_invite(school: School, accesses: list[Access]) -> list[Cause]:
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
    return [
        Cause(
            "staff-to-invite",
            _("Invite your staff"),
            text % {"number": number},
            url,
            _("See who"),
            about=frozenset(str(person.id) for person in people),
            icon="mail",
            order=30,
        )
    ]


def _invitations(school: School) -> list[Cause]:
    """One for all that expire on the same day. Expired ones of the SMS's staff are among those to invite."""
    now, zone = clock.now(), ZoneInfo(school.time_zone)
    pending = Invitation.objects.filter(school=school, state=Invitation.State.PENDING)
    soon = pending.filter(expires_at__gt=now - AFTER, expires_at__lte=now + BEFORE).order_by("expires_at", "name")
    found = [one for one in soon if one.expires_at > now or one.person_id is None]
    url = f"{reverse('users', args=[school.number])}?show=invitations"

    def kind_and_day(invitation: Invitation) -> tuple[bool, date]:
        return invitation.expires_at <= now, invitation.expires_at.astimezone(zone).date()

    causes = []
    for (expired, day), together in groupby(found, kind_and_day):
        those = list(together)
        kind = "invitations-expired" if expired else "invitations-expiring"
        title = _("Invitations have expired") if expired else _("Invitations expire soon")
        text = _("%(who)s: not accepted until %(day)s. Send them again, or withdraw them.")
        if not expired:
            text = _("%(who)s: not accepted yet, and only until %(day)s. Remind them, or send them again.")
        said = {"who": _who([one.name for one in those]), "day": date_format(day, "j F")}
        causes.append(
            Cause(kind, title, text % said, url, _("See the invitations"), key=day.isoformat(),
                  about=frozenset(str(one.id) for one in those), icon="mail", order=40)
        )  # fmt: skip
    return causes


def _who(names: list[str]) -> str:
    return listed(names[:3], more=max(0, len(names) - 3))


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
