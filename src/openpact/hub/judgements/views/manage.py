"""The school's judgements under Manage: a list to look through, and the whole as a file to take by hand."""

from typing import TypeVar

from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_GET

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import clock
from openpact.hub.roster import queries as roster
from openpact.hub.roster.models import Group
from openpact.hub.schools.models import Cycle

from .. import feed, files, queries, signals
from ..models import Judgement, LearningArea

PER_PAGE = 50
Choice = TypeVar("Choice", Cycle, Group)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
def judgements(request: SchoolRequest, number: int) -> HttpResponse:
    cycles = queries.cycles(request.school)
    groups = sorted(
        Group.objects.filter(school=request.school, active=True), key=lambda g: (not g.is_home, roster.natural(g.name))
    )
    filters = queries.Filters(
        cycle=_picked(cycles, request.GET.get("cycle")),
        area=area if (area := request.GET.get("area", "")) in LearningArea.values else "",
        group=_picked(groups, request.GET.get("class")),
    )
    context = {
        "page": Paginator(queries.listing(request.school, filters), PER_PAGE).get_page(request.GET.get("page")),
        "filters": filters,
        "filtered": filters != queries.Filters(),
        "cycles": cycles,
        "groups": groups,
        "areas": LearningArea.choices,
        "none": not Judgement.objects.filter(school=request.school).exists(),
    }
    return render(request, "judgements/listing.html", context)


def _picked(choices: list[Choice], key: str | None) -> Choice | None:
    return next((choice for choice in choices if str(choice.pk) == key), None)


@require_GET
@school_page(Role.ADMINISTRATOR, Role.LEADER)
def judgements_file(request: SchoolRequest, number: int) -> HttpResponse:
    """Every judgement in its current version. What the SMS has collected by itself stays as it is."""
    rows = feed.current(request.school)
    name = f"judgements-{request.school.number}-{clock.today(request.school.time_zone):%Y-%m-%d}.csv"
    response = HttpResponse(files.csv_of(rows, bom=True), content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    response["Cache-Control"] = "no-store"
    signals.file_taken.send(sender=None, school=request.school, user=request.user, rows=len(rows))
    return response
