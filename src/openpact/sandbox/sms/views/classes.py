"""Classes: list, add, rename, put people in and take them out."""

from django.contrib import messages
from django.db.models import Count, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect
from django.views.decorators.http import require_http_methods, require_POST

from openpact.ide import Role

from .. import records, roles
from ..forms import GroupForm, JoinForm
from ..models import Group, Person, School
from .common import find_school, show

HERE = Q(people__left_on=None)


@require_http_methods(["GET", "POST"])
def classes(request: HttpRequest, provider: str, number: int) -> HttpResponse:
    school = find_school(provider, number)
    form = GroupForm(request.POST or None, instance=Group(school=school))
    if request.method == "POST" and form.is_valid():
        group = records.save_group(form.save(commit=False), roles.title(request))
        messages.success(request, f"Class {group.name} is added.")
        return redirect(group)
    groups = (
        Group.objects.filter(school=school)
        .annotate(
            students=Count("people", filter=HERE & Q(people__role=Role.STUDENT)),
            staff=Count("people", filter=HERE & Q(people__role=Role.TEACHING_STAFF)),
            homes=Count("people", filter=HERE & Q(memberships__home=True, people__role=Role.STUDENT)),
        )
        .order_by("name")
    )
    status = 422 if form.is_bound else 200
    return show(request, school, "sms/classes/list.html", "classes", status, groups=groups, form=form)


@require_http_methods(["GET", "POST"])
def one_class(request: HttpRequest, provider: str, number: int, pk: int) -> HttpResponse:
    school = find_school(provider, number)
    group = _find(school, pk)
    form = GroupForm(request.POST or None, instance=group)
    if request.method == "POST" and form.is_valid():
        records.save_group(form.save(commit=False), roles.title(request))
        messages.success(request, f"The class is now called {group.name}. Its members stay in it.")
        return redirect(group)
    return _page(request, school, _find(school, pk), form, JoinForm(group))


@require_POST
def join(request: HttpRequest, provider: str, number: int, pk: int) -> HttpResponse:
    school = find_school(provider, number)
    group = _find(school, pk)
    form = JoinForm(group, request.POST)
    if not form.is_valid():
        return _page(request, school, group, GroupForm(instance=group), form)
    who = form.cleaned_data["person"]
    records.join(group, who, roles.title(request), home=form.cleaned_data["home"])
    messages.success(request, f"{who.name} is in {group.name}.")
    return redirect(group)


@require_POST
def take_out(request: HttpRequest, provider: str, number: int, pk: int, person: int) -> HttpResponse:
    group = _find(find_school(provider, number), pk)
    who = get_object_or_404(Person, school=group.school, pk=person)
    records.take_out(group, who, roles.title(request))
    messages.success(request, f"{who.name} is no longer in {group.name}.")
    return redirect(group)


def _page(request: HttpRequest, school: School, group: Group, form: GroupForm, join_form: JoinForm) -> HttpResponse:
    members = group.memberships.filter(person__left_on=None).select_related("person", "person__school")
    members = members.order_by("person__last_name", "person__first_name")
    return show(
        request,
        school,
        "sms/classes/class.html",
        "classes",
        status=422 if form.is_bound or join_form.is_bound else 200,
        group=group,
        form=form,
        join_form=join_form,
        teachers=[m for m in members if m.person.role != Role.STUDENT],
        students=[m for m in members if m.person.role == Role.STUDENT],
    )


def _find(school: School, pk: int) -> Group:
    return get_object_or_404(Group, school=school, pk=pk)
