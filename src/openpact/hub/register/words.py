"""What a page says of an enrolment, in plain words."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from . import core

#: The fields of an enrolment, as pages call them.
FIELDS = {
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "preferred_name": gettext_lazy("Preferred name"),
    "dob": gettext_lazy("Date of birth"),
    "year_level": gettext_lazy("Year level"),
    "start_date": gettext_lazy("Enrolled from"),
    "leave_date": gettext_lazy("To"),
}


def day(value: date | None) -> str:
    return date_format(value, "j F Y") if value else ""


def shown(value: object) -> str:
    """A field's value on a page."""
    if isinstance(value, date):
        return day(value)
    return "" if value is None else str(value)


def why_words(one: core.OnlyHere) -> tuple[str, str]:
    """Why a student of the SMS is not enrolled, and what to do."""
    entry = one.kept.entry if one.kept else None
    gone, wait = one.kept.gone_on if one.kept else None, _("Nothing: it comes by itself.")
    match one.why:
        case core.Why.NO_NSN:
            return _("No NSN in your SMS"), _("Give the student's NSN in your SMS: the register knows students by it.")
        case core.Why.GONE:
            return (
                _("Not in the register since %(day)s") % {"day": day(gone)},
                _("If the student has left, record that in your SMS; otherwise look in ENROL."),
            )
        case core.Why.LEFT:
            return (
                _("Enrolled until %(day)s") % {"day": day(entry.leave_date if entry else None)},
                _("Record in your SMS that the student has left; otherwise correct the leave date in ENROL."),
            )
        case core.Why.NOT_YET:
            return _("Enrolled from %(day)s") % {"day": day(entry.start_date if entry else None)}, wait
    return (
        _("Not in the register"),
        _("Enrol the student in ENROL, or correct the NSN in your SMS."),
    )


@dataclass(frozen=True, slots=True)
class Difference:
    field: str
    in_register: str
    in_sms: str


def difference_words(one: core.Both) -> Iterator[Difference]:
    """Each field in which register and SMS do not agree, with both values."""
    for name in one.differs:
        in_register, in_sms = getattr(one.kept.entry, name), getattr(one.student, name)
        yield Difference(str(FIELDS[name]), shown(in_register), shown(in_sms))
