"""The PaCT tab: where the link is configured, watched, and used by hand."""

from collections.abc import Callable
from functools import wraps
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from openpact.link import told
from openpact.link.schedule import Place

from .. import by_hand, configure, roles
from ..export import optional_groups
from ..kinds import ROLE_TITLES
from ..models import PactConfig, School, Takes
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
    not_chosen = ""
    if request.method == "POST":
        not_chosen = _not_chosen(request, school)
        refused = {} if not_chosen else _save(request, schools)
        if not (refused or not_chosen):
            return redirect(request.path)
    now = panel(school)
    configs = {config.school_id: config for config in PactConfig.objects.filter(school__in=schools)}
    rows = [(each, configs.get(each.pk), refused.get(each.number, "")) for each in schools]
    config = configs.get(school.pk) or PactConfig(school=school)
    return show(
        request,
        school,
        SCREENS[school.provider].configuration,
        "pact",
        status=422 if refused or not_chosen else 200,
        rows=rows,
        config=config,
        refused=refused.get(school.number, ""),
        not_chosen=not_chosen,
        takes=request.POST.get("takes", config.takes),
        takes_choices=Takes.choices,
        role_choices=[(role, title, role in config.roles) for role, title in ROLE_TITLES.items()],
        optional=list(optional_groups(school)) if school.sms.selects else [],
        download_rule=_download_rule(school),
        uploaded="uploaded" in request.GET,
        panel=now,
    )


@require_POST
@administrators_only
def upload(request: HttpRequest, school: School) -> HttpResponse:
    """By hand. Where that sets the schedule anew, the page that follows says until when, and offers the download."""
    said = _by_hand(request, school, by_hand.upload_now)
    return _back(school, uploaded=said is not None and said.sent and school.sms.upload.manual_resets)


@require_POST
@administrators_only
def collect(request: HttpRequest, school: School) -> HttpResponse:
    _by_hand(request, school, by_hand.collect_now)
    return _back(school)


@require_POST
@administrators_only
def disconnect(request: HttpRequest, school: School) -> HttpResponse:
    config = PactConfig.objects.filter(school=school).exclude(secret="").select_related("school").first()
    if config:
        configure.disconnect(config, roles.title(request))
        messages.success(
            request, f"{school.name} is no longer linked here. To end the link for good, revoke the secret in PaCT too."
        )
    return _back(school)


def _configured_together(school: School) -> list[School]:
    if school.sms.several_schools:
        return list(School.objects.filter(provider=school.provider))
    return [school]


def _not_chosen(request: HttpRequest, school: School) -> str:
    """What to say where the school has not said what may pass, and its SMS asks for that first."""
    if not school.sms.overwrites or request.POST.get("takes") in Takes.values:
        return ""
    again = " Then paste the secret again: nothing was saved." if request.POST.get(f"secret-{school.number}") else ""
    return f"Choose first what may pass: judgements too, or student data only.{again}"


def _save(request: HttpRequest, schools: list[School]) -> dict[int, str]:
    """Save what was filled in. Answers what to say beside what was not kept, by school number."""
    refused, saved, by = {}, False, roles.title(request)
    for school in schools:
        text = request.POST.get(f"secret-{school.number}", "").strip()
        if school.sms.overwrites:
            takes = Takes(request.POST["takes"])
            if configure.save_takes(school, takes, by):
                saved = True
                messages.success(request, f"Saved. {takes.label}.")
        if school.sms.selects and configure.save_selection(
            school, request.POST.getlist("role"), request.POST.getlist("group"), by
        ):
            saved = True
            messages.success(
                request,
                "The selection is saved. The next upload goes by it." if not text else "The selection is saved.",
            )
        if text:
            saved = True
            said = configure.save_secret(school, text, by)
            if said.kept:
                tell(request, said)
            else:
                refused[school.number] = said.message
    if not saved and not refused:
        messages.info(request, "Nothing to save: nothing was changed, and no secret was pasted.")
    return refused


def _by_hand(request: HttpRequest, school: School, act: Callable[[PactConfig, str], Said]) -> Said | None:
    config = PactConfig.objects.filter(school=school).select_related("school").first()
    if config is None or not config.linked:
        how = "Paste its secret first." if school.sms.uses_secret else f"Select {school.sms.name} in PaCT and save."
        messages.error(request, f"This school is not linked with PaCT yet. {how}")
        return None
    said = act(config, roles.title(request))
    tell(request, said)
    return said


def _download_rule(school: School) -> str:
    """When judgements come down by themselves: to be read before the school links."""
    rhythm = school.sms.download
    return told.rule(rhythm, Place(school.number, school.zone)) if rhythm else ""


def _back(school: School, *, uploaded: bool = False) -> HttpResponse:
    address = reverse("pact-configuration", args=[school.provider, school.number])
    return redirect(address + ("?uploaded" if uploaded else ""))
