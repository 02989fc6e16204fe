"""The log, and for an upload what PaCT answered."""

from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404
from django.views.decorators.http import require_safe

from ..models import LogEntry, LogKind
from .common import find_school, page_of, show


@require_safe
def log(request: HttpRequest, provider: str, number: int) -> HttpResponse:
    school = find_school(provider, number)
    kind = request.GET.get("kind", "")
    rows = LogEntry.objects.filter(school=school).select_related("school")
    if kind in LogKind.values:
        rows = rows.filter(kind=kind)
    page = page_of(request, rows)
    return show(request, school, "sms/log/list.html", "log", page=page, kind=kind, log_kinds=LogKind.choices)


@require_safe
def entry(request: HttpRequest, provider: str, number: int, pk: int) -> HttpResponse:
    school = find_school(provider, number)
    return show(request, school, "sms/log/entry.html", "log", entry=get_object_or_404(LogEntry, school=school, pk=pk))
