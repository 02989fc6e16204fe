"""Manage > School: what PaCT knows of the school itself, and its terms."""

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.pages import SchoolRequest, school_page
from openpact.hub.platform import clock

from .forms import SchoolForm, TermsForm
from .services import save_school, save_terms, terms_of


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def school_settings(request: SchoolRequest, number: int) -> HttpResponse:
    if request.method != "POST":
        return _page(request, SchoolForm(request.school), year=_year(request))
    form = SchoolForm(request.school, request.POST)
    if not form.is_valid():
        return _page(request, form, status=422)
    changed = save_school(request.school, request.user, **form.cleaned_data)
    messages.success(request, _("Saved. %(changes)s.") % {"changes": changed} if changed else _("Nothing was changed."))
    return redirect("school-settings", number)


@school_page(Role.ADMINISTRATOR)
@require_POST
def school_terms(request: SchoolRequest, number: int, year: int) -> HttpResponse:
    if year not in _years(request):
        raise Http404("Terms are kept of this year and the next.")
    form = TermsForm(year, request.POST)
    if not form.is_valid():
        return _page(request, SchoolForm(request.school), year=year, terms=form, status=422)
    save_terms(request.school, request.user, year, form.days)
    said = _("The terms of %(year)s are saved. Reporting cycles that are there already keep their dates.")
    messages.success(request, said % {"year": year})
    return redirect(f"{reverse('school-settings', args=[number])}?year={year}#terms")


def _years(request: SchoolRequest) -> tuple[int, int]:
    today = clock.today(request.school.time_zone)
    return today.year, today.year + 1


def _year(request: SchoolRequest) -> int:
    years = _years(request)
    return next((year for year in years if str(year) == request.GET.get("year")), years[0])


def _page(
    request: SchoolRequest, form: SchoolForm, *, year: int = 0, terms: TermsForm | None = None, status: int = 200
) -> HttpResponse:
    known = terms_of(request.school, year or _years(request)[0])
    context = {
        "form": form,
        "terms": terms or TermsForm.of(known.year, known.terms),
        "suggested": known.suggested,
        "year": known.year,
        "years": _years(request),
    }
    return render(request, "schools/settings.html", context, status=status)
