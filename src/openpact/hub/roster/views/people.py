"""Manage > People: everybody, found as one types; and somebody's page."""

from itertools import groupby
from operator import attrgetter

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods
from django_htmx.http import HttpResponseClientRedirect

from openpact.hub.accounts.pages import Role, SchoolRequest, school_page

from .. import clashes, history, keeper_of, person_parts, queries
from ..by_hand import people as by_hand
from ..by_hand.places import PLACED
from ..core.search import whole_nsn
from ..core.year_level import year_level
from ..models import Group, Membership, Person, RosterChange
from ..people_table import TABLES, TABS, people

#: The newest changes shown on a person's page.
SHOWN_CHANGES = 100


@school_page(Role.ADMINISTRATOR, Role.LEADER)
@require_http_methods(["GET", "HEAD", "POST"])
def people_page(request: SchoolRequest, number: int) -> HttpResponse:
    tab = request.GET.get("tab", "students")
    if tab not in TABS:
        raise Http404("No such tab.")
    if nsn := whole_nsn(request.POST.get("search", "")):
        found = (
            Person.objects.filter(school=request.school, role=Person.Role.STUDENT, nsn=nsn).order_by("-active").first()
        )
        if found is not None:
            url = reverse("person", args=[number, found.id])
            return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
    counts = queries.tab_counts(Person.objects.filter(school=request.school), TABS)
    context = {
        "tab": tab,
        "tabs": [(key, words, counts[key]) for key, (words, _who) in TABS.items()],
        "nobody": not any(counts.values()),
        "keeper": keeper_of(request.school),
        "may_edit": request.access.role == Role.ADMINISTRATOR,
    }
    return TABLES[tab].answer(request, people(request.school, tab), "roster/people/page.html", context)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def person(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    who = get_object_or_404(Person.objects.select_related("school"), pk=person_id, school=request.school)
    places = list(Membership.objects.filter(person=who).select_related("group", "person"))
    places.sort(key=lambda place: (not place.at_home, queries.natural(place.group.name)))
    may_edit = request.access.role == Role.ADMINISTRATOR
    context = {
        "person": who,
        "is_student": who.role == Person.Role.STUDENT,
        "nsn": history.masked(who.nsn),
        "nsn_end": who.nsn[-3:],
        "year": year_level((place.group.name, place.at_home) for place in places if place.group.active),
        "places": [place for place in places if place.group.active],
        "waiting": [place for place in places if not place.group.active and place.by_hand],
        "keeper": keeper_of(request.school),
        "may_edit": may_edit,
        "may_be": clashes.of_person(who) if may_edit else [],
        "may_change": may_edit and by_hand.may_change(who),
        "choices": _groups_to_choose(request.school, places) if may_edit and who.active and who.role in PLACED else [],
        "parts": [said for part in person_parts if (said := part(request, who))],
        **_history(request.school, who),
    }
    return render(request, "roster/person.html", context)


def _groups_to_choose(school, places: list[Membership]) -> list[Group]:
    mine = {place.group_id for place in places if place.by_hand or place.listed}
    groups = Group.objects.filter(school=school, active=True).exclude(id__in=mine)
    return sorted(groups, key=lambda group: (not group.is_home, queries.natural(group.name)))


def _history(school, who: Person) -> dict:
    """What happened to somebody, by exchange and by act, the latest first."""
    found = RosterChange.objects.filter(school=school, person_id=who.id).select_related("line").order_by("-id")
    changes = list(found[: SHOWN_CHANGES + 1])
    shown = changes[:SHOWN_CHANGES]
    names = dict(Group.objects.filter(id__in={c.group_id for c in shown if c.group_id}).values_list("id", "name"))
    times = queries.exchange_times({c.exchange_id for c in shown if c.exchange_id})
    return {
        "acts": [
            (exchange_id, line, line.at if line else times.get(exchange_id), [*events][::-1])
            for (exchange_id, line), events in groupby(history.events(shown, names), key=attrgetter("came_with"))
        ],
        "more_events": len(changes) > SHOWN_CHANGES,
    }
