"""Register files: upload one, fetch one, look at what one would change, decide."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page

from .. import deliveries, fetching, preview, tables
from ..forms import UploadForm
from ..models import Delivery, Source


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SchoolRequest, number: int) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return render(request, "register/upload.html", {"form": form}, status=422 if form.is_bound else 200)
    delivery = deliveries.receive(request.school, form.cleaned_data["file"].read(), Source.HAND, request.user)
    return redirect("register-file", number, delivery.id)


@school_page(Role.ADMINISTRATOR)
@require_GET
def files(request: SchoolRequest, number: int) -> HttpResponse:
    found = Delivery.objects.filter(school=request.school).defer("content", "issues").select_related("by")
    return tables.FILES.answer(request, found, "register/files.html")


@school_page(Role.ADMINISTRATOR)
@require_GET
def file(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    delivery = get_object_or_404(Delivery.objects.select_related("by", "decided_by"), id=file_id, school=request.school)
    context: dict[str, object] = {"delivery": delivery}
    if delivery.state == Delivery.State.HELD:
        checked, version = deliveries.look(request.school, delivery)
        sections = preview.sections(checked.plan, whole=request.GET.get("all", ""))
        context |= {"plan": checked.plan, "version": version, "sections": sections}
    return render(request, "register/file.html", context)


@school_page(Role.ADMINISTRATOR)
@require_POST
def approve(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    get_object_or_404(Delivery, id=file_id, school=request.school)
    seen = request.POST.get("version", "")
    version = int(seen) if seen.isascii() and seen.isdigit() and len(seen) < 18 else -1
    try:
        deliveries.approve(request.school, file_id, request.user, seen_version=version)
    except deliveries.Moved:
        messages.warning(
            request,
            _(
                "The register has changed since you looked, so nothing was applied. This is what the file would do now:"
                " please look again."
            ),
        )
        return redirect("register-file", number, file_id)
    except deliveries.NotHeld:
        return _already(request, number, file_id)
    messages.success(request, _("Applied. The register is as the file says."))
    return redirect("register", number)


@school_page(Role.ADMINISTRATOR)
@require_POST
def discard(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    get_object_or_404(Delivery, id=file_id, school=request.school)
    try:
        deliveries.discard(request.school, file_id, request.user)
    except deliveries.NotHeld:
        return _already(request, number, file_id)
    messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("register-file", number, file_id)


@school_page(Role.ADMINISTRATOR)
@require_POST
def fetch_now(request: SchoolRequest, number: int) -> HttpResponse:
    if fetching.ask(request.school, request.user):
        messages.success(request, _("PaCT fetches the file now. Load this page again in a moment to see what came."))
    else:
        messages.info(
            request, _("Nothing more is fetched just now: a file was asked for a moment ago, or none is fetched here.")
        )
    return redirect("register", number)


def _already(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    messages.info(request, _("This file does not wait for a decision any more: see below what became of it."))
    return redirect("register-file", number, file_id)
