"""Manage > Users: who has access, who has it no longer, invitations, and staff who are not in PaCT yet."""

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from . import invitations
from . import users as lists
from .forms import RoleForm
from .invitations import NotInvited
from .models import Role
from .pages import SchoolRequest, school_page

#: The tabs: a key in the address, and its words.
TABS = (
    ("users", gettext_lazy("Have access")),
    ("invitations", gettext_lazy("Invitations")),
    ("staff", gettext_lazy("Staff without access")),
    ("past", gettext_lazy("No access any more")),
)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: SchoolRequest, number: int) -> HttpResponse:
    show = request.GET.get("show", "users")
    words = {"show": show if show in dict(TABS) else "users", "tabs": TABS}
    match words["show"]:
        case "invitations":
            words["roles"] = list(Role)
            return lists.INVITATIONS.answer(
                request, lists.invitations(request.school), "accounts/users/page.html", words
            )
        case "staff":
            rows = lists.staff_rows(request.school)
            words["can_invite"] = sum(row.can_invite for row in rows)
            return lists.STAFF.answer(request, rows, "accounts/users/page.html", words)
        case shown:
            found = lists.accesses(request.school, hold=shown == "users")
            return lists.USERS.answer(request, found, "accounts/users/page.html", words)


@school_page(Role.ADMINISTRATOR)
@require_POST
def invite_known_staff(request: SchoolRequest, number: int) -> HttpResponse:
    """One member of staff the SMS knows (`person`), or all who can be invited."""
    one = request.POST.get("person", "")
    only = [int(one)] if one.isdecimal() and len(one) < 19 else []
    if not only and request.POST.get("everybody") != "yes":
        return back_to(number, "staff")
    try:
        outcome = invitations.invite_staff(request.school, None, send=True, only=only, by=request.user)
    except NotInvited as error:
        messages.warning(request, str(error))
        return back_to(number, "staff")
    if len(outcome.invited) == 1:
        say_invited(request, outcome.invited[0].display_name)
    elif outcome.invited:
        words = ngettext(
            "%(number)s person is invited. Their mail is on its way.",
            "%(number)s people are invited. Their mails are on their way.",
            len(outcome.invited),
        )
        messages.success(request, words % {"number": len(outcome.invited)})
    else:
        messages.info(request, _("Nobody was left to invite: they were invited, or joined, in the meantime."))
    return back_to(number, "staff")


@school_page(Role.ADMINISTRATOR)
@require_POST
def resend(request: SchoolRequest, number: int, invitation_id: int) -> HttpResponse:
    try:
        made = invitations.resend(request.school, invitation_id, request.user)
    except NotInvited as error:
        messages.warning(request, str(error))
    else:
        words = _("The invitation of %(name)s is sent again. Only the link in the new mail works.")
        messages.success(request, words % {"name": made.name})
    return back_to(number, "invitations")


@school_page(Role.ADMINISTRATOR)
@require_POST
def invited_role(request: SchoolRequest, number: int, invitation_id: int) -> HttpResponse:
    form = RoleForm(request.POST)
    if not form.is_valid():
        messages.warning(request, _("Choose one of the roles. Nothing was changed."))
        return back_to(number, "invitations")
    role = Role(form.cleaned_data["role"])
    try:
        made = invitations.change_role(request.school, invitation_id, role, request.user)
    except NotInvited as error:
        messages.warning(request, str(error))
    else:
        words = _("%(name)s will be %(role)s once they accept. The link they have still works.")
        messages.success(request, words % {"name": made.name, "role": role.noun})
    return back_to(number, "invitations")


@school_page(Role.ADMINISTRATOR)
@require_POST
def withdraw(request: SchoolRequest, number: int, invitation_id: int) -> HttpResponse:
    try:
        made = invitations.withdraw(request.school, invitation_id, request.user)
    except NotInvited as error:
        messages.warning(request, str(error))
    else:
        words = _("The invitation of %(name)s is withdrawn: its link no longer works. You can invite them again.")
        messages.success(request, words % {"name": made.name})
    return back_to(number, "invitations")


def say_invited(request: SchoolRequest, name: str) -> None:
    messages.success(request, _("%(name)s is invited. The mail is on its way.") % {"name": name})


def back_to(number: int, show: str) -> HttpResponse:
    return redirect(f"{reverse('users', args=[number])}?show={show}")
