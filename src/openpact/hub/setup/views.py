"""Going through the set-up. Each step is done on its own page, under the bar that templatetags/setup.py draws."""

from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_GET, require_POST

from openpact.hub.accounts.models import Access, Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.accounts.services import HOLDS
from openpact.hub.platform import clock
from openpact.hub.schools.models import Cycle
from openpact.hub.sms.connection import get_connection, link_state, provider_of
from openpact.hub.sms.models import Exchange
from openpact.hub.sms.timing import timing
from openpact.link.words import ON_THE_WAY, ExchangeState

from . import steps
from .steps import BY_KEY, STEPS, Step

#: In the session: the number of the school that is being set up, and the key of the step one was led to.
UNDER_WAY, LED_TO = "set-up", "set-up-step"


@school_page(Role.ADMINISTRATOR)
@require_GET
def setup(request: SchoolRequest, number: int) -> HttpResponse:
    """To where one left off."""
    at = steps.next_of(steps.standing(request.school))
    return _lead(request, at and at.step)


@school_page(Role.ADMINISTRATOR)
@require_GET
def to(request: SchoolRequest, number: int, key: str) -> HttpResponse:
    """To any step, in any order."""
    if key not in BY_KEY:
        raise Http404("No such step.")
    return _lead(request, BY_KEY[key])


@school_page(Role.ADMINISTRATOR)
@require_POST
def go_on(request: SchoolRequest, number: int, key: str) -> HttpResponse:
    """Past a step, done or skipped, to the next in order."""
    step = BY_KEY.get(key)
    if step is None:
        raise Http404("No such step.")
    skipped = request.POST.get("skip") == "yes" and step.may_skip
    steps.go_past(request.school, request.user, key, skipped=skipped)
    place = STEPS.index(step) + 1
    return _lead(request, STEPS[place] if place < len(STEPS) else None)


def _lead(request: SchoolRequest, step: Step | None) -> HttpResponse:
    """To the page of a step, or to the end."""
    number = request.school.number
    request.session[UNDER_WAY], request.session[LED_TO] = number, step.key if step else ""
    return redirect(address(step, number) if step else reverse("setup-done", args=[number]))


@school_page(Role.ADMINISTRATOR)
@require_POST
def leave(request: SchoolRequest, number: int) -> HttpResponse:
    """For now: everything is saved, and the home page leads back."""
    request.session.pop(UNDER_WAY, None)
    return redirect("school-home", number)


@school_page(Role.ADMINISTRATOR)
@require_GET
def first_import(request: SchoolRequest, number: int) -> HttpResponse:
    """Whether the first upload is here, and what it says; looks again by itself while it is on its way."""
    connection = get_connection(request.school)
    uploads = Exchange.objects.filter(school=request.school, direction=Exchange.Direction.UPLOAD).defer(
        "issues", "spreadsheet"
    )
    last = uploads.first()
    context = {
        "provider": provider_of(connection),
        "link": link_state(connection),
        "exchange": last,
        "under_way": last is None or last.state in ON_THE_WAY,
        "held": last is not None and last.state == ExchangeState.HELD,
        "imported": BY_KEY["import"].done(request.school),
    }
    template = "setup/_import.html" if request.htmx else "setup/import.html"
    return render(request, template, context)


@school_page(Role.ADMINISTRATOR)
def done(request: SchoolRequest, number: int) -> HttpResponse:
    """What is there, what is missing, and what happens by itself from here on."""
    if request.method == "POST":
        steps.finish(request.school, request.user)
        request.session.pop(UNDER_WAY, None)
        return redirect("school-home", number)
    connection = get_connection(request.school)
    today = clock.today(request.school.time_zone)
    cycles = [cycle for cycle in Cycle.objects.filter(school=request.school) if cycle.closes_on >= today]
    context = {
        "standing": [(at, address(at.step, number)) for at in steps.standing(request.school)],
        "timing": timing(request.school, connection),
        "provider": provider_of(connection),
        "invites": connection.invite_staff,
        "cycles": [cycle for cycle in cycles if cycle.kind != Cycle.Kind.AD_HOC],
        "leaders": Access.objects.filter(HOLDS, school=request.school, role=Role.LEADER).count(),
        "finished": steps.is_finished(request.school),
    }
    return render(request, "setup/done.html", context)


def address(step: Step, number: int) -> str:
    return f"{reverse(step.url, args=[number])}{step.query}"
