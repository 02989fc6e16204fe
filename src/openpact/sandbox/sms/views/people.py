"""Students, staff, caregivers: list, add, edit, leave and come back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import clock, otjs, records, roles
from ..forms import OtjForm, PersonForm
from ..kinds import KINDS, Kind
from ..models import Group, Person, School
from .common import asked, find_school, page_of, show


@require_safe
def people(request: HttpRequest, provider: str, number: int, kind: str) -> HttpResponse:
    school, which = find_school(provider, number), _kind(kind)
    words, group = asked(request, "q"), asked(request, "class")
    left = request.GET.get("left") == "1"
    rows = Person.objects.filter(school=school, role__in=which.roles, left_on__isnull=not left).matching(words)
    if group.isdecimal():
        rows = rows.filter(memberships__group=int(group))
    return show(
        request,
        school,
        "sms/people/list.html",
        kind,
        kind=which,
        page=page_of(request, rows.prefetch_related("memberships__group")),
        q=words,
        group=group,
        left=left,
        groups=Group.objects.filter(school=school),
    )


@require_http_methods(["GET", "POST"])
def add(request: HttpRequest, provider: str, number: int, kind: str) -> HttpResponse:
    school, which = find_school(provider, number), _kind(kind)
    return _edit(request, school, which, Person(school=school, role=which.roles[0]))


@require_http_methods(["GET", "POST"])
def person(request: HttpRequest, provider: str, number: int, kind: str, pk: int) -> HttpResponse:
    school, which = find_school(provider, number), _kind(kind)
    return _edit(request, school, which, _find(school, which, pk))


@require_POST
def leave(request: HttpRequest, provider: str, number: int, kind: str, pk: int) -> HttpResponse:
    who = _find(find_school(provider, number), _kind(kind), pk)
    records.leave(who, roles.title(request))
    messages.success(request, f"{who.name} has left. The next upload tells PaCT.")
    return redirect(who)


@require_POST
def come_back(request: HttpRequest, provider: str, number: int, kind: str, pk: int) -> HttpResponse:
    who = _find(find_school(provider, number), _kind(kind), pk)
    records.come_back(who, roles.title(request))
    messages.success(request, f"{who.name} is back, in the same classes. The next upload tells PaCT.")
    return redirect(who)


def _edit(
    request: HttpRequest, school: School, which: Kind, who: Person, otj_form: OtjForm | None = None
) -> HttpResponse:
    form = PersonForm(school, which, None if otj_form else request.POST or None, instance=who)
    if form.is_bound and form.is_valid():
        saved = records.save_person(form.save(commit=False), form.classes(), roles.title(request))
        messages.success(request, f"{saved.name} is saved. The next upload tells PaCT.")
        return redirect(saved)
    results = who.results.shown(school.sms).with_earlier() if who.pk else []
    return show(
        request,
        school,
        "sms/people/person.html",
        which.key,
        status=422 if form.is_bound or otj_form else 200,
        kind=which,
        person=who,
        form=form,
        results=results,
        otjs=list(who.otjs.all()) if who.pk else [],
        otj_form=otj_form or OtjForm(clock.today(school).year),
    )


@require_POST
def enter_otj(request: HttpRequest, provider: str, number: int, pk: int) -> HttpResponse:
    """An end-of-year OTJ made here, where the SMS keeps some."""
    school, which = find_school(provider, number), _kind("students")
    if not school.sms.overwrites:
        raise Http404
    who, form = _find(school, which, pk), OtjForm(clock.today(school).year, request.POST)
    if not form.is_valid():
        return _edit(request, school, which, who, otj_form=form)
    data = form.cleaned_data
    made = otjs.make_here(
        who, data["learning_area"], data["year"], data["level"], roles.title(request), clock.today(school)
    )
    if made.from_pact:
        messages.info(request, "Kept. PaCT's OTJ stands in its place for as long as PaCT has one.")
    else:
        messages.success(request, f"{made.level_name} is entered for {who.name}.")
    return redirect(who)


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _find(school: School, which: Kind, pk: int) -> Person:
    return get_object_or_404(Person, school=school, role__in=which.roles, pk=pk)
