"""Manage > Audit: who did what and when."""

from django.http import HttpResponse
from django.utils.translation import gettext_lazy as _
from django.views.decorators.http import require_http_methods

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform.lists import Column, Table
from openpact.hub.platform.plain import having

from .models import Area, Line

TABLE = Table(
    "audit",
    _("lines of the audit"),
    (
        Column("at", _("When"), order=("id",), value=lambda line: line.at),
        Column("by", _("Who"), order=("by_name",), value=lambda line: line.by_name or "PaCT"),
        Column("area", _("About"), order=("area",), value=lambda line: line.get_area_display()),
        Column("words", _("What"), value=lambda line: line.words),
    ),
    sort="-at",
    rows="audit/rows.html",
    empty="audit/empty.html",
    find=lambda lines, words: having(lines, words, "words", "by_name"),
    finds=_("Search who did what"),
)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def audit(request: SchoolRequest, number: int) -> HttpResponse:
    area = request.GET.get("area", "")
    lines = Line.objects.filter(school=request.school)
    if area in Area.values:
        lines = lines.filter(area=area)
    return TABLE.answer(request, lines, "audit/page.html", {"area": area, "areas": Area.choices})
