"""The OAuth 2.0 endpoints: a secret is exchanged for a short-lived access token, and a token can be ended early.

django-oauth-toolkit does the work. Narrowed here: only client credentials, only secrets that hold, no audience
restriction (our tokens are good for this API and nothing else), and few failures before a caller has to wait.
"""

import base64
import re
from datetime import datetime, timedelta
from typing import Any
from urllib.parse import unquote_plus

from django.conf import settings
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.utils.crypto import salted_hmac
from oauth2_provider.oauth2_validators import OAuth2Validator
from oauth2_provider.views import RevokeTokenView, TokenView

from openpact.hub.platform import clock
from openpact.hub.platform.rates import Rate, count, look
from openpact.hub.sms import secrets, vendors
from openpact.link.secret import CLIENT_LENGTH

from .answers import answering
from .caller import too_many

CLIENT_ID = re.compile(rf"[0-9A-Za-z]{{{CLIENT_LENGTH}}}")

#: Failures, not calls: an SMS whose secret was revoked and that keeps asking is slowed down. The second is generous,
#: because one vendor's machine may serve hundreds of schools.
ONE_SECRET = Rate("failed sign-ins", 10, timedelta(minutes=5))
ONE_ADDRESS = Rate("failed sign-ins from one address", 300, timedelta(minutes=5))


class SecretValidator(OAuth2Validator):
    """Knows only clients that are secrets or vendor credentials, and those only while they hold."""

    def _load_application(self, client_id: str, request: Any) -> Any:
        if not CLIENT_ID.fullmatch(client_id or ""):
            return None
        client = super()._load_application(client_id, request)
        if client is None:
            return None
        if not hasattr(request, "secret_found"):
            request.secret_found = secrets.find(client.id) or vendors.find(client.id)
        if request.secret_found is None:
            request.client = None
            return None
        return client

    def _check_and_set_request_resource(self, request: Any) -> None:
        request.resource = []

    def _create_access_token(self, expires: datetime, request: Any, token: dict[str, Any], **more: Any) -> Any:
        expires = clock.now() + timedelta(seconds=token["expires_in"])
        return super()._create_access_token(expires, request, token, **more)


class _Endpoint:
    """What the two endpoints share."""

    http_method_names = ["post"]
    validator_class = SecretValidator

    def post(self, request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        callers = _callers(request)
        for caller, rate in callers:
            if (allowance := look(caller, rate)).remaining == 0:
                raise too_many(allowance)
        response = self.handle(request)
        if response.status_code in (400, 401):
            for caller, rate in callers:
                count(caller, rate)
        return response

    def handle(self, request: HttpRequest) -> HttpResponse:
        return super().post(request)  # type: ignore[misc]


class Token(_Endpoint, TokenView):
    """POST /api/oauth/token"""

    def handle(self, request: HttpRequest) -> HttpResponse:
        if request.POST.get("grant_type") != "client_credentials":
            return JsonResponse({"error": "unsupported_grant_type"}, status=400)
        return super().handle(request)


class Revoke(_Endpoint, RevokeTokenView):
    """POST /api/oauth/revoke"""


token = answering(Token.as_view())
revoke = answering(Revoke.as_view())


def _callers(request: HttpRequest) -> list[tuple[str, Rate]]:
    """Who counts as one caller. Keyed hashes: neither addresses nor what somebody sent stands in the table."""
    address = request.META.get("REMOTE_ADDR", "")
    if settings.SECURE_PROXY_SSL_HEADER:
        # What the proxy next to us saw; anything before it the caller could have made up.
        address = request.headers.get("X-Forwarded-For", address).rsplit(",", 1)[-1].strip()
    return [
        (_hashed(f"{address} {_claimed_client(request)}"), ONE_SECRET),
        (_hashed(address), ONE_ADDRESS),
    ]


def _hashed(text: str) -> str:
    return "sign-in:" + salted_hmac("openpact.api.oauth", text, algorithm="sha256").hexdigest()[:32]


def _claimed_client(request: HttpRequest) -> str:
    scheme, _, encoded = request.headers.get("Authorization", "").partition(" ")
    if scheme.lower() == "basic":
        try:
            return unquote_plus(base64.b64decode(encoded).decode().split(":", 1)[0])
        except ValueError:
            return ""
    return request.POST.get("client_id", "")
