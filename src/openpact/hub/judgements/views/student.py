"""Everything that was ever decided about a student: a page, and a part of the person's page in Manage."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.roster.models import Person

from .. import elsewhere, queries


@school_page()
def student_judgements(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    student = get_object_or_404(Person, pk=person_id, school=request.school, role=Person.Role.STUDENT)
    if not queries.may_see_student(request.access, student):
        raise Http404("No such student, or none of yours.")
    context = {
        "student": student,
        "judgements": queries.student_judgements(student),
        "sheets": queries.student_sheets(student),
        "brought_along": elsewhere.brought_along(student),
        "onlookers": elsewhere.onlookers(student),
    }
    template = "judgements/partials/student_judgements.html" if request.htmx else "judgements/student.html"
    return render(request, template, context)
