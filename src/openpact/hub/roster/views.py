"""The roster's pages under Manage: people, a person, groups, a group. They show; only an upload changes."""

from itertools import groupby
from operator import attrgetter

from django.core.paginator import Paginator
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, render

from openpact.hub.accounts.pages import Role, SchoolRequest, school_page

from . import history, person_parts, queries
from .models import Group, Membership, Person, RosterChange

PER_PAGE = 50
#: The newest changes shown on a person's page.
SHOWN_CHANGES = 100


def _list_page(request: SchoolRequest, name: str, context: dict) -> HttpResponse:
    """The whole page, or only its list for the search box that fetches while one types."""
    template = f"roster/partials/{name}_list.html" if request.htmx else f"roster/{name}.html"
    return render(request, template, context)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def people(request: SchoolRequest, number: int) -> HttpResponse:
    tab = request.GET.get("tab", "students")
    if tab not in queries.TABS:
        raise Http404("No such tab.")
    search = request.GET.get("q", "").strip()
    found = queries.people(request.school, tab, search)
    counts = queries.tab_counts(request.school)
    context = {
        "page": Paginator(found, PER_PAGE).get_page(request.GET.get("page")),
        "tab": tab,
        "tabs": [(key, words, counts[key]) for key, (words, _) in queries.TABS.items()],
        "what": queries.TABS[tab][0].lower(),
        "search": search,
        "nobody": not any(counts.values()),
    }
    return _list_page(request, "people", context)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def person(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    who = get_object_or_404(Person, pk=person_id, school=request.school)
    changes = list(
        RosterChange.objects.filter(school=request.school, person_id=who.id).order_by("-id")[: SHOWN_CHANGES + 1]
    )
    shown = changes[:SHOWN_CHANGES]
    names = dict(Group.objects.filter(id__in={c.group_id for c in shown if c.group_id}).values_list("id", "name"))
    times = queries.exchange_times({c.exchange_id for c in shown})
    context = {
        "person": who,
        "is_student": who.role == Person.Role.STUDENT,
        "nsn": history.masked(who.nsn),
        "nsn_end": who.nsn[-3:],
        "memberships": who.memberships.select_related("group").order_by("-home", "group__name"),
        "exchanges": [
            (exchange_id, times.get(exchange_id), [*events][::-1])
            for exchange_id, events in groupby(history.events(shown, names), key=attrgetter("exchange_id"))
        ],
        "more_events": len(changes) > SHOWN_CHANGES,
        "parts": [said for part in person_parts if (said := part(request, who))],
    }
    return render(request, "roster/person.html", context)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def groups(request: SchoolRequest, number: int) -> HttpResponse:
    kind = request.GET.get("kind", "home")
    if kind not in {"home", "other"}:
        raise Http404("No such tab.")
    search = request.GET.get("q", "").strip()
    counts = queries.group_counts(request.school)
    found = queries.groups(request.school, home=kind == "home", search=search)
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "lines": queries.lines_of(list(page)),
        "kind": kind,
        "tabs": [("home", "Home groups", counts[True]), ("other", "Other groups", counts[False])],
        "what": "home groups" if kind == "home" else "other groups",
        "search": search,
        "none": not any(counts.values()),
    }
    return _list_page(request, "groups", context)


@school_page()
def group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """A teacher sees the groups they are in, everybody else every group."""
    found = get_object_or_404(Group, pk=group_id, school=request.school)
    if (
        not request.access.may.sees_all
        and not Membership.objects.filter(group=found, person_id=request.access.person_id).exists()
    ):
        raise Http404("No such group, or not one of yours.")
    everybody = list(queries.members(found))
    context = {
        "group": found,
        "teachers": [p for p in everybody if p.role in queries.STAFF],
        "students": [p for p in everybody if p.role == Person.Role.STUDENT],
        "others": [p for p in everybody if p.role in queries.OTHERS],
        "may_see_people": request.access.may.judges_for_others,
    }
    return render(request, "roster/group.html", context)
