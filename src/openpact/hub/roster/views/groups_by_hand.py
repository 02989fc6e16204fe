"""What an administrator does to groups by hand: own ones are made, renamed, ended and filled, the SMS's hidden and given."""

from collections.abc import Callable

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.pages import Role, SchoolRequest, school_page

from .. import queries
from ..by_hand import groups, places
from ..by_hand.record import Refused
from ..forms import GroupForm
from ..models import Group, Person
from ..people_table import people
from ..picking import PICKING


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def new_group(request: SchoolRequest, number: int) -> HttpResponse:
    form = GroupForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            made = groups.make(request.school, request.user, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("%(name)s is made. Now put people into it.") % {"name": made.name})
            return redirect("group", number, made.id)
    return render(request, "roster/groups/new.html", {"form": form}, status=422 if form.errors else 200)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    group = _group(request, group_id, own=True)
    form = GroupForm(request.POST or None, initial={"name": group.name, "is_home": group.is_home})
    if request.method == "POST" and form.is_valid():
        try:
            groups.change(request.school, request.user, group, **form.cleaned_data)
        except Refused as refused:
            form.add_error("name", str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("group", number, group.id)
    context = {"form": form, "group": _group(request, group_id)}
    return render(request, "roster/groups/change.html", context, status=422 if form.errors else 200)


@school_page(Role.ADMINISTRATOR)
@require_POST
def end_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    words = _("%(name)s is ended. Who was in it is kept, and you can bring it back here.")
    return _do(request, group_id, groups.end, words)


@school_page(Role.ADMINISTRATOR)
@require_POST
def bring_back_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    return _do(request, group_id, groups.bring_back, _("%(name)s is back, with whoever was in it."))


@school_page(Role.ADMINISTRATOR)
@require_POST
def hide_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    words = _("%(name)s is hidden, and stays so when uploads come. You can show it again here.")
    return _do(request, group_id, groups.hide, words)


@school_page(Role.ADMINISTRATOR)
@require_POST
def show_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    return _do(request, group_id, groups.show, _("%(name)s is in PaCT again."))


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def pick_students(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """Who else may be put into a group: searched for, ticked, put in."""
    group = _group(request, group_id)
    if not group.active:
        raise Http404("Nobody can be put into a group that is not in use.")
    others = people(request.school, "students").exclude(memberships__group=group)
    classes = Group.objects.filter(school=request.school, active=True).exclude(pk=group.pk)
    context = {
        "group": group,
        "classes": sorted(classes, key=lambda g: (not g.is_home, queries.natural(g.name))),
    }
    return PICKING.answer(request, others, "roster/groups/pick.html", context)


@school_page(Role.ADMINISTRATOR)
@require_POST
def put_into_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    """`person`s, or all students of a `group`."""
    group = _group(request, group_id)
    chosen = _ids(request, "person")
    for key in _ids(request, "group"):
        everybody = queries.students_of(get_object_or_404(Group, pk=key, school=request.school, active=True))
        chosen += everybody.values_list("id", flat=True)
    return _move(request, group, places.put, chosen)


@school_page(Role.ADMINISTRATOR)
@require_POST
def take_out_of_group(request: SchoolRequest, number: int, group_id: int) -> HttpResponse:
    return _move(request, _group(request, group_id), places.take, _ids(request, "person"))


def _move(request: SchoolRequest, group: Group, act: Callable[..., list[Person]], chosen: list[int]) -> HttpResponse:
    try:
        moved = act(request.school, request.user, group, chosen)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, _said(group, moved, act is places.put))
    return redirect("group", request.school.number, group.id)


def _said(group: Group, moved: list[Person], into: bool) -> str:
    if not moved:
        return _("Nobody was chosen, or they were there already: nothing was changed.")
    if len(moved) == 1:
        words = _("%(name)s is in %(group)s now.") if into else _("%(name)s is not in %(group)s by hand any more.")
        return words % {"name": moved[0].display_name, "group": group.name}
    words = (
        ngettext("%(number)s person is in %(group)s now.", "%(number)s people are in %(group)s now.", len(moved))
        if into
        else ngettext(
            "%(number)s person was taken out of %(group)s.",
            "%(number)s people were taken out of %(group)s.",
            len(moved),
        )
    )
    return words % {"number": len(moved), "group": group.name}


def _do(request: SchoolRequest, group_id: int, act: Callable[..., None], words: str) -> HttpResponse:
    group = _group(request, group_id)
    try:
        act(request.school, request.user, group)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, words % {"name": group.name})
    return redirect("group", request.school.number, group.id)


def _group(request: SchoolRequest, group_id: int, **which: bool) -> Group:
    return get_object_or_404(Group, pk=group_id, school=request.school, **which)


def _ids(request: SchoolRequest, name: str) -> list[int]:
    return [int(key) for key in request.POST.getlist(name) if key.isdecimal() and len(key) < 19]
