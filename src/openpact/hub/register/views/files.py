"""Register files: upload one, fetch one, look at what one would change, decide."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST, require_safe
from django_htmx.http import HttpResponseClientRedirect

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import clock
from openpact.hub.platform.told import finding

from .. import core, deliveries, fetching, preview, stored, tables
from ..forms import UploadForm
from ..models import Delivery, Source
from ..services import register_of


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def upload(request: SchoolRequest, number: int) -> HttpResponse:
    form = UploadForm(request.POST, request.FILES) if request.method == "POST" else UploadForm()
    if not form.is_valid():
        return render(request, "register/upload.html", {"form": form}, status=422 if form.is_bound else 200)
    delivery = deliveries.receive(request.school, form.cleaned_data["file"].read(), Source.HAND, request.user)
    return redirect("register-file", number, delivery.id)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def files(request: SchoolRequest, number: int) -> HttpResponse:
    found = Delivery.objects.filter(school=request.school).defer("content", "changes", "issues").select_related("by")
    return tables.FILES.answer(request, found, "register/files.html")


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def file(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    """What it changes, or changed; and which of its rows to look at."""
    delivery = get_object_or_404(Delivery.objects.select_related("by", "decided_by"), id=file_id, school=request.school)
    context: dict[str, object] = {"delivery": delivery}
    if delivery.as_of is None:
        return render(request, "register/file.html", context)
    if delivery.state == Delivery.State.HELD:
        checked, version = deliveries.look(request.school, delivery)
        plan = checked.plan
        context |= {"plan": plan, "version": version}
    else:
        plan = stored.plan_of(delivery.changes)
    # What stands in a row may be an NSN.
    rows = [finding(issue, core.CODES) | {"value": ""} for issue in delivery.issues]
    found = {"changes": preview.rows(plan), "rows": rows}
    tab = request.GET.get("tab", "changes")
    if tab not in found:
        raise Http404("No such list.")
    applied = delivery.state == Delivery.State.APPLIED
    words = {
        "changes": _("What it changed") if applied else _("What it would change"),
        "rows": _("Rows to look at"),
    }
    context |= {"tab": tab, "tabs": [(key, words[key], len(rows)) for key, rows in found.items()]}
    return preview.TABS[tab].answer(request, found[tab], "register/file.html", context)


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
    if fetching.ask(request.school, request.user) or register_of(request.school).asked_at:
        return redirect("register-fetching", number)
    messages.info(
        request, _("Files are uploaded by hand here, so none is fetched. The register settings say where from.")
    )
    return redirect("register", number)


@school_page(Role.ADMINISTRATOR)
@require_safe
def fetch_progress(request: SchoolRequest, number: int) -> HttpResponse:
    """A file is on its way. Once it is here, on to it; where it could not be had, to the page that says why."""
    register = register_of(request.school)
    if register.asked_at is not None:
        template = "register/partials/fetching.html" if request.htmx else "register/fetching.html"
        slow = clock.now() - register.asked_at > fetching.SLOW
        return render(request, template, {"register": register, "slow": slow})
    latest = None if register.failure else Delivery.objects.filter(school=request.school).values_list("id").first()
    url = reverse("register-file", args=[number, *latest]) if latest else reverse("register", args=[number])
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)


def _already(request: SchoolRequest, number: int, file_id: int) -> HttpResponse:
    messages.info(request, _("This file does not wait for a decision any more: see below what became of it."))
    return redirect("register-file", number, file_id)
