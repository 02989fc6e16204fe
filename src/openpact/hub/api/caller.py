"""Who calls: from the bearer token to the school, and how often it may.

The chain is token -> OAuth 2.0 client -> secret -> school; or token -> OAuth 2.0 client -> vendor, and then the school that
the header X-School names, if it has selected the vendor's SMS. A token is as good as its secret: once the secret has
ended, its tokens are refused too. Calls are counted here, before the call's own transaction begins, so that a count stands
whatever becomes of the call.
"""

import hashlib
from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from ninja.security import HttpBearer
from oauth2_provider.models import get_access_token_model

from openpact.hub.platform import clock
from openpact.hub.platform.problems import Problem
from openpact.hub.platform.rates import Allowance, Rate, count
from openpact.hub.sms import secrets, vendors
from openpact.hub.sms.connection import uses
from openpact.link.providers import PROVIDERS
from openpact.link.words import SCOPES, Scope

ONE_MINUTE, ONE_HOUR = timedelta(minutes=1), timedelta(hours=1)


@dataclass(frozen=True, slots=True)
class Caller:
    """An SMS, on behalf of one school."""

    school_id: int
    provider: str
    #: The OAuth 2.0 client it calls as.
    application_id: int


@dataclass(frozen=True, slots=True)
class VendorCaller:
    """The vendor of an SMS, on behalf of no school yet."""

    provider: str


class _Bearer(HttpBearer):
    """Lets in whoever has an access token with this scope."""

    openapi_type = "oauth2"
    openapi_flows = {
        "clientCredentials": {
            "tokenUrl": "/api/oauth/token",
            "scopes": {str(scope): words for scope, words in SCOPES.items()},
        }
    }

    def __init__(self, scope: Scope) -> None:
        super().__init__()
        # `scheme` belongs to http authentication only.
        self.openapi_security_schema.pop("scheme")
        self.scope = scope

    def __call__(self, request: HttpRequest) -> Any:
        caller = super().__call__(request)
        if caller is None:
            raise unauthenticated("Send an access token in the Authorization header, as a bearer token.", challenge="")
        return caller

    def authenticate(self, request: HttpRequest, token: str) -> Any:
        checksum = hashlib.sha256(token.encode(errors="surrogateescape")).hexdigest()
        access = get_access_token_model().objects.filter(token_checksum=checksum).first()
        if access is None or access.application_id is None:
            raise unauthenticated("This access token is unknown. Ask the token endpoint for a new one.")
        if access.expires <= clock.now():
            raise unauthenticated("This access token has run out. Ask the token endpoint for a new one.")
        secret = secrets.find(access.application_id)
        vendor = vendors.find(access.application_id) if secret is None else None
        if secret is not None:
            return self.of_secret(request, access, secret)
        if vendor is not None:
            return self.of_vendor(request, access, vendor.provider)
        raise unauthenticated("The secret behind this access token was revoked or replaced.")

    def of_secret(self, request: HttpRequest, access: Any, secret: secrets.Found) -> Any:
        raise NotImplementedError

    def of_vendor(self, request: HttpRequest, access: Any, provider: str) -> Any:
        raise NotImplementedError

    def check_scope(self, access: Any) -> None:
        if not access.allow_scopes([self.scope]):
            raise Problem(
                "insufficient-scope", f"This call needs an access token with the scope {self.scope}.",
                headers={"WWW-Authenticate": f'Bearer realm="PaCT", error="insufficient_scope", scope="{self.scope}"'},
            )  # fmt: skip


class Bearer(_Bearer):
    """For what is done at one school: puts a Caller at `request.auth`."""

    def __init__(self, scope: Scope, *, upload: bool = False) -> None:
        super().__init__(scope)
        self.upload = upload

    def of_secret(self, request: HttpRequest, access: Any, secret: secrets.Found) -> Caller:
        self._count(request, secret.school_id)
        self.check_scope(access)
        named = _school_named(request)
        if named is not None and named != secret.school_number:
            raise Problem("other-school", f"This secret is another school's, not {named}'s. Nothing was done.")
        if not secret.linked:
            raise not_linked(secret.provider, "The secret stays good.")
        return Caller(secret.school_id, secret.provider, access.application_id)

    def of_vendor(self, request: HttpRequest, access: Any, provider: str) -> Caller:
        number = _school_named(request)
        if number is None:
            raise Problem("which-school", "Vendor credentials act for many schools: name one in the header X-School.")
        school_id = vendors.school_that_selected(provider, number)
        # A school that is not here answers like one that has not selected this SMS.
        count_calls(request, f"vendor:{provider}:{number}" if school_id is None else str(school_id))
        self.check_scope(access)
        if school_id is None:
            raise not_linked(provider, "Vendor credentials act for the schools that have selected it, and no others.")
        if self.upload:
            count_uploads(request, school_id)
        return Caller(school_id, provider, access.application_id)

    def _count(self, request: HttpRequest, school_id: int) -> None:
        count_calls(request, str(school_id))
        if self.upload:
            count_uploads(request, school_id)


class VendorBearer(_Bearer):
    """For what concerns all of a vendor's schools: puts a VendorCaller at `request.auth`."""

    def of_secret(self, request: HttpRequest, access: Any, secret: secrets.Found) -> Any:
        count_calls(request, str(secret.school_id))
        raise Problem("vendors-only", "Only vendor credentials have a list of schools; this is one school's secret.")

    def of_vendor(self, request: HttpRequest, access: Any, provider: str) -> VendorCaller:
        count_calls(request, f"vendor:{provider}")
        self.check_scope(access)
        return VendorCaller(provider)


def must_still_hold(caller: Caller) -> None:
    """Raise Problem unless the caller still acts for its school: a file takes its time to arrive, and meanwhile the school
    may have chosen another SMS, or its secret may have ended. Inside the school's transaction; what is found stands until
    that has ended."""
    if not uses(caller.school_id, caller.provider):
        raise not_linked(caller.provider, "It was chosen when the file began to arrive. Nothing was stored.")
    if not (secrets.holds(caller.application_id) or vendors.holds(caller.application_id)):
        raise unauthenticated("The secret behind this access token was revoked or replaced. Nothing was stored.")


def count_calls(request: HttpRequest, caller: str) -> None:
    _count(request, f"requests:{caller}", Rate("requests", settings.API_REQUESTS_PER_MINUTE, ONE_MINUTE))


def count_uploads(request: HttpRequest, school_id: int) -> None:
    _count(request, f"uploads:{school_id}", Rate("uploads", settings.API_UPLOADS_PER_HOUR, ONE_HOUR))


def _count(request: HttpRequest, caller: str, rate: Rate) -> None:
    """One call more. What was counted is told in the answer's headers."""
    allowance = count(caller, rate)
    request.allowances = [*getattr(request, "allowances", ()), allowance]  # type: ignore[attr-defined]
    if allowance.exceeded:
        raise too_many(allowance)


def _school_named(request: HttpRequest) -> int | None:
    text = request.headers.get("X-School", "").strip()
    if not text:
        return None
    if not (text.isascii() and text.isdigit() and len(text) <= 4):
        raise Problem("which-school", "X-School holds a school's Ministry number: one to four digits.")
    return int(text)


def not_linked(provider: str, words: str) -> Problem:
    return Problem(
        "not-linked",
        f"The school's settings in PaCT do not use {PROVIDERS[provider].name} at present."
        f" Its administrator can choose it under Manage, Change SMS Settings, and save. {words}",
    )


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
