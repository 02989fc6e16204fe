"""Register and SMS side by side, and where the register stands."""

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_http_methods

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page

from .. import fetching, services, tables
from ..models import Delivery


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def register(request: SchoolRequest, number: int) -> HttpResponse:
    school = request.school
    tab = request.GET.get("tab", "both")
    if tab not in tables.TABS:
        raise Http404("No such list.")
    found = services.register_of(school)
    latest = Delivery.objects.filter(school=school).defer("content", "changes", "issues").first()
    context = {
        "register": found,
        "latest": latest,
        "held": latest if latest and latest.state == Delivery.State.HELD else None,
        "timing": fetching.timing(school, found),
    }
    if not found.has_file:
        return render(request, "register/none_yet.html", context)
    standing = services.standing(school)
    lines = {key: tables.lines(standing, key) for key in tables.TABS}
    context |= {
        "tab": tab,
        "lead": tables.TABS[tab].lead,
        "tabs": [(key, one.title, len(lines[key])) for key, one in tables.TABS.items()],
    }
    return tables.TABS[tab].table.answer(request, lines[tab], "register/page.html", context)
