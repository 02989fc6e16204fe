"""Manage > Notices: what needs a person, with the button that deals with it; snoozed or done."""

from datetime import timedelta

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import clock
from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import having

from . import digests, services
from .models import Notice
from .services import State

#: How long a notice may rest, in days.
RESTS = {"1": gettext_lazy("until tomorrow"), "7": gettext_lazy("for a week"), "28": gettext_lazy("for four weeks")}

CLOSED = Table(
    "notices",
    gettext_lazy("notices"),
    (
        Column(
            "title", gettext_lazy("Notice"), order=("title",), value=lambda notice: f"{notice.title}: {notice.text}"
        ),
        Column("opened", gettext_lazy("Since"), order=("opened_at",), value=lambda notice: notice.opened_at),
        Column("closed", gettext_lazy("Until"), order=("closed_at",), value=lambda notice: notice.closed_at),
    ),
    sort="-closed",
    rows="notices/partials/closed_rows.html",
    empty="notices/partials/none_closed.html",
    find=lambda notices, words: having(notices, words, "title", "text"),
    finds=gettext_lazy("Search notices"),
)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
@require_GET
def notices(request: SchoolRequest, number: int) -> HttpResponse:
    standing = services.look(request.school, request.access.role)
    context = {
        "open": [one for one in standing if one.state is State.OPEN],
        "aside": [one for one in standing if one.state is not State.OPEN],
        "rests": RESTS.items(),
        "digest": digests.wants(request.school, request.user),
    }
    return render(request, "notices/page.html", context)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def closed(request: SchoolRequest, number: int) -> HttpResponse:
    """Those whose cause is gone."""
    found = Notice.objects.filter(school=request.school, closed_at__isnull=False).defer("about")
    return CLOSED.answer(request, found, "notices/closed.html")


@school_page(Role.ADMINISTRATOR, Role.LEADER)
@require_POST
def put_aside(request: SchoolRequest, number: int, notice_id: int) -> HttpResponse:
    """`rest` is for how many days, or "done", or "back"."""
    mine = {one.notice.id: one for one in services.look(request.school, request.access.role)}
    rest = request.POST.get("rest", "")
    if notice_id not in mine or rest not in {*RESTS, "done", "back"}:
        messages.info(request, _("That notice is closed already: its cause is gone."))
        return redirect("notices", number)
    title = mine[notice_id].cause.title
    if rest == "back":
        services.bring_back(request.school, notice_id)
        messages.success(request, _("“%(title)s” asks for you again.") % {"title": title})
    elif rest == "done":
        services.mark_done(request.school, request.user, notice_id)
        messages.success(request, _("“%(title)s” is marked as done. You can bring it back below.") % {"title": title})
    else:
        until = clock.today(request.school.time_zone) + timedelta(days=int(rest))
        services.snooze(request.school, request.user, notice_id, until)
        said = {"title": title, "until": RESTS[rest]}
        messages.success(request, _("“%(title)s” rests %(until)s.") % said)
    return redirect("notices", number)


@school_page(Role.ADMINISTRATOR, Role.LEADER)
@require_POST
def digest(request: SchoolRequest, number: int) -> HttpResponse:
    wanted = request.POST.get("daily") == "yes"
    digests.choose(request.school, request.user, wanted)
    messages.success(
        request,
        _("You get an e-mail at about 7am on days on which there is something new.")
        if wanted
        else _("You get no e-mails about notices. They stand here and on your home page."),
    )
    return redirect("notices", number)
