"""What about the register needs a person: a file that waits or cannot be had, an old register, and where it and the SMS do
not agree: one notice for each kind, however many students it is about."""

from datetime import timedelta

from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.notices.sources import Cause
from openpact.hub.platform import clock
from openpact.hub.platform.told import reason
from openpact.hub.schools.models import School

from . import services
from .models import Delivery, Register
from .words import day

#: A register that is fetched weekly should not be older.
OLD = timedelta(days=14)


def causes(school: School) -> list[Cause]:
    register = Register.objects.filter(school=school).first()
    if register is None:
        return []
    url = reverse("register", args=[school.number])
    found = _held(school)
    if register.fetches and register.failure:
        text = _("%(why)s Nothing was changed, and PaCT tries again by itself.") % {"why": register.failure_told}
        found.append(Cause("register-not-fetched", _("The register could not be fetched"), text, url,
                           _("Look at it"), icon="alert", order=25))  # fmt: skip
    if register.fetches and register.as_of and clock.today(school.time_zone) - register.as_of > OLD:
        text = _("The last file is of %(day)s. Who came or left since is not known here.") % {
            "day": day(register.as_of)
        }
        found.append(Cause("register-old", _("The enrolment register is old"), text, url,
                           _("Look at it"), icon="wait", order=35))  # fmt: skip
    return found + (_differences(school, url) if register.has_file else [])


def _held(school: School) -> list[Cause]:
    return [
        Cause(
            "register-held",
            _("A register file waits for you"),
            _("%(why)s Nothing changes until you approve or discard it.") % {"why": reason(held.reasons[0])["message"]},
            reverse("register-file", args=[school.number, held.id]),
            _("Look at it"),
            key=str(held.id),
            icon="people",
            order=15,
        )
        for held in Delivery.objects.filter(school=school, state=Delivery.State.HELD).only("id", "reasons")
    ]


def _differences(school: School, url: str) -> list[Cause]:
    standing = services.standing(school)
    enrolled, here, differ = standing.only_enrolled, standing.only_here, standing.differences
    # Our own keys of students and of people: an NSN names somebody. A birth date that differs too is one thing more.
    kinds = (
        ("enrolled", _("Enrolled, but not in your SMS"), len(enrolled), ngettext(
            "%(number)s student is enrolled here, but is not in your SMS.",
            "%(number)s students are enrolled here, but are not in your SMS.", len(enrolled)),
         {str(one.key) for one in enrolled}),
        ("sms", _("In your SMS, but not enrolled"), len(here), ngettext(
            "%(number)s student of your SMS is not enrolled here.",
            "%(number)s students of your SMS are not enrolled here.", len(here)),
         {str(one.student.person_id) for one in here}),
        ("differences", _("Names or birth dates differ"), len(differ), ngettext(
            "Of %(number)s student, ENROL and your SMS do not say the same.",
            "Of %(number)s students, ENROL and your SMS do not say the same.", len(differ)),
         {f"{one.student.person_id}-{field}" for one in differ for field in one.differs}),
    )  # fmt: skip
    return [
        Cause(
            f"register-{tab}",
            title,
            text % {"number": number},
            f"{url}?tab={tab}",
            _("See who"),
            about=frozenset(about),
            icon="people",
            order=40,
        )
        for tab, title, number, text, about in kinds
        if number
    ]
