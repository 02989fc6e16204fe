"""The exchange log in Manage: every upload and download, what an upload would do or did, and the decisions about it."""

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import school_page
from openpact.hub.platform.issues import issues_table
from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import having
from openpact.hub.platform.told import finding, reasons_of
from openpact.hub.roster import services as roster_services
from openpact.ide.codes import CODES
from openpact.link.words import ON_THE_WAY, ExchangeState

from . import decisions, preview
from .connection import get_connection, is_of_another_sms
from .models import Exchange
from .templatetags import exchanges as spoken
from .timing import timing

TABLE = Table(
    "exchanges",
    gettext_lazy("exchanges"),
    (
        Column("at", gettext_lazy("When"), order=("received_at",), value=lambda one: one.received_at),
        Column("what", gettext_lazy("What"), order=("direction", "provider"), value=spoken.titled),
        Column("started", gettext_lazy("Started"), order=("trigger", "started_by__name"), value=spoken.started),
        Column("outcome", gettext_lazy("Outcome"), order=("state",), value=lambda one: spoken.state_words(one)[0]),
        Column("changes", gettext_lazy("Changes"), value=spoken.outcome),
        Column("errors", gettext_lazy("Rows to mend"), value=lambda one: one.counts.get("errors", "")),
        Column(
            "decided", gettext_lazy("Decided by"), order=("decided_by__name",), value=lambda one: one.decided_by or ""
        ),
    ),
    sort="-at",
    rows="sms/partials/log_rows.html",
    empty="sms/partials/log_empty.html",
    find=lambda found, words: having(
        found, words, "started_by__name", "decided_by__name", "provider", "state", also=reasons_of(found)
    ),
    finds=gettext_lazy("Search by who, SMS or reason"),
    per_page=25,
    part="sms/partials/log.html",
)

ROWS = issues_table("rows")


@school_page(Role.ADMINISTRATOR)
def exchanges(request: HttpRequest, number: int) -> HttpResponse:
    """The log. While something runs, or the first upload is awaited, the page looks again by itself."""
    found = (
        Exchange.objects.filter(school=request.school)
        .select_related("started_by", "decided_by")
        .defer("issues", "spreadsheet", "to_mend")
    )
    connection = get_connection(request.school)
    latest = found.first()
    context = {
        "connection": connection,
        "awaited": connection.use_sms if latest is None else _runs(latest),
    }
    if not request.htmx:
        context["timing"] = timing(request.school, connection)
    return TABLE.answer(request, found, "sms/exchanges.html", context)


@school_page(Role.ADMINISTRATOR)
def exchange(request: HttpRequest, number: int, exchange_id: UUID) -> HttpResponse:
    found = get_object_or_404(
        Exchange.objects.select_related("started_by", "decided_by", "reverted_by"), id=exchange_id
    )
    context = {"exchange": found, "running": _runs(found), "whole": request.GET.get("all", "")}
    if found.direction == Exchange.Direction.UPLOAD:
        context |= _upload(request, found, context["whole"])
    template = "sms/partials/exchange.html" if request.htmx else "sms/exchange.html"
    return render(request, template, context)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def exchange_rows(request: HttpRequest, number: int, exchange_id: UUID) -> HttpResponse:
    """Which rows of an upload to look at."""
    found = get_object_or_404(Exchange, id=exchange_id, school=request.school)
    rows = [finding(issue, CODES) for issue in found.issues]
    return ROWS.answer(request, rows, "sms/rows.html", {"exchange": found})


def _upload(request: HttpRequest, found: Exchange, whole: str) -> dict:
    if found.state == ExchangeState.HELD:
        if is_of_another_sms(found):
            return {"other_sms": True}
        try:
            checked = decisions.look(request.school, found)
        except decisions.FileGone:
            return {"file_gone": True}
        return {
            "sections": preview.of_plan(checked.plan, whole=whole),
            "plan": checked.plan,
            "version": checked.roster.version,
            "rekeys": checked.rekeys,
            "connection": get_connection(request.school),
        }
    if found.state in {ExchangeState.APPLIED, ExchangeState.REVERTED}:
        state = roster_services.state_of(request.school)
        return {
            "sections": preview.of_exchange(found, whole=whole),
            "can_revert": state.last_exchange_id == found.id,
        }
    return {}


@require_POST
@school_page(Role.ADMINISTRATOR)
def approve(request: HttpRequest, number: int, exchange_id: UUID) -> HttpResponse:
    _must_be_here(exchange_id)
    try:
        decisions.approve(
            request.school,
            exchange_id,
            request.user,
            seen_version=_version(request),
            invite="invite" in request.POST if "invite_asked" in request.POST else None,
        )
    except decisions.Moved:
        messages.warning(
            request,
            _(
                "The roster has changed since you looked, so nothing was applied. This is what the upload would do now:"
                " please look again."
            ),
        )
    except decisions.FileGone:
        messages.error(request, _("The file has been cleared away. Nothing was changed. Ask your SMS to upload again."))
    except decisions.OfAnotherSms:
        messages.warning(
            request, _("Your school no longer uses the SMS that this upload came from. Nothing was applied.")
        )
    except decisions.NotHeld:
        _already(request)
    else:
        messages.success(request, _("Applied. Your people, classes and groups are as your SMS says."))
    return redirect("exchange", number, exchange_id)


@require_POST
@school_page(Role.ADMINISTRATOR)
def discard(request: HttpRequest, number: int, exchange_id: UUID) -> HttpResponse:
    _must_be_here(exchange_id)
    try:
        decisions.discard(request.school, exchange_id, request.user)
    except decisions.NotHeld:
        _already(request)
    else:
        messages.success(request, _("Discarded. Nothing was changed."))
    return redirect("exchange", number, exchange_id)


@require_POST
@school_page(Role.ADMINISTRATOR)
def revert(request: HttpRequest, number: int, exchange_id: UUID) -> HttpResponse:
    _must_be_here(exchange_id)
    try:
        decisions.revert(request.school, exchange_id, request.user)
    except roster_services.NotTheLast:
        messages.warning(
            request, _("Only the upload that was applied last can be undone, and another has been applied since.")
        )
    else:
        messages.success(
            request,
            _(
                "Undone. People, classes and groups are as they were before this upload. The next upload from your SMS may"
                " bring the changes again."
            ),
        )
    return redirect("exchange", number, exchange_id)


def _version(request: HttpRequest) -> int:
    """The roster's version on the person's page; what is no number was on none of ours."""
    text = request.POST.get("version", "")
    return int(text) if text.isascii() and text.isdigit() else -1


def _runs(exchange: Exchange) -> bool:
    """It will move on by itself in a moment. A download waits for the SMS, which may take until tomorrow."""
    return exchange.direction == Exchange.Direction.UPLOAD and exchange.state in ON_THE_WAY


def _must_be_here(exchange_id: UUID) -> None:
    if not Exchange.objects.filter(id=exchange_id).exists():
        raise Http404("No such exchange at this school.")


def _already(request: HttpRequest) -> None:
    messages.info(request, _("This upload does not wait for a decision any more: see below what became of it."))
