"""Inviting by hand, under Manage > Users: one person, or several that were pasted and looked at first."""

from collections.abc import Iterable

from django.contrib import messages
from django.forms import BaseFormSet, formset_factory
from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_http_methods

from . import invitations, pasted
from .forms import InviteForm, PasteForm, RowForm
from .invitations import NotInvited, Wanted
from .invitees import address, staff
from .models import Role
from .pages import SchoolRequest, school_page
from .user_views import back_to, say_invited

#: At once. More than that is somebody's whole address book.
MOST = 200
Rows = formset_factory(RowForm, extra=0, max_num=MOST, absolute_max=MOST)


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def invite(request: SchoolRequest, number: int) -> HttpResponse:
    """One person. `?person=` fills in a member of staff the SMS knows, so that another role than teacher can be chosen."""
    form = InviteForm(request.POST or None, initial=_known(request))
    if request.method == "POST" and form.is_valid():
        wanted = form.cleaned_data
        try:
            made = invitations.invite_by_hand(
                request.school, wanted["email"], wanted["name"], wanted["role"], request.user
            )
        except NotInvited as error:
            form.add_error("email", str(error))
        else:
            say_invited(request, made.name)
            return back_to(number, "invitations")
    words = {"form": form, "roles": Role}
    return render(request, "accounts/users/invite.html", words, status=422 if form.errors else 200)


def _known(request: SchoolRequest) -> dict[str, str]:
    wanted = request.GET.get("person", "")
    person = staff(request.school).filter(pk=wanted).first() if wanted.isdecimal() and len(wanted) < 19 else None
    return {"email": address(person), "name": person.display_name} if person else {}


@school_page(Role.ADMINISTRATOR)
@require_http_methods(["GET", "HEAD", "POST"])
def invite_several(request: SchoolRequest, number: int) -> HttpResponse:
    """First what was pasted (`look`), then each person as it was understood, to be mended, left out, or invited (`send`)."""
    form = PasteForm(request.POST if request.method == "POST" else None)
    if request.method != "POST" or "back" in request.POST:
        return _paste(request, PasteForm(initial=request.POST.dict()))
    if "send" in request.POST:
        return _send(request, number)
    if not form.is_valid():
        return _paste(request, form, status=422)
    people = pasted.understand(form.cleaned_data["pasted"])
    if not people:
        form.add_error("pasted", _("There is neither a name nor an address in it. Nothing was sent."))
    elif len(people) > MOST:
        words = _("These are %(number)s people; %(most)s at once are possible. Nothing was sent: invite them in parts.")
        form.add_error("pasted", words % {"number": len(people), "most": MOST})
    if form.errors:
        return _paste(request, form, status=422)
    return _look(request, _rows(request, people, form.cleaned_data["role"]))


def _paste(request: SchoolRequest, form: PasteForm, status: int = 200) -> HttpResponse:
    return render(request, "accounts/users/paste.html", {"form": form}, status=status)


def _rows(request: SchoolRequest, people: Iterable[pasted.Understood], role: str) -> list[dict[str, str]]:
    """The fields of each row. Whom the SMS knows has the name it gives; others without one get a guess."""
    names = {address(person): person.display_name for person in staff(request.school)}
    return [
        {
            "email": p.email,
            "name": p.name or names.get(p.email.lower()) or pasted.guessed_name(p.email),
            # What was said for a role and is none stays to be seen; the list of roles then has nothing chosen.
            "role": p.unknown or p.role or role,
        }
        for p in people
    ]


def _bound(rows: list[dict[str, str]]) -> BaseFormSet:
    data = {"row-TOTAL_FORMS": len(rows), "row-INITIAL_FORMS": 0}
    for place, row in enumerate(rows):
        data |= {f"row-{place}-{field}": value for field, value in row.items()}
    return Rows(data, prefix="row")


def _look(request: SchoolRequest, rows: list[dict[str, str]], status: int = 200) -> HttpResponse:
    """Each row with what is wrong with it. Those who need no invitation are left out unless somebody says otherwise."""
    bound = _bound(rows)
    good = [form for form in bound if form.is_valid()]
    for form, trouble in zip(good, invitations.in_the_way(request.school, _wanted(good)), strict=True):
        if trouble:
            form.add_error("email", trouble)
            form.data[form.add_prefix("leave_out")] = "on"
    return _show(request, bound, status)


def _send(request: SchoolRequest, number: int) -> HttpResponse:
    """Invites those that are right. Those that are not stay on the page as they were typed; those left out are gone."""
    sent = Rows(request.POST, prefix="row")
    if not sent.management_form.is_valid():
        return _paste(request, PasteForm(initial=request.POST.dict()), status=422)
    kept = [form for form in sent if not form["leave_out"].value()]
    good = [form for form in kept if form.is_valid()]
    try:
        invited, troubles = invitations.invite_many(request.school, _wanted(good), request.user)
    except NotInvited as error:
        messages.warning(request, str(error))
        return back_to(number, "invitations")
    if invited:
        words = ngettext(
            "%(number)s invitation is on its way.", "%(number)s invitations are on their way.", len(invited)
        )
        messages.success(request, words % {"number": len(invited)})
    wrong = {id(form): trouble for form, trouble in zip(good, troubles, strict=True) if trouble}
    left = [form for form in kept if form not in good or id(form) in wrong]
    if not left:
        return back_to(number, "invitations")
    again = _bound([{field: form[field].value() or "" for field in ("email", "name", "role")} for form in left])
    for before, form in zip(left, again, strict=True):
        if id(before) in wrong and form.is_valid():
            form.add_error("email", wrong[id(before)])
    return _show(request, again, 422)


def _wanted(forms: list[RowForm]) -> list[Wanted]:
    return [Wanted(f.cleaned_data["email"], f.cleaned_data["name"], Role(f.cleaned_data["role"])) for f in forms]


def _show(request: SchoolRequest, rows: BaseFormSet, status: int) -> HttpResponse:
    left_out = [form for form in rows if form["leave_out"].value()]
    words = {
        "rows": rows,
        "left_out": len(left_out),
        "wrong": sum(bool(form.errors) for form in rows if form not in left_out),
        "pasted": request.POST.get("pasted", ""),
        "role": request.POST.get("role", ""),
    }
    return render(request, "accounts/users/several.html", words, status=status)
