"""*Your account*: name, colours, how one signs in, and where one is signed in."""

from allauth.account.decorators import reauthentication_required
from allauth.mfa.models import Authenticator
from allauth.socialaccount.internal.flows import connect
from django.conf import settings
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.core.exceptions import ValidationError
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils.http import url_has_allowed_host_and_scheme
from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from . import email_change, second_factor, sessions, sign_on
from .account_forms import ProfileForm
from .models import User

#: In the session: where somebody was going when they were led to set up a second factor.
WANTED = "second-factor-wanted"


@never_cache
@login_required
@require_http_methods(["GET", "HEAD", "POST"])
def your_account(request: HttpRequest) -> HttpResponse:
    # The form writes into what it is given: a name that is refused must not stand in the header.
    form = ProfileForm(request.POST or None, instance=User.objects.get(pk=request.user.pk))
    if request.method == "POST" and form.is_valid():
        form.save()
        messages.success(request, _("Saved."))
        return redirect("your-account")
    return render(request, "accounts/your_account/page.html", _words(request, form), status=422 if form.errors else 200)


def _words(request: HttpRequest, form: ProfileForm) -> dict:
    factors = list(Authenticator.objects.filter(user=request.user).order_by("id"))
    of = {kind: [one for one in factors if one.type == kind] for kind in Authenticator.Type}
    codes = of[Authenticator.Type.RECOVERY_CODES]
    return {
        "form": form,
        "waiting": email_change.waiting(request.user),
        "passkeys": of[Authenticator.Type.WEBAUTHN],
        "app": of[Authenticator.Type.TOTP],
        "recovery_codes": len(codes[0].wrap().get_unused_codes()) if codes else None,
        "sessions": sessions.of(request.user, request.session.session_key),
        "sign_on": settings.SIGN_ON_NAME,
        "connections": sign_on.connections(request.user),
    }


@login_required
@require_POST
def end_session(request: HttpRequest, session_id: int) -> HttpResponse:
    """One of one's own; anybody else's is not there."""
    if sessions.end(request.user, session_id):
        messages.success(request, _("That browser is signed out."))
    else:
        messages.info(request, _("That browser was signed out already."))
    return redirect("your-account")


@login_required
@require_POST
def end_other_sessions(request: HttpRequest) -> HttpResponse:
    ended = sessions.end_others(request.user, request.session.session_key)
    words = ngettext("One other browser is signed out.", "%(number)d other browsers are signed out.", ended)
    messages.success(request, words % {"number": ended} if ended else _("You were signed in nowhere else."))
    return redirect("your-account")


@login_required
@require_POST
@reauthentication_required(app="allauth.socialaccount")
def disconnect(request: HttpRequest, connection_id: int) -> HttpResponse:
    """The account can then be reached by its password or passkeys only, so it has to have one."""
    account = get_object_or_404(request.user.socialaccount_set, pk=connection_id)
    try:
        connect.validate_disconnect(request, account)
    except ValidationError:
        messages.warning(request, _("Nothing was changed: set a password first, or you could not sign in any more."))
    else:
        connect.disconnect(request, account)
    return redirect("your-account")


@login_required
@require_safe
def second_factor_needed(request: HttpRequest) -> HttpResponse:
    """Where somebody is led who has to set one up before going on; `next` is where they wanted to go, and go afterwards."""
    wanted = request.GET.get("next") or request.session.get(WANTED, "")
    if second_factor.has_one(request.user):
        request.session.pop(WANTED, None)
        return redirect(wanted if _is_ours(request, wanted) else "your-account")
    request.session[WANTED] = wanted
    words = {"everybody": settings.REQUIRE_SECOND_FACTOR == "everybody", "operator": wanted.startswith("/operator/")}
    return render(request, "accounts/your_account/second_factor.html", words)


def _is_ours(request: HttpRequest, address: str) -> bool:
    return url_has_allowed_host_and_scheme(address, {request.get_host()}, require_https=request.is_secure())
