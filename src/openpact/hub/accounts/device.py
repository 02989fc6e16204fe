"""A browser that has signed in to an account before, or set its password by mail: a signed cookie that lets nobody in.

It holds a number of the browser's own and a fingerprint for each account; a new password makes an account's fingerprint
another. See throttle.py for what it is good for.
"""

import secrets
from collections.abc import Callable
from datetime import timedelta

from django.conf import settings
from django.core.signing import BadSignature, Signer
from django.http import HttpRequest, HttpResponse
from django.utils.crypto import constant_time_compare, salted_hmac

from .models import User

COOKIE = "openpact_browser"
AGE = timedelta(days=365)
#: A shared computer remembers the latest.
ACCOUNTS = 20
_signer = Signer(salt="openpact.device")


def known_for(request: HttpRequest, user: User | None) -> str:
    """The browser's number, if it has signed in to this account since its password was set; otherwise nothing."""
    browser, accounts = _read(request)
    if user is None or not any(constant_time_compare(_fingerprint(user), one) for one in accounts):
        return ""
    return browser


def remember(request: HttpRequest, user: User) -> None:
    """From the answer to this request on, the browser is known for this account."""
    request.browser_of = user


def remembering(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Middleware: gives browsers their cookie."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        user = getattr(request, "browser_of", None)
        if user is not None:
            _give_cookie(request, response, user)
        return response

    return middleware


def _give_cookie(request: HttpRequest, response: HttpResponse, user: User) -> None:
    browser, accounts = _read(request)
    mine = _fingerprint(user)
    accounts = [mine, *(one for one in accounts if one != mine)][:ACCOUNTS]
    response.set_cookie(
        COOKIE,
        _signer.sign_object([browser or secrets.token_urlsafe(16), accounts]),
        max_age=AGE,
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _read(request: HttpRequest) -> tuple[str, list[str]]:
    try:
        browser, accounts = _signer.unsign_object(request.COOKIES.get(COOKIE, ""))
    except (BadSignature, ValueError):
        return "", []
    return str(browser), [str(one) for one in accounts]


def _fingerprint(user: User) -> str:
    return salted_hmac("openpact.device", f"{user.pk} {user.password}", algorithm="sha256").hexdigest()[:22]
