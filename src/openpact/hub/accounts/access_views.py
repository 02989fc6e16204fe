"""A user's page under Manage > Users: what they may do, their link with the SMS, and what was ever changed about it."""

from collections.abc import Callable

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST, require_safe

from openpact.hub.audit.models import Line
from openpact.hub.roster.queries import groups_of

from . import access as services
from .access import NotChanged
from .forms import RoleForm
from .models import Access, Role
from .pages import SchoolRequest, school_page

#: Of the history.
SHOWN = 50


@school_page(Role.ADMINISTRATOR)
@require_safe
def user(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    return _page(request, _find(request, access_id))


@school_page(Role.ADMINISTRATOR)
@require_POST
def change_role(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    """Whoever lowers their own role has to say that they are sure: they cannot raise it again."""
    access, form = _find(request, access_id), RoleForm(request.POST)
    if not form.is_valid():
        return _page(request, access, role_trouble=_("Choose one of the roles. Nothing was changed."))
    role = Role(form.cleaned_data["role"])
    if _is_me(request, access) and role != access.role and not form.cleaned_data["sure"]:
        return _page(request, access, role_trouble=_("Tick that you are sure. Nothing was changed."), chosen=role)
    if not _done(request, lambda: services.change_role(request.school, access_id, role, request.user)):
        return redirect("user", number, access_id)
    if _is_me(request, access) and role != Role.ADMINISTRATOR:
        messages.success(request, _("You are %(role)s now.") % {"role": role.noun})
        return redirect("school-home", number)
    messages.success(request, _("%(name)s is %(role)s now.") % {"name": access.user, "role": role.noun})
    return redirect("user", number, access_id)


@school_page(Role.ADMINISTRATOR)
@require_POST
def remove(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    access = _find(request, access_id)
    if _is_me(request, access) and request.POST.get("sure") != "yes":
        return _page(request, access, remove_trouble=_("Tick that you are sure. Nothing was changed."))
    if not _done(request, lambda: services.remove(request.school, access_id, request.user)):
        return redirect("user", number, access_id)
    if _is_me(request, access):
        messages.success(request, _("Your access to %(school)s is removed.") % {"school": request.school.name})
        return redirect("home")
    words = _("The access of %(name)s is removed. Their judgements stay. You can give it back here.")
    messages.success(request, words % {"name": access.user})
    return redirect("user", number, access_id)


@school_page(Role.ADMINISTRATOR)
@require_POST
def give_back(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    access = _find(request, access_id)
    if _done(request, lambda: services.give_back(request.school, access_id, request.user)):
        messages.success(request, _("%(name)s has access again, as before.") % {"name": access.user})
    return redirect("user", number, access_id)


@school_page(Role.ADMINISTRATOR)
@require_POST
def link(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    access, person = _find(request, access_id), request.POST.get("person", "")
    if not person.isdecimal() or len(person) > 18:
        return _page(request, access, link_trouble=_("Choose somebody of the list. Nothing was changed."))
    if _done(request, lambda: services.link(request.school, access_id, int(person), request.user)):
        words = _("%(name)s is linked with the SMS: their groups there are theirs here.")
        messages.success(request, words % {"name": access.user})
    return redirect("user", number, access_id)


@school_page(Role.ADMINISTRATOR)
@require_POST
def unlink(request: SchoolRequest, number: int, access_id: int) -> HttpResponse:
    access = _find(request, access_id)
    if _done(request, lambda: services.unlink(request.school, access_id, request.user)):
        words = _("%(name)s is not linked with the SMS any more. You can link them again here.")
        messages.success(request, words % {"name": access.user})
    return redirect("user", number, access_id)


def _find(request: SchoolRequest, access_id: int) -> Access:
    found = Access.objects.filter(school=request.school).select_related("user", "person", "removed_by")
    return get_object_or_404(found, pk=access_id)


def _is_me(request: SchoolRequest, access: Access) -> bool:
    return access.user_id == request.user.pk


def _done(request: SchoolRequest, change: Callable[[], object]) -> bool:
    try:
        change()
    except NotChanged as error:
        messages.warning(request, str(error))
        return False
    return True


def _page(request: SchoolRequest, access: Access, *, chosen: str = "", **troubles: str) -> HttpResponse:
    linkable = list(services.linkable(request.school))
    lines = Line.objects.filter(school=request.school, about=access.user).order_by("-id")
    words = {
        "access": access,
        "is_me": _is_me(request, access),
        "is_last": services.is_last_administrator(access),
        "roles": Role,
        "chosen": chosen or access.role,
        "groups": groups_of(access.person_id).order_by("-is_home", "name") if access.person else [],
        "linkable": linkable,
        "likely": next((p.id for p in linkable if p.email.strip().lower() == access.user.email.lower()), None),
        "lines": lines[:SHOWN],
        **troubles,
    }
    return render(request, "accounts/users/user.html", words, status=422 if troubles else 200)
