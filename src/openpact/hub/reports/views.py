"""Reports: how far a cycle is, and the judgements. A teacher's are of their own groups, everybody else's of the school."""

from typing import TypeVar

from django.http import HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.judgements import completion, queries
from openpact.hub.judgements.choice import chosen_due_cycle
from openpact.hub.judgements.completion_table import completion_table
from openpact.hub.platform import clock
from openpact.hub.roster.models import Group
from openpact.hub.roster.queries import natural
from openpact.hub.schools.models import Cycle, LearningArea

from . import judgement_table

Picked = TypeVar("Picked", Cycle, Group)


@school_page(searches=True)
@require_http_methods(["GET", "HEAD", "POST"])
def completion_report(request: SchoolRequest, number: int) -> HttpResponse:
    """How far each class is in a cycle, and who still has to confirm."""
    choice, whole = chosen_due_cycle(request.school, request.GET), request.access.may.sees_all
    if choice.cycle is None:
        return render(request, "reports/no_cycle.html")
    if whole:
        found = completion.of_school(request.school, choice.cycle)
    else:
        found = completion.of_groups(choice.cycle, queries.may_see(request.access))
    context = {
        "choice": choice,
        "completion": found,
        "state": choice.cycle.state(clock.today(request.school.time_zone)),
        "unlisted": completion.unlisted(request.school, choice.cycle) if whole else 0,
    }
    return completion_table(choice.cycle).answer(request, list(found.classes), "reports/completion.html", context)


@school_page(searches=True)
@require_http_methods(["GET", "HEAD", "POST"])
def judgements_report(request: SchoolRequest, number: int) -> HttpResponse:
    """The judgements as they stand, to look through and to take as a file."""
    cycles = queries.cycles(request.school)
    groups = sorted(queries.may_see(request.access), key=lambda g: (not g.is_home, natural(g.name)))
    cycle, group = _picked(cycles, request.GET.get("cycle")), _picked(groups, request.GET.get("class"))
    area = request.GET.get("area", "")
    rows = judgement_table.rows(request.access)
    if cycle:
        rows = rows.filter(cycle=cycle)
    if area in LearningArea.values:
        rows = rows.filter(area=area)
    if group:
        rows = rows.filter(person__memberships__group=group)
    context = {
        "cycles": cycles, "groups": groups, "areas": LearningArea.choices, "cycle": cycle, "group": group, "area": area,
        "filtered": bool(cycle or group or area in LearningArea.values),
    }  # fmt: skip
    return judgement_table.table(request.school).answer(request, rows, "reports/judgements.html", context)


def _picked(choices: list[Picked], key: str | None) -> Picked | None:
    return next((choice for choice in choices if str(choice.pk) == key), None)
