"""What an administrator does to people by hand: add, change, say that somebody has left or is back, put into groups."""

from collections.abc import Callable
from functools import partial

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from openpact.hub.accounts.pages import Role, SchoolRequest, school_page

from .. import keeper_of
from ..by_hand import people, places
from ..by_hand.record import Refused
from ..forms import PersonForm
from ..models import Group, Person

#: What the form of a change begins with. An NSN is not shown again.
DETAILS = ("role", "first_name", "last_name", "preferred_name", "dob", "email")


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def add_person(request: SchoolRequest, number: int) -> HttpResponse:
    role = Person.Role.TEACHING_STAFF if request.GET.get("as") == "staff" else Person.Role.STUDENT
    group = request.GET.get("group", "")
    form = PersonForm(request.POST or None, school=request.school, initial={"role": role, "group": group})
    if request.method == "POST" and form.is_valid():
        try:
            added = people.add(request.school, request.user, form.values(), form.chosen_groups())
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("%(name)s is added. Uploads will leave them alone.") % {"name": added})
            if "another" in request.POST:
                return redirect(f"{request.path}?{request.GET.urlencode()}" if request.GET else request.path)
            return redirect("person", number, added.id)
    context = {"form": form, "keeper": keeper_of(request.school)}
    return render(request, "roster/people/add.html", context, status=422 if form.errors else 200)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def change_person(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    who = _person(request, person_id)
    initial = {name: getattr(who, name) for name in DETAILS}
    form = PersonForm(request.POST or None, initial=initial, nsn=who.nsn)
    if request.method == "POST" and form.is_valid():
        values = form.values()
        try:
            people.change(request.school, request.user, who, values)
        except Refused as refused:
            form.add_error(None, str(refused))
        else:
            messages.success(request, _("Saved."))
            return redirect("person", number, who.id)
    who = _person(request, person_id)
    context = {"form": form, "person": who, "may_change": people.may_change(who), "keeper": keeper_of(request.school)}
    return render(request, "roster/people/change.html", context, status=422 if form.errors else 200)


@school_page(Role.ADMINISTRATOR)
@require_POST
def person_left(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    words = _("%(name)s has left. Their history and judgements are kept, and you can bring them back here.")
    return _do(request, person_id, people.leave, words)


@school_page(Role.ADMINISTRATOR)
@require_POST
def person_back(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    return _do(request, person_id, people.come_back, _("%(name)s is back."))


@school_page(Role.ADMINISTRATOR)
@require_POST
def put_person(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    group = _group(request)
    words = _("%(name)s is in %(group)s now. Uploads will keep that.")
    return _do(request, person_id, partial(places.put_one, group=group), words, group=group.name)


@school_page(Role.ADMINISTRATOR)
@require_POST
def take_person(request: SchoolRequest, number: int, person_id: int) -> HttpResponse:
    group = _group(request)
    words = _("%(name)s is not in %(group)s by hand any more.")
    return _do(request, person_id, partial(people.take_out, group=group), words, group=group.name)


def _do(request: SchoolRequest, person_id: int, act: Callable[..., object], words: str, **said: str) -> HttpResponse:
    who = _person(request, person_id)
    try:
        act(request.school, request.user, who)
    except Refused as refused:
        messages.warning(request, str(refused))
    else:
        messages.success(request, words % {"name": who.display_name, **said})
    return redirect("person", request.school.number, who.id)


def _person(request: SchoolRequest, person_id: int) -> Person:
    return get_object_or_404(Person.objects.select_related("school"), pk=person_id, school=request.school)


def _group(request: SchoolRequest) -> Group:
    key = request.POST.get("group", "")
    return get_object_or_404(Group, pk=int(key) if key.isdecimal() and len(key) < 19 else 0, school=request.school)
