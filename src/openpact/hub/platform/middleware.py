"""Around every request: a content security policy, and a log line with an id and without personal data."""

import uuid
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from openpact import clock

from .metrics import REQUESTS

log = structlog.get_logger("openpact.request")

POLICY = "; ".join(
    [
        "default-src 'self'",
        "img-src 'self' data:",
        "style-src 'self'",
        "script-src 'self'",
        "object-src 'none'",
        "base-uri 'none'",
        "form-action 'self'",
        "frame-ancestors 'none'",
    ]
)
Respond = Callable[[HttpRequest], HttpResponse]


def content_security_policy(get_response: Respond) -> Respond:
    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.setdefault("Content-Security-Policy", POLICY)
        return response

    return middleware


def request_log(get_response: Respond) -> Respond:
    """Bind a request id for everything logged meanwhile; log the route's pattern, never the address itself
    (an invitation's token stands in one)."""

    def middleware(request: HttpRequest) -> HttpResponse:
        request_id = uuid.uuid4().hex
        structlog.contextvars.bind_contextvars(request_id=request_id)
        begun = clock.monotonic()
        try:
            response = get_response(request)
        finally:
            structlog.contextvars.unbind_contextvars("request_id")
        took = clock.monotonic() - begun
        route = request.resolver_match.route if request.resolver_match else "(none)"
        response["X-Request-Id"] = request_id
        REQUESTS.labels(request.method, route, response.status_code).observe(took)
        log.info(
            "request", request_id=request_id, method=request.method, route=route,
            status=response.status_code, ms=round(took * 1000, 1),
        )  # fmt: skip
        return response

    return middleware
