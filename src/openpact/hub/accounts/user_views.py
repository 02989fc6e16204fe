"""Manage > Users: who has access, invitations, and staff who are not in PaCT yet."""

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.http import require_http_methods, require_POST

from . import invitations
from . import users as lists
from .forms import InviteForm
from .invitations import NotInvited
from .models import Role
from .pages import SchoolRequest, school_page

PAGE = 50
LISTS = {"users": lists.accesses, "invitations": lists.invitations, "staff": lists.staff_rows}


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def users(request: SchoolRequest, number: int) -> HttpResponse:
    """One of three lists. A search is sent by POST, because names and addresses do not belong in the page's address."""
    show = request.GET.get("show", "users")
    show = show if show in LISTS else "users"
    search = request.POST.get("search", "").strip()[:100]
    paginator = Paginator(LISTS[show](request.school, search), PAGE)
    words = {
        "show": show,
        "search": search,
        "searchable": search or paginator.count > PAGE,
        "page": paginator.get_page(1 if search else request.GET.get("page")),
        "can_invite": sum(row.can_invite for row in paginator.object_list) if show == "staff" and not search else 0,
    }
    return render(request, f"accounts/users/{show}.html", words)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SchoolRequest, number: int) -> HttpResponse:
    """Invite somebody by hand."""
    form = InviteForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            made = invitations.invite_by_hand(
                request.school, wanted["email"], wanted["name"], wanted["role"], request.user
            )
        except NotInvited as error:
            form.add_error("email", str(error))
        else:
            messages.success(request, f"{made.name} is invited. The mail is on its way.")
            return _back(number, "invitations")
    return render(request, "accounts/users/invite.html", {"form": form}, status=422 if form.errors else 200)


@school_page(Role.ADMINISTRATOR)
@require_POST
def invite_known_staff(request: SchoolRequest, number: int) -> HttpResponse:
    """One member of staff the SMS knows (`person`), or all who can be invited."""
    one = request.POST.get("person", "")
    only = [int(one)] if one.isdecimal() and len(one) < 19 else []
    if not only and request.POST.get("everybody") != "yes":
        return _back(number, "staff")
    outcome = invitations.invite_staff(request.school, None, send=True, only=only, by=request.user)
    if len(outcome.invited) == 1:
        messages.success(request, f"{outcome.invited[0].display_name} is invited. The mail is on its way.")
    elif outcome.invited:
        messages.success(request, f"{len(outcome.invited)} people are invited. Their mails are on their way.")
    else:
        messages.info(request, "Nobody was left to invite: they were invited, or joined, in the meantime.")
    return _back(number, "staff")


@school_page(Role.ADMINISTRATOR)
@require_POST
def resend(request: SchoolRequest, number: int, invitation_id: int) -> HttpResponse:
    try:
        made = invitations.resend(request.school, invitation_id, request.user)
        messages.success(request, f"The invitation of {made.name} is sent again. Only the link in the new mail works.")
    except NotInvited as error:
        messages.warning(request, str(error))
    return _back(number, "invitations")


@school_page(Role.ADMINISTRATOR)
@require_POST
def withdraw(request: SchoolRequest, number: int, invitation_id: int) -> HttpResponse:
    try:
        made = invitations.withdraw(request.school, invitation_id, request.user)
        messages.success(request, f"The invitation of {made.name} is withdrawn. Its link no longer works.")
    except NotInvited as error:
        messages.warning(request, str(error))
    return _back(number, "invitations")


def _back(number: int, show: str) -> HttpResponse:
    return redirect(f"{reverse('users', args=[number])}?show={show}")
