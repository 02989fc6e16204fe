"""Who calls: from the bearer token to the school, and how often it may.

The chain is token -> OAuth 2.0 client -> secret -> school. A token is as good as its secret: once the secret has ended,
its tokens are refused too. Calls are counted here, before the call's own transaction begins, so that a count stands
whatever becomes of the call.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from oauth2_provider.models import get_access_token_model

from openpact.hub.platform import clock
from openpact.hub.platform.problems import Problem
from openpact.hub.platform.rates import Allowance, Rate, count
from openpact.hub.sms import secrets
from openpact.link.providers import PROVIDERS
from openpact.link.words import SCOPES, Scope

ONE_MINUTE, ONE_HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """An SMS, on behalf of one school."""

    school_id: int
    provider: str


class Bearer(HttpBearer):
    """Lets in whoever has an access token with this scope, and puts a Caller at `request.auth`."""

    openapi_type = "oauth2"
    openapi_flows = {
        "clientCredentials": {
            "tokenUrl": "/api/oauth/token",
            "scopes": {str(scope): words for scope, words in SCOPES.items()},
        }
    }

    def __init__(self, scope: Scope, *, upload: bool = False) -> None:
        super().__init__()
        # `scheme` belongs to http authentication only.
        self.openapi_security_schema.pop("scheme")
        self.scope, self.upload = scope, upload

    def __call__(self, request: HttpRequest) -> Caller:
        caller = super().__call__(request)
        if caller is None:
            raise unauthenticated("Send an access token in the Authorization header, as a bearer token.", challenge="")
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Caller:
        checksum = hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
        access = get_access_token_model().objects.filter(token_checksum=checksum).first()
        if access is None or access.application_id is None:
            raise unauthenticated("This access token is unknown. Ask the token endpoint for a new one.")
        if access.expires <= clock.now():
            raise unauthenticated("This access token has run out. Ask the token endpoint for a new one.")
        found = secrets.find(access.application_id)
        if found is None:
            raise unauthenticated("The secret behind this access token was revoked or replaced.")
        self._count(request, found.school_id)
        if not access.allow_scopes([self.scope]):
            raise Problem(
                "insufficient-scope", f"This call needs an access token with the scope {self.scope}.",
                headers={"WWW-Authenticate": f'Bearer realm="PaCT", error="insufficient_scope", scope="{self.scope}"'},
            )  # fmt: skip
        if not found.linked:
            raise Problem(
                "not-linked",
                f"The school's settings in PaCT do not use {PROVIDERS[found.provider].name} at present."
                " Its administrator can choose it under Manage, Change SMS Settings, and save. The secret stays good.",
            )
        return Caller(found.school_id, found.provider)

    def _count(self, request: HttpRequest, school_id: int) -> None:
        rates = [Rate("requests", settings.API_REQUESTS_PER_MINUTE, ONE_MINUTE)]
        if self.upload:
            rates.append(Rate("uploads", settings.API_UPLOADS_PER_HOUR, ONE_HOUR))
        request.allowances = []  # type: ignore[attr-defined]
        for rate in rates:
            allowance = count(f"{rate.name}:{school_id}", rate)
            request.allowances.append(allowance)  # type: ignore[attr-defined]
            if allowance.exceeded:
                raise too_many(allowance)


def unauthenticated(detail: str, *, challenge: str = ', error="invalid_token"') -> Problem:
    return Problem("unauthenticated", detail, headers={"WWW-Authenticate": f'Bearer realm="PaCT"{challenge}'})


def too_many(allowance: Allowance) -> Problem:
    rate = allowance.rate
    return Problem(
        "rate-limited",
        f"At most {rate.calls} {rate.name} in {round(rate.window.total_seconds())} seconds."
        f" Go on in {allowance.resets_in} seconds.",
        headers={"Retry-After": str(allowance.resets_in)},
    )
