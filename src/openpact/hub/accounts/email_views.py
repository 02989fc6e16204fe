"""Another address: asked for when signed in, confirmed by a link to each of the two, refused or undone by links to the old."""

from allauth.account.decorators import reauthentication_required
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from . import email_change
from .account_forms import EmailForm
from .email_change import NoSuchChange, NotFree, Side
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
                request,
                _(
                    "Two links are on their way, one to each address. Open both in this browser, in any order; they work for two"
                    " days."
                ),
            )
            return redirect("your-account")
    return render(request, "accounts/your_account/email.html", {"form": form}, status=422 if form.errors else 200)


@login_required
@require_POST
def send_again(request: HttpRequest) -> HttpResponse:
    """To one's own addresses only, and only while that side is wanting."""
    if request.POST.get("side") not in Side.values:
        raise Http404("No such side.")
    try:
        side = Side(request.POST["side"])
        address = email_change.send_again(request.user, side).email_of(side)
    except ValidationError as error:
        messages.warning(request, error.message)
    except NoSuchChange:
        messages.info(
            request, _("This address has confirmed already, or the change was withdrawn. Nothing was mailed.")
        )
    else:
        words = _("Another link is on its way to %(address)s. The earlier one no longer works.")
        messages.info(request, words % {"address": address})
    return redirect("your-account")


@login_required
@require_POST
def withdraw(request: HttpRequest) -> HttpResponse:
    email_change.withdraw(request.user)
    messages.success(request, _("Your address stays as it is. The links in the mails no longer work."))
    return redirect("your-account")


@keeps_its_address
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def confirm(request: HttpRequest, token: str) -> HttpResponse:
    """The link in the mail to either address. Only the account's owner, signed in, can do anything with it."""
    try:
        if request.method == "POST":
            messages.success(request, _said(*email_change.confirm(token, request.user)))
            return redirect("your-account")
        found, side = email_change.find(token, request.user)
        words = {"change": found, "old_side": side == Side.OLD, "last": len(found.wanting) == 1, "token": token}
        return render(request, "accounts/your_account/email_confirm.html", words)
    except NotFree:
        return render(request, "accounts/your_account/email_no_such.html", {"taken": True}, status=409)
    except NoSuchChange:
        return render(request, "accounts/your_account/email_no_such.html", status=404)


def _said(change: email_change.EmailChange, side: Side) -> str:
    if change.changed_at:
        return _("From now on you sign in with %(new)s.") % {"new": change.new_email}
    (other,) = change.wanting
    words = _("%(this)s has confirmed. Now open the link that was mailed to %(other)s: until then nothing changes.")
    return words % {"this": change.email_of(side), "other": change.email_of(other)}


@keeps_its_address
@require_http_methods(["GET", "HEAD", "POST"])
def refuse(request: HttpRequest, token: str) -> HttpResponse:
    """“It was not me”, in the mail to the old address: its owner need not be signed in."""
    try:
        if request.method == "POST":
            user = email_change.refuse(token)
            return render(request, "accounts/your_account/email_undone.html", {"email": user.email, "kept": True})
        words = {"change": email_change.find_refusal(token)}
        return render(request, "accounts/your_account/email_refuse.html", words)
    except NoSuchChange:
        return render(request, "accounts/your_account/email_no_such.html", {"refuse": True}, status=404)


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
