"""The PaCT tab: where the link is configured, watched, and used by hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import by_hand, configure, roles
from ..models import PactConfig, School
from ..panel import panel
from ..said import Said
from ..screens import SCREENS
from .common import find_school, not_allowed, show, tell

View = Callable[..., HttpResponse]


def administrators_only(view: Callable[..., HttpResponse]) -> View:
    """Answer everybody else with a page that says what is needed. Finds the school for the view."""

    @wraps(view)
    def guarded(request: HttpRequest, provider: str, number: int, **kwargs: Any) -> HttpResponse:
        school = find_school(provider, number)
        if not roles.is_administrator(request):
            return not_allowed(request, school, "pact")
        return view(request, school, **kwargs)

    return guarded


@require_safe
def pact(request: HttpRequest, provider: str, number: int) -> HttpResponse:
    """What stands under the PaCT tab."""
    school = find_school(provider, number)
    config = PactConfig.objects.filter(school=school).first()
    return show(request, school, "sms/pact/tab.html", "pact", config=config)


@require_http_methods(["GET", "POST"])
@administrators_only
def configuration(request: HttpRequest, school: School) -> HttpResponse:
    schools = _configured_together(school)
    refused: dict[int, str] = {}
    if request.method == "POST":
        refused = _save(request, schools)
        if not refused:
            return redirect(request.path)
    now = panel(school)
    configs = {config.school_id: config for config in PactConfig.objects.filter(school__in=schools)}
    rows = [(each, configs.get(each.pk), refused.get(each.number, "")) for each in schools]
    return show(
        request,
        school,
        SCREENS[school.provider].configuration,
        "pact",
        status=422 if refused else 200,
        rows=rows,
        panel=now,
    )


@require_POST
@administrators_only
def upload(request: HttpRequest, school: School) -> HttpResponse:
    return _by_hand(request, school, by_hand.upload_now)


@require_POST
@administrators_only
def collect(request: HttpRequest, school: School) -> HttpResponse:
    return _by_hand(request, school, by_hand.collect_now)


@require_POST
@administrators_only
def disconnect(request: HttpRequest, school: School) -> HttpResponse:
    config = PactConfig.objects.filter(school=school).select_related("school").first()
    if config:
        configure.disconnect(config, roles.title(request))
        messages.success(
            request, f"{school.name} is no longer linked here. To end the link for good, revoke the secret in PaCT too."
        )
    return _back(school)


def _configured_together(school: School) -> list[School]:
    if SCREENS[school.provider].several_schools:
        return list(School.objects.filter(provider=school.provider))
    return [school]


def _save(request: HttpRequest, schools: list[School]) -> dict[int, str]:
    """Save the boxes that were filled in. Answers what to say beside those that were not kept, by school
    number."""
    refused, filled = {}, False
    for school in schools:
        text = request.POST.get(f"secret-{school.number}", "").strip()
        if text:
            filled = True
            said = configure.save_secret(school, text, roles.title(request))
            if said.kept:
                tell(request, said)
            else:
                refused[school.number] = said.message
    if not filled:
        messages.info(request, "Nothing to save: no secret was pasted.")
    return refused


def _by_hand(request: HttpRequest, school: School, act: Callable[[PactConfig, str], Said]) -> HttpResponse:
    config = PactConfig.objects.filter(school=school).exclude(secret="").select_related("school").first()
    if config is None:
        messages.error(request, "This school is not linked with PaCT yet. Paste its secret first.")
    else:
        tell(request, act(config, roles.title(request)))
    return _back(school)


def _back(school: School) -> HttpResponse:
    return redirect("pact-configuration", school.provider, school.number)
