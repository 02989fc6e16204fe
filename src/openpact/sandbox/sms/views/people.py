"""Students, staff, caregivers: list, add, edit, leave and come back."""

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from .. import records, roles
from ..forms import PersonForm
from ..kinds import KINDS, Kind
from ..models import Group, Person, School
from .common import find_school, page_of, show


@require_safe
def people(request: HttpRequest, provider: str, number: int, kind: str) -> HttpResponse:
    school, which = find_school(provider, number), _kind(kind)
    words, group = request.GET.get("q", "").strip(), request.GET.get("class", "")
    left = request.GET.get("left") == "1"
    rows = Person.objects.filter(school=school, role__in=which.roles, left_on__isnull=not left).matching(words)
    if group.isdigit():
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


def _edit(request: HttpRequest, school: School, which: Kind, who: Person) -> HttpResponse:
    form = PersonForm(school, which, request.POST or None, instance=who)
    if request.method == "POST" and form.is_valid():
        saved = records.save_person(form.save(commit=False), form.classes(), roles.title(request))
        messages.success(request, f"{saved.name} is saved. The next upload tells PaCT.")
        return redirect(saved)
    results = who.results.newest() if who.pk else []
    return show(
        request,
        school,
        "sms/people/person.html",
        which.key,
        status=422 if form.is_bound else 200,
        kind=which,
        person=who,
        form=form,
        results=results,
    )


def _kind(key: str) -> Kind:
    if key not in KINDS:
        raise Http404
    return KINDS[key]


def _find(school: School, which: Kind, pk: int) -> Person:
    return get_object_or_404(Person, school=school, role__in=which.roles, pk=pk)
