"""Manage > Groups: the SMS's and the school's own; and a group's page, which its teachers see too."""

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render
from django.views.decorators.http import require_http_methods

from openpact.hub.accounts.pages import Role, SchoolRequest, school_page

from .. import keeper_of, queries
from ..by_hand.groups import namesake
from ..by_hand.places import PLACED
from ..group_table import TABLE, TABS, lines
from ..models import Group, Person


@school_page(Role.ADMINISTRATOR, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def groups_page(request: SchoolRequest, number: int) -> HttpResponse:
    tab = request.GET.get("tab", "home")
    if tab not in TABS:
        raise Http404("No such tab.")
    counts = queries.tab_counts(Group.objects.filter(school=request.school), TABS)
    context = {
        "tab": tab,
        "tabs": [(key, words, counts[key]) for key, (words, _which) in TABS.items()],
        "none": not any(counts.values()),
        "keeper": keeper_of(request.school),
        "may_edit": request.access.role == Role.ADMINISTRATOR,
    }
    return TABLE.answer(request, lines(request.school, tab), "roster/groups/page.html", context)


@school_page()
def group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """A teacher sees the groups they are in, everybody else every group; hidden ones only those who manage."""
    found = get_object_or_404(Group, pk=group_id, school=request.school)
    may = request.access.may
    if not may.sees_all and not queries.groups_of(request.access.person_id).filter(pk=found.pk).exists():
        raise Http404("No such group, or not one of yours.")
    if found.hidden and not may.judges_for_others:
        raise Http404("Hidden from PaCT.")
    places = queries.places_in(found)
    may_edit = request.access.role == Role.ADMINISTRATOR
    context = {
        "group": found,
        "teachers": [place for place in places if place.person.role in queries.STAFF],
        "students": [place for place in places if place.person.role == Person.Role.STUDENT],
        "others": [place for place in places if place.person.role in queries.OTHERS],
        "may_see_people": may.judges_for_others,
        "may_edit": may_edit,
        "keeper": keeper_of(request.school),
        "namesake": namesake(found) if may.judges_for_others else None,
        "staff": _staff_to_choose(request.school, places) if may_edit and found.active else [],
    }
    return render(request, "roster/group.html", context)


def _staff_to_choose(school, places) -> list[Person]:
    """Whom the group can be given: staff who are not in it."""
    there = {place.person_id for place in places}
    staff = Person.objects.filter(school=school, active=True, role__in=set(queries.STAFF) & set(PLACED))
    return list(staff.exclude(id__in=there).order_by(*queries.BY_NAME))
