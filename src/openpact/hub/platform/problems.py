"""Errors of the HTTP API as RFC 9457 problem details: a stable code for programs, a sentence for people."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.http import JsonResponse

MEDIA_TYPE = "application/problem+json"


@dataclass(frozen=True, slots=True)
class Kind:
    """One kind of problem. `meaning` is what its entry in the docs says."""

    code: str
    status: int
    title: str
    meaning: str

    @property
    def type(self) -> str:
        """The address of the entry in the docs."""
        return f"{settings.URL}/api/docs#problem-{self.code}"


KINDS = {
    kind.code: kind
    for kind in (
        Kind("invalid-request", 422, "The request is not valid", "A parameter, header or body is missing or has a value that cannot be used; `errors` lists each. Mend the request: sending it again as it is gives the same answer."),
        Kind("unauthenticated", 401, "No valid access token", "The access token is missing, has run out, or belongs to a secret that was revoked or replaced. Ask the token endpoint for a new one; if that refuses, the school has to copy a new secret from PaCT."),
        Kind("insufficient-scope", 403, "The access token may not be used for this", "The token was asked for with fewer scopes than this call needs. Ask for a token with the scope that `WWW-Authenticate` names."),
        Kind("not-linked", 403, "The school has not linked this SMS", "The secret is good, but the school's settings do not use this SMS: Use SMS is off, or another SMS is chosen, or the changes were not saved. The school's administrator mends it under Change SMS Settings; the secret goes on as it is."),
        Kind("other-school", 403, "The secret is another school's", "`X-School` names another school than the one the secret was made for. Nothing was done. Use the secret that stands beside that school, or leave the header out."),
        Kind("which-school", 400, "Which school?", "Vendor credentials act for many schools: send the school's Ministry number, one to four digits, in the header `X-School`."),
        Kind("vendors-only", 403, "Only vendors have this", "The call is for vendor credentials. A school's own secret is for one school: ask for its connection instead."),
        Kind("paused", 409, "The school has paused automation", "Nothing is uploaded automatically on the days the school has named; `pauses` of the connection lists them. Nothing was stored: go on by the schedule once the pause is over. What a person starts (`X-Trigger: manual`) is taken."),
        Kind("not-found", 404, "There is nothing at this address", "No such address, or no such thing at this school."),
        Kind("method-not-allowed", 405, "This address does not take that method", "`Allow` names the methods it takes."),
        Kind("incomplete", 400, "The file did not arrive whole", "Fewer bytes arrived than Content-Length announced. Nothing was stored: send the file again with the same idempotency key."),
        Kind("length-required", 411, "The size of the file is missing", "Send the file with a Content-Length header, not chunked."),
        Kind("idempotency-conflict", 409, "This idempotency key was used for another file", "Each upload needs a key of its own; only retries of the same bytes share one. The first upload stands as it is."),
        Kind("too-large", 413, "The file is too large", "The IDE file is larger than this PaCT takes. Nothing was stored."),
        Kind("unsupported-media-type", 415, "This is not a form an IDE file comes in", "Send the bytes of the file itself as text/csv, not a form or JSON."),
        Kind("beyond-feed", 422, "The cursor lies beyond the newest judgement", "Ask after, and acknowledge, only cursors that were delivered. Nothing was changed."),
        Kind("rate-limited", 429, "Too many calls", "Wait for as many seconds as `Retry-After` says, then go on."),
        Kind("not-ready", 503, "PaCT is not ready at the moment", "Nothing was lost. Try again after as many seconds as `Retry-After` says, with the same idempotency key."),
        Kind("unexpected", 500, "Something went wrong in PaCT", "It was recorded under the request id. Nothing was half done: try again later with the same idempotency key."),
    )
}  # fmt: skip


class Problem(Exception):
    """Raised where the trouble is known; the API answers it as problem details.

    `extra` are further members of the answer; neither they nor `detail` carry personal data or secrets.
    """

    def __init__(
        self,
        code: str,
        detail: str,
        *,
        headers: Mapping[str, str] | None = None,
        extra: Mapping[str, Any] | None = None,
    ) -> None:
        super().__init__(f"{code}: {detail}")
        self.kind, self.detail = KINDS[code], detail
        self.headers, self.extra = dict(headers or {}), dict(extra or {})

    def response(self) -> JsonResponse:
        body = {
            "type": self.kind.type, "title": self.kind.title, "status": self.kind.status,
            "detail": self.detail, "code": self.kind.code, **self.extra,
        }  # fmt: skip
        return JsonResponse(body, status=self.kind.status, content_type=MEDIA_TYPE, headers=self.headers)
