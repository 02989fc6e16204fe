"""Change SMS Settings: choose the SMS, get its secret, say what may pass, save.

A new secret is shown on the answer to the button that made it, and never again: it is kept nowhere. So that answer is a
page and no redirect; pressing the button twice or loading the answer again makes no second secret (see `newest_id`).
"""

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import school_page
from openpact.hub.platform import clock
from openpact.hub.schools.models import School
from openpact.link import told
from openpact.link.providers import PROVIDERS, Provider
from openpact.link.schedule import ONE_DAY, Place
from openpact.link.secret import Secret as SecretText

from . import record, secrets
from .connection import LinkState, get_connection, get_limits, link_state, save_settings
from .forms import PauseForm, SettingsForm, export_choices, export_default, initial_of
from .models import Connection, Exchange, Pause
from .timing import timing


@never_cache
@require_http_methods(["GET", "HEAD", "POST"])
@school_page(Role.ADMINISTRATOR)
def settings(request: HttpRequest, number: int) -> HttpResponse:
    connection = get_connection(request.school)
    if request.method != "POST":
        form = SettingsForm(initial=initial_of(connection, get_limits(request.school)))
        return _page(request, connection, form)
    form = SettingsForm(request.POST)
    if request.POST.get("action") == "secret":
        return _get_secret(request, connection, form)
    if not form.is_valid():
        return _page(request, connection, form, status=422)
    chosen = form.cleaned_data["provider"]
    ending = _would_end(request, chosen)
    moving = _is_another(request, connection, chosen)
    if (ending or moving) and request.POST.get("confirmed") != chosen:
        return _page(request, connection, form.as_typed(), asks=True, ending=ending, moving=moving)
    save_settings(request.school, request.user, **form.settings())
    messages.success(request, _("The SMS settings are saved."))
    return redirect("sms-settings", number)


@never_cache
@require_GET
@school_page(Role.ADMINISTRATOR)
def provider_part(request: HttpRequest, number: int) -> HttpResponse:
    """What depends on the chosen SMS, for the page to swap in when another one is chosen."""
    provider = request.GET.get("provider", "")
    if provider and provider not in PROVIDERS:
        raise Http404("No such SMS.")
    return render(request, "sms/settings/_picked.html", _of_provider(request, provider))


@require_POST
@school_page(Role.ADMINISTRATOR)
def pause(request: HttpRequest, number: int) -> HttpResponse:
    """Automation rests from one day to another."""
    form = PauseForm(request.POST, today=clock.today(request.school.time_zone))
    if not form.is_valid():
        connection = get_connection(request.school)
        settings_form = SettingsForm(initial=initial_of(connection, get_limits(request.school)))
        return _page(request, connection, settings_form, status=422, pause_form=form)
    made = Pause.objects.create(school=request.school, made_at=clock.now(), made_by=request.user, **form.cleaned_data)
    record.paused(request.school, request.user, made)
    messages.success(request, _("Paused. By hand, uploads and downloads go on as you like."))
    return redirect("sms-settings", number)


@require_POST
@school_page(Role.ADMINISTRATOR)
def end_pause(request: HttpRequest, number: int, pause_id: int) -> HttpResponse:
    """One that has begun ends yesterday, so that the days it covered are still known; one to come is taken back."""
    today = clock.today(request.school.time_zone)
    found = Pause.objects.filter(school=request.school, id=pause_id, last__gte=today)
    pause = found.first()
    if pause and (found.filter(first__gte=today).delete()[0] or found.update(last=today - ONE_DAY)):
        record.pause_ended(request.school, request.user, pause)
        messages.success(request, _("The pause is over: automatic exchanges go on by the schedule."))
    else:
        messages.info(request, _("That pause was over already. Nothing has changed."))
    return redirect("sms-settings", number)


@require_POST
@school_page(Role.ADMINISTRATOR)
def revoke_secret(request: HttpRequest, number: int, secret_id: int) -> HttpResponse:
    if secrets.revoke(request.school, secret_id, request.user):
        messages.success(request, _("The secret is revoked: the SMS cannot use it any more. Nothing else has changed."))
    else:
        messages.info(request, _("That secret had already ended. Nothing has changed."))
    return redirect("sms-settings", number)


def _get_secret(request: HttpRequest, connection: Connection, form: SettingsForm) -> HttpResponse:
    """Makes a secret for the SMS that is chosen on the page, saved or not; the other fields stay as they were typed."""
    typed, key = form.as_typed(), form["provider"].value() or ""
    words: dict[str, Any] = {}
    if key not in PROVIDERS or not form["use_sms"].value():
        words["refusal"] = _("Switch Use SMS on and choose your SMS first. Then press Get secret again.")
    elif not PROVIDERS[key].uses_secret:
        words["refusal"] = _("%(sms)s needs no secret: saving the changes is all.") % {"sms": PROVIDERS[key].name}
    elif request.POST.get("known") != str(secrets.newest_id(request.school)):
        words["refusal"] = _(
            "No new secret was made, because one was made since this page was opened. It was shown then and cannot be"
            " shown again. If nobody has it, press Get secret now."
        )
    else:
        grace = None if request.POST.get("earlier") == "end" else secrets.GRACE
        words["secret"] = secrets.create_secret(request.school, request.user, grace=grace, provider=key)
        words["unsaved"] = not connection.use_sms or connection.provider != key
    return _page(request, connection, typed, status=422 if "refusal" in words else 200, **words)


def _would_end(request: HttpRequest, chosen: str) -> list[Any]:
    """The secrets that saving another SMS would end."""
    return list(secrets.live_secrets(request.school).exclude(provider=chosen)) if chosen else []


def _is_another(request: HttpRequest, connection: Connection, chosen: str) -> bool:
    """The school moves to another SMS, after there have been exchanges with the one it has."""
    if not chosen or not connection.provider or chosen == connection.provider:
        return False
    return Exchange.objects.filter(school=request.school, provider=connection.provider).exists()


def _page(
    request: HttpRequest,
    connection: Connection,
    form: SettingsForm,
    *,
    status: int = 200,
    secret: SecretText | None = None,
    **words: Any,
) -> HttpResponse:
    chosen = form["provider"].value() or ""
    state = link_state(connection)
    live = list(secrets.live_secrets(request.school))
    context = {
        "form": form,
        "connection": connection,
        "in_use": PROVIDERS.get(connection.provider),
        "state": state,
        "tips_open": state in {LinkState.OFF, LinkState.BARE},
        "secret": secret and str(secret),
        "live": live,
        "ended": list(secrets.ended_secrets(request.school)),
        "timing": timing(request.school, connection),
        "pause_form": PauseForm(today=clock.today(request.school.time_zone)),
        "last_used": max((s.last_used_at for s in live if s.last_used_at), default=None),
        **_of_provider(request, chosen),
        **words,
    }
    return render(request, "sms/settings/page.html", context, status=status)


def _of_provider(request: HttpRequest, key: str) -> dict[str, Any]:
    return {
        "provider": PROVIDERS.get(key),
        "download_rule": _download_rule(request.school, PROVIDERS.get(key)),
        "export_choices": export_choices(key),
        "export_default": export_default(key),
        "provider_names": {p.key: p.name for p in PROVIDERS.values()},
        "live_of_provider": list(secrets.live_secrets(request.school, key)) if key else [],
        "known": secrets.newest_id(request.school),
        "grace_until": clock.now() + secrets.GRACE,
        "grace_days": secrets.GRACE.days,
    }


def _download_rule(school: School, provider: Provider | None) -> str:
    """When an SMS with a time of its own takes judgements down: the school can read it before it links."""
    if provider is None or provider.download is None:
        return ""
    return told.rule(provider.download, Place(school.number, school.time_zone))
