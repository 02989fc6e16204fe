"""Signing in at another place by OpenID Connect: the Education Sector Logon, or whatever provider the operator names.

The provider says who somebody is: its issuer and their subject there, and that is all that is kept (hashed into one
value). Not their address: an address the provider reports proves nothing here, so no account is ever found by it. An
account is connected in one of two ways. Its owner does it when signed in, or the link in an invitation makes a new account
and connects it at once. Everybody else is told so, and nothing is made.
"""

import hashlib
import re
from urllib.parse import urlsplit

import requests
from allauth.account.utils import perform_login
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.internal.flows.login import record_authentication
from allauth.socialaccount.models import SocialAccount, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.openid_connect.views import login
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST

from . import accepting
from .accepting import NoSuchInvitation, NotAccepted, Situation
from .invitation_views import say_welcome

#: A way into allauth's own settings and addresses.
PROVIDER = "sign-on"


def subject(issuer: str, sub: str) -> str:
    """What stands for a person at a provider. The same number at another provider is somebody else."""
    return hashlib.sha256(f"{issuer.rstrip('/')} {sub}".encode()).hexdigest()


@never_cache
@require_POST
def start(request: HttpRequest) -> HttpResponse:
    """On the way to the provider, by a page of ours: the form it is sent from may only lead to us (form-action 'self')."""
    try:
        response = login(request, PROVIDER)
    except requests.RequestException:
        return render(request, "socialaccount/authentication_error.html", status=502)
    if response.status_code == 302 and urlsplit(response["Location"]).netloc:
        return render(request, "accounts/sign_on/going.html", {"to": response["Location"]})
    return response


class SignOnAdapter(DefaultSocialAccountAdapter):
    def is_open_for_signup(self, request, sociallogin):
        return False

    def populate_user(self, request, sociallogin, data):
        """Called as soon as the provider has answered: nothing of it is kept but who it is."""
        issuer = sociallogin.provider.app.settings["server_url"]
        sociallogin.account.uid = subject(issuer, sociallogin.account.uid)
        sociallogin.account.extra_data = {}
        sociallogin.email_addresses = []
        return sociallogin.user

    def pre_social_login(self, request, sociallogin):
        if sociallogin.is_existing or sociallogin.state.get("process") == AuthProcess.CONNECT:
            return
        if token := _invitation(sociallogin.state.get("next") or ""):
            raise ImmediateHttpResponse(_accept(request, sociallogin, token))
        raise ImmediateHttpResponse(render(request, "accounts/sign_on/not_connected.html", status=403))

    def get_connect_redirect_url(self, request, socialaccount):
        return reverse("your-account")


def _invitation(path: str) -> str:
    """The token in an invitation's address, or nothing."""
    found = re.fullmatch(r"/invitations/([\w-]+)/", path)
    return found[1] if found else ""


def _accept(request: HttpRequest, sociallogin: SocialLogin, token: str) -> HttpResponse:
    """Make the account the invitation is for, connected with this sign-on, and go in."""
    try:
        opened = accepting.open_link(token, AnonymousUser())
        if opened.situation != Situation.NEW_ACCOUNT:
            return redirect("invitation", token)
        with transaction.atomic():
            user, access = accepting.accept_with_new_account(token, opened.invitation.name, None)
            SocialAccount.objects.create(user=user, provider=PROVIDER, uid=sociallogin.account.uid)
    except (NoSuchInvitation, NotAccepted):
        return redirect("invitation", token)
    sociallogin.user = user
    record_authentication(request, sociallogin)
    say_welcome(request, access)
    return perform_login(
        request, user, email_verification="none", redirect_url=reverse("school-home", args=[access.school.number])
    )


def connections(user) -> list[SocialAccount]:
    """What the account is connected with, if the operator has a sign-on at all."""
    return list(SocialAccount.objects.filter(user=user, provider=PROVIDER)) if settings.SIGN_ON_NAME else []
