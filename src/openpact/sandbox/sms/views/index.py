"""The way in: which schools are here, and who is sitting at the SMS."""

from zoneinfo import ZoneInfo

from django.http import HttpRequest, HttpResponse, HttpResponseRedirect, JsonResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme
from django.views.decorators.http import require_POST, require_safe

from openpact.link import told

from .. import clock, roles
from ..models import School
from ..screens import SCREENS

NEW_ZEALAND = ZoneInfo("Pacific/Auckland")


@require_safe
def index(request: HttpRequest) -> HttpResponse:
    by_sms = [
        (screens.provider.name, schools)
        for key, screens in SCREENS.items()
        if (schools := School.objects.filter(provider=key).select_related("pact"))
    ]
    now = clock.now().astimezone(NEW_ZEALAND)
    words = f"{told.day(now.date(), now.date())}, {told.minute(now.time())}"
    return render(request, "sms/index.html", {"by_sms": by_sms, "now": words})


@require_POST
def switch_role(request: HttpRequest) -> HttpResponse:
    back = request.POST.get("next", "/")
    if not url_has_allowed_host_and_scheme(back, {request.get_host()}):
        back = "/"
    response = HttpResponseRedirect(back)
    if request.POST.get("role") in roles.ROLES:
        response.set_cookie(roles.COOKIE, request.POST["role"], httponly=True, samesite="Lax")
    return response


@require_safe
def healthz(_request: HttpRequest) -> HttpResponse:
    return JsonResponse({"ok": True})
