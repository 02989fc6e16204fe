"""The page behind an invitation's link. What it does for whom is decided in accepting.py."""

from collections.abc import Callable
from functools import wraps

from allauth.account.internal.flows.login import record_authentication
from django.contrib import messages
from django.contrib.auth import login
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods

from . import accepting
from .accepting import NoSuchInvitation, NotAccepted, Opened, Situation
from .forms import CodeForm, NewAccountForm
from .models import Access
from .services import find_access

BACKEND = "allauth.account.auth_backends.AuthenticationBackend"
View = Callable[..., HttpResponse]


def keeps_its_address(view: View) -> View:
    """The address lets people in: no page that follows learns it, and no cache keeps the page.

    "no-referrer" would be stricter by name only: with it browsers send `Origin: null` with the page's own forms, and
    Django rightly refuses them. "strict-origin" never says more than the site's name, to anybody.
    """

    @wraps(view)
    def page(request: HttpRequest, *args, **kwargs) -> HttpResponse:
        response = view(request, *args, **kwargs)
        response["Referrer-Policy"] = "strict-origin"
        response["Cache-Control"] = "no-store"
        return response

    return page


@keeps_its_address
@require_http_methods(["GET", "HEAD", "POST"])
def invitation(request: HttpRequest, token: str) -> HttpResponse:
    try:
        opened = accepting.open_link(token, request.user)
        if opened.situation == Situation.YOURS:
            return _to_school(request, opened.invitation.school.number)
        if request.method == "POST":
            return ACTIONS.get(opened.situation, _show)(request, token, opened)
        return _show(request, token, opened)
    except NoSuchInvitation:
        return render(request, "accounts/invitation/no_such.html", status=404)


def _show(request: HttpRequest, token: str, opened: Opened, *, form=None, trouble: str = "") -> HttpResponse:
    """The page for how the invitation stands to this visitor, and nothing more about it."""
    found, situation = opened.invitation, opened.situation
    if form is None and situation == Situation.NEW_ACCOUNT:
        form = NewAccountForm(email=found.email, initial={"name": found.name})
    if form is None and situation == Situation.CODE:
        form = CodeForm()
    words = {
        "invitation": found,
        "masked": masked(found.email),
        "form": form,
        "trouble": trouble,
        "token": token,
        "code_asked": bool(request.user.pk and found.code_for_id == request.user.pk and found.code_asked_at),
    }
    return render(
        request, f"accounts/invitation/{situation.replace('-', '_')}.html", words, status=409 if trouble else 200
    )


def _accept(request: HttpRequest, token: str, opened: Opened) -> HttpResponse:
    try:
        access = accepting.accept(token, request.user)
    except NotAccepted as error:
        return _again(request, token, str(error))
    return _welcome(request, access)


def _new_account(request: HttpRequest, token: str, opened: Opened) -> HttpResponse:
    form = NewAccountForm(request.POST, email=opened.invitation.email)
    if not form.is_valid():
        return _show(request, token, opened, form=form)
    try:
        user, access = accepting.accept_with_new_account(
            token, form.cleaned_data["name"], form.cleaned_data["password"]
        )
    except NotAccepted as error:
        return _again(request, token, str(error))
    login(request, user, backend=BACKEND)
    record_authentication(request, user, method="password")
    return _welcome(request, access)


def _with_code(request: HttpRequest, token: str, opened: Opened) -> HttpResponse:
    try:
        if request.POST.get("action") == "send-code":
            accepting.ask_for_code(token, request.user)
            words = _("A code is on its way to %(masked)s. It works for 10 minutes.")
            messages.info(request, words % {"masked": masked(opened.invitation.email)})
            return redirect("invitation", token)
        form = CodeForm(request.POST)
        if not form.is_valid():
            return _show(request, token, opened, form=form)
        access = accepting.accept_with_code(token, request.user, form.cleaned_data["code"])
    except NotAccepted as error:
        return _again(request, token, str(error))
    return _welcome(request, access)


ACTIONS = {
    Situation.ACCEPT: _accept,
    Situation.NEW_ACCOUNT: _new_account,
    Situation.CODE: _with_code,
}


def _again(request: HttpRequest, token: str, trouble: str) -> HttpResponse:
    """The page as it stands now, with what went wrong."""
    opened = accepting.open_link(token, request.user)
    if opened.situation == Situation.YOURS:
        return _to_school(request, opened.invitation.school.number)
    return _show(request, token, opened, trouble=trouble)


def _welcome(request: HttpRequest, access: Access) -> HttpResponse:
    say_welcome(request, access)
    return redirect("school-home", access.school.number)


def say_welcome(request: HttpRequest, access: Access) -> None:
    if access.person_id:
        messages.success(
            request,
            _("Welcome. Your account is linked with the school's SMS: check below that your groups are complete."),
        )
    else:
        messages.success(request, _("Welcome. Your account has access to the school."))


def _to_school(request: HttpRequest, number: int) -> HttpResponse:
    return redirect("school-home", number) if find_access(request.user, number) else redirect("home")


def masked(email: str) -> str:
    """t•••@kowhai.example: enough for its owner to recognise."""
    name, _, domain = email.partition("@")
    return f"{name[:1]}•••@{domain}"
