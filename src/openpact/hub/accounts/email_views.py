"""Another address: asked for when signed in, confirmed by a link to the new one, undone by a link to the old one."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import email_change
from .account_forms import EmailForm
from .email_change import NoSuchChange, NotFree
from .invitation_views import keeps_its_address


@login_required
@reauthentication_required(app="openpact.accounts")
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest) -> HttpResponse:
    form = EmailForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            email_change.ask(request.user, form.cleaned_data["email"])
        except ValidationError as error:
            form.add_error("email", error)
        else:
            messages.info(
                request, _("A link is on its way to the new address. Open it in this browser; it works for two days.")
            )
            return redirect("your-account")
    return render(request, "accounts/your_account/email.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    email_change.withdraw(request.user)
    messages.success(request, _("Your address stays as it is. The link in the mail no longer works."))
    return redirect("your-account")


@keeps_its_address
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to the new address. Only its owner, signed in, can do anything with it."""
    try:
        if request.method == "POST":
            changed = email_change.confirm(token, request.user)
            messages.success(request, _("From now on you sign in with %(new)s.") % {"new": changed.new_email})
            return redirect("your-account")
        words = {"change": email_change.find(token, request.user)}
        return render(request, "accounts/your_account/email_confirm.html", words)
    except NotFree:
        return render(request, "accounts/your_account/email_no_such.html", {"taken": True}, status=409)
    except NoSuchChange:
        return render(request, "accounts/your_account/email_no_such.html", status=404)


@keeps_its_address
@require_http_methods(["GET", "HEAD", "POST"])
def undo(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to the old address: its owner may be unable to sign in."""
    try:
        if request.method == "POST":
            user = email_change.undo(token)
            return render(request, "accounts/your_account/email_undone.html", {"email": user.email})
        return render(request, "accounts/your_account/email_undo.html", {"undoing": email_change.find_undo(token)})
    except NoSuchChange:
        return render(request, "accounts/your_account/email_no_such.html", {"undo": True}, status=404)
