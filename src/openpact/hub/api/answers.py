"""The outermost layer of every /api/ address: whatever happens inside, the answer is one the contract knows."""

from collections.abc import Callable
from functools import wraps
from typing import Any

import structlog
from django.db import InterfaceError, OperationalError
from django.http import Http404, HttpRequest, HttpResponse
from django.http.request import RawPostDataException, UnreadablePostError
from ninja.errors import HttpError, ValidationError

from openpact.hub.judgements.errors import BeyondFeed
from openpact.hub.platform.problems import Problem

log = structlog.get_logger("openpact.api")

View = Callable[..., HttpResponse]


def answering(view: View) -> View:
    """Problems for every error, RateLimit headers, no caching. The view needs no CSRF token: no cookie signs it in."""

    @wraps(view)
    def answer(request: HttpRequest, *args: Any, **kwargs: Any) -> HttpResponse:
        try:
            response = view(request, *args, **kwargs)
        except Exception as error:
            response = problem_of(error).response()
        if response.status_code == 405 and "problem" not in response["Content-Type"]:
            allowed = response["Allow"]
            words = f"This address takes {allowed}, not {request.method}."
            response = Problem("method-not-allowed", words, headers={"Allow": allowed}).response()
        allowances = getattr(request, "allowances", ())
        if allowances:
            response["RateLimit-Policy"] = ", ".join(
                f'"{a.rate.name}";q={a.rate.calls};w={round(a.rate.window.total_seconds())}' for a in allowances
            )
            response["RateLimit"] = ", ".join(f'"{a.rate.name}";r={a.remaining};t={a.resets_in}' for a in allowances)
        response.headers.setdefault("Cache-Control", "no-store")
        return response

    answer.csrf_exempt = True  # type: ignore[attr-defined]
    return answer


def problem_of(error: Exception) -> Problem:
    """What the caller is told of an error. What nobody foresaw is recorded here, and told without its innards."""
    match error:
        case Problem():
            return error
        case ValidationError():
            problems = [{"where": ".".join(map(str, e["loc"])), "what": e["msg"]} for e in error.errors]
            words = "; ".join(f"{p['where']}: {p['what']}" for p in problems)
            return Problem("invalid-request", words, extra={"errors": problems})
        case UnreadablePostError() | RawPostDataException():
            return Problem("incomplete", "The request broke off before its end. Nothing was stored: send it again.")
        case HttpError(status_code=400):
            return Problem("invalid-request", "The body of the request is not JSON.", extra={"errors": []})
        case Http404():
            return Problem("not-found", "There is no such address. The API is described at /api/docs.")
        case BeyondFeed():
            return Problem("beyond-feed", f"The newest judgement has the cursor {error.head}. Nothing was changed.")
        case OperationalError() | InterfaceError():
            log.error("the database does not answer", error=type(error).__name__)
            words = "PaCT cannot reach its database at the moment. Nothing was lost; try again shortly."
            return Problem("not-ready", words, headers={"Retry-After": "5"})
    request_id = structlog.contextvars.get_contextvars().get("request_id", "")
    log.error("unexpected error", exc_info=error)
    words = f"It was recorded under the request id {request_id}. Nothing was half done; try again later."
    return Problem("unexpected", words, extra={"request_id": request_id})
