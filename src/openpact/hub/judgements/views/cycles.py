"""Manage > Reporting cycles: when judgements are due, how far each cycle is, and who is asked."""

from collections.abc import Callable
from typing import Any

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.formats import date_format
from django.utils.text import get_text_list
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import clock
from openpact.hub.roster import years
from openpact.hub.schools import services as schools
from openpact.hub.schools.models import Cycle

from .. import completion, cycles, reminders
from ..completion_table import completion_table
from ..cycle_forms import CycleForm, ReopenForm

may_decide = school_page(*(role for role in Role if role.decides_cycles))


@may_decide
def cycle_list(request: SchoolRequest, number: int) -> HttpResponse:
    today = clock.today(request.school.time_zone)
    found = list(Cycle.objects.filter(school=request.school).exclude(kind=Cycle.Kind.AD_HOC).order_by("-opens_on"))
    now = [cycle for cycle in found if cycle.year >= today.year]
    context = {
        "now": [(cycle, cycle.state(today), _totals(request, cycle)) for cycle in reversed(now)],
        "earlier": [cycle for cycle in found if cycle.year < today.year],
        "to_add": [(year, _usual(request, year)) for year in cycles.years_to_add(request.school)],
    }
    return render(request, "judgements/cycles/list.html", context)


def _totals(request: SchoolRequest, cycle: Cycle) -> completion.Completion | None:
    """Nothing is said of a cycle that has not begun."""
    begun = cycles.state_of(request.school, cycle) != Cycle.State.COMING
    return completion.totals(request.school, cycle) if begun else None


def _usual(request: SchoolRequest, year: int) -> list[tuple[str, Any]]:
    """What adding a year's cycles brings: the kinds that are missing, with their days."""
    there = set(Cycle.objects.filter(school=request.school, year=year).values_list("kind", flat=True))
    kinds = [kind for kind in (Cycle.Kind.INTERIM, Cycle.Kind.FINAL) if kind not in there]
    return [(kind.label, schools.usual_days(request.school, kind, year)) for kind in kinds]


@may_decide
@require_http_methods(["GET", "HEAD", "POST"])
def cycle_page(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    """Posted is only what somebody searches for among the classes."""
    return _page(request, _cycle(request, cycle_id))


@require_POST
@may_decide
def add_year(request: SchoolRequest, number: int, year: int) -> HttpResponse:
    return _do(request, "cycles", lambda: cycles.add_year(request.school, request.user, year), _added)


def _added(added: list[Cycle]) -> str:
    names = get_text_list([cycle.name for cycle in added], _("and"))
    return _("Added %(names)s with the usual days. You can change them.") % {"names": names}


@require_POST
@may_decide
def change(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    cycle = _cycle(request, cycle_id)
    form = CycleForm(cycle, request.POST, school=request.school, today=clock.today(request.school.time_zone))
    if not form.is_valid():
        return _page(request, cycle, form=form, status=422)
    changed = cycles.change(request.school, request.user, cycle, **form.cleaned_data)
    messages.success(request, _("Saved. %(what)s.") % {"what": changed} if changed else _("Nothing was changed."))
    return redirect("cycle", number, cycle_id)


@require_POST
@may_decide
def close(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    cycle = _cycle(request, cycle_id)
    said = _("%(cycle)s is closed. Teachers can no longer confirm in it; you can, and you can open it again.")
    return _do(
        request,
        "cycle",
        lambda: cycles.close(request.school, request.user, cycle),
        lambda _none: said % {"cycle": cycle},
        cycle_id,
    )


@require_POST
@may_decide
def reopen(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    cycle = _cycle(request, cycle_id)
    form = ReopenForm(cycle, request.POST, today=clock.today(request.school.time_zone))
    if not form.is_valid():
        return _page(request, cycle, reopening=form, status=422)
    day = date_format(form.cleaned_data["closes_on"], "j F Y")
    said = _("%(cycle)s is open again until %(day)s.") % {"cycle": cycle, "day": day}
    return _do(
        request,
        "cycle",
        lambda: cycles.reopen(request.school, request.user, cycle, **form.cleaned_data),
        lambda _none: said,
        cycle_id,
    )


@require_POST
@may_decide
def delete(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    cycle = _cycle(request, cycle_id)
    said = _("%(cycle)s is deleted.") % {"cycle": cycle}
    return _do(request, "cycles", lambda: cycles.delete(request.school, request.user, cycle), lambda _none: said)


@require_POST
@may_decide
def remind(request: SchoolRequest, number: int, cycle_id: int) -> HttpResponse:
    cycle = _cycle(request, cycle_id)
    if not cycle.is_due or cycles.state_of(request.school, cycle) != Cycle.State.OPEN:
        messages.error(request, _("%(cycle)s is not open, so nobody was reminded.") % {"cycle": cycle})
        return redirect("cycle", number, cycle_id)
    return _do(request, "cycle", lambda: reminders.remind(request.school, cycle, request.user), _reminded, cycle_id)


def _reminded(sent: int) -> str:
    if not sent:
        return _("Nobody was left to remind today.")
    words = ngettext(
        "A reminder is on its way to %(n)s teacher.", "Reminders are on their way to %(n)s teachers.", sent
    )
    return words % {"n": sent}


def _do(
    request: SchoolRequest, then: str, act: Callable[[], Any], said: Callable[[Any], str], *args: int
) -> HttpResponse:
    """Act, say what happened, and go on; what was refused is said too, and changes nothing."""
    try:
        messages.success(request, said(act()))
    except cycles.CycleRefused as refused:
        messages.error(request, str(refused))
        then, args = ("cycle", args) if args else ("cycles", ())
    return redirect(then, request.school.number, *args)


def _cycle(request: SchoolRequest, cycle_id: int) -> Cycle:
    due = Cycle.objects.filter(school=request.school).exclude(kind=Cycle.Kind.AD_HOC)
    return get_object_or_404(due.select_related("closed_by", "reopened_by"), id=cycle_id)


def _page(
    request: SchoolRequest,
    cycle: Cycle,
    *,
    form: CycleForm | None = None,
    reopening: ReopenForm | None = None,
    status: int = 200,
) -> HttpResponse:
    school, today = request.school, clock.today(request.school.time_zone)
    found = completion.of_school(school, cycle)
    known, students = years.known(school.id)
    context = {
        "cycle": cycle,
        "state": cycle.state(today),
        "completion": found,
        "recipients": reminders.recipients(school, found),
        "unlisted": completion.unlisted(school, cycle),
        "form": form or CycleForm(cycle, school=school, today=today),
        "reopening": reopening or ReopenForm(cycle, today=today),
        "usual": schools.usual_days(school, cycle.kind, cycle.year),
        "known": known,
        "students": students,
        "may_delete": not cycles.has_judgements(cycle),
    }
    return completion_table(cycle).answer(
        request, list(found.classes), "judgements/cycles/cycle.html", context, status=status
    )
