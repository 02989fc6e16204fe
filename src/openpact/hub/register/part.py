"""A block of a person's page: whether the student is enrolled."""

from django.http import HttpRequest
from django.template.loader import render_to_string

from openpact.hub.platform import clock
from openpact.hub.roster.history import masked
from openpact.hub.roster.models import Person

from . import core
from .models import Register
from .services import enrolment_of
from .words import difference_words, why_words


def enrolment(request: HttpRequest, person: Person) -> str:
    """Nothing for staff, and where nothing is known of enrolments."""
    if person.role != Person.Role.STUDENT:
        return ""
    register = Register.objects.filter(school=request.school, as_of__isnull=False).first()
    if register is None:
        return ""
    kept = enrolment_of(person)
    student = core.Student(
        person.id, person.student_id, person.first_name, person.last_name, person.preferred_name, person.dob
    )
    kept_all = [kept] if kept else []
    found = core.standing(kept_all, [student], clock.today(request.school.time_zone))
    context = {"register": register, "entry": kept.entry if kept else None, "nsn": "", "person": person}
    if found.both:
        (both,) = found.both
        context |= {"nsn": masked(both.kept.entry.nsn), "enrolled": True, "differences": list(difference_words(both))}
    else:
        why, todo = why_words(found.only_here[0])
        context |= {"why": why, "todo": todo if person.active else ""}
    return render_to_string("register/partials/person.html", context, request=request)
