"""What the views share: finding the school, showing a page in its look, saying that something is not
allowed."""

from typing import Any

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db.models import QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, render

from ..kinds import KINDS
from ..models import School
from ..said import Said
from ..screens import SCREENS

ON_A_PAGE = 50


def find_school(provider: str, number: int) -> School:
    return get_object_or_404(School, provider=provider, number=number)


def show(
    request: HttpRequest, school: School, template: str, tab: str, status: int = 200, **context: Any
) -> HttpResponse:
    """Render a page of the school's SMS, with `tab` in front."""
    screens = SCREENS[school.provider]
    context |= {
        "school": school,
        "screens": screens,
        "provider": screens.provider,
        "tab": tab,
        "kinds": KINDS.values(),
        "siblings": School.objects.filter(provider=school.provider),
    }
    return render(request, template, context, status=status)


def asked(request: HttpRequest, name: str) -> str:
    """What an address asks for, without what PostgreSQL takes in no text."""
    return request.GET.get(name, "").replace("\0", "").strip()


def page_of(request: HttpRequest, rows: QuerySet[Any]) -> Page[Any]:
    return Paginator(rows, ON_A_PAGE).get_page(request.GET.get("page"))


def tell(request: HttpRequest, said: Said) -> None:
    (messages.success if said.ok else messages.warning)(request, said.message)


def not_allowed(request: HttpRequest, school: School, tab: str) -> HttpResponse:
    return show(request, school, "sms/pact/not_allowed.html", tab, status=403)
