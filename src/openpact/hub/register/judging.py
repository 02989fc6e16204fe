"""Whether only students who are enrolled are judged: a school's choice. Inside the school's transaction."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.accounts.models import User
from openpact.hub.audit.services import Area, record
from openpact.hub.schools.models import School

from .services import register_of, students_not_enrolled


class NoRegister(Exception):
    """Nothing is known of enrolments yet, so nobody could be judged."""


def choose(school: School, user: User, *, needed: bool) -> None:
    """Raises NoRegister."""
    register = register_of(school, lock=True)
    if needed and not register.has_file:
        raise NoRegister
    if needed == register.judging_needs_enrolment:
        return
    register.judging_needs_enrolment = needed
    register.save(update_fields=["judging_needs_enrolment"])
    record(
        school,
        user,
        Area.REGISTER,
        _told(school) if needed else _("From now on students are judged whether enrolled or not."),
    )


def _told(school: School) -> str:
    number = students_not_enrolled(school)
    words = ngettext(
        "From now on only enrolled students are judged: %(number)s student of the SMS is not enrolled now.",
        "From now on only enrolled students are judged: %(number)s students of the SMS are not enrolled now.",
        number,
    )
    return words % {"number": number}
