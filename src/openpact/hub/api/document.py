"""What the OpenAPI document says beyond the signatures: the token endpoints, the bodies that are no JSON, and the problems."""

from types import SimpleNamespace
from typing import Any

from ninja import NinjaAPI
from ninja.openapi.schema import OpenAPISchema
from ninja.operation import Operation

from openpact.hub.platform.problems import KINDS, MEDIA_TYPE

from .schemas import ProblemOut

DESCRIPTION = """\
Upload IDE files, follow what becomes of them, and collect the judgements of a school's teachers.

The school's administrator copies one string from PaCT, `pact_<client>_<key>_<check>`: `<client>` is the OAuth 2.0 client \
id, `<key>` the client secret. Exchange them for a short-lived access token at the token endpoint and send that as \
`Authorization: Bearer …`. The vendor of an SMS that needs no secret has credentials of the same form for all schools that have selected it, and names one with the header `X-School` in each call. Times are ISO 8601 in UTC. Every error is problem details (RFC 9457) with a stable `code`."""

FORM = "application/x-www-form-urlencoded"


def _problems(*codes: str) -> dict[int, type[ProblemOut]]:
    every = (
        "unauthenticated", "insufficient-scope", "which-school", "rate-limited", "invalid-request", "unexpected", "not-ready",
    )  # fmt: skip
    return {KINDS[code].status: ProblemOut for code in (*every, *codes)}


#: For each call, the problems it may answer.
RESPONSES = SimpleNamespace(
    plain=_problems(),
    one=_problems("not-found"),
    vendor=_problems("vendors-only"),
    upload=_problems(
        "incomplete", "length-required", "idempotency-conflict", "paused", "too-large", "unsupported-media-type"
    ),
)

IDE_FILE = {
    "requestBody": {
        "required": True,
        "content": {"text/csv": {"schema": {"type": "string", "format": "binary"}}},
    }
}
CSV = {
    "responses": {
        200: {
            "content": {"text/csv": {"schema": {"type": "string"}}},
            "headers": {
                name: {"description": words, "schema": {"type": kind}}
                for name, words, kind in (
                    ("X-Next-Cursor", "As next_cursor; only with CSV.", "integer"),
                    ("X-More", "As more; only with CSV.", "string"),
                    ("X-Automatic-Export", "As automatic_export; only with CSV.", "string"),
                    ("X-Waiting", "As waiting; only with CSV.", "string"),
                )
            },
        }
    }
}

_CLIENT = {
    "client_id": {"type": "string", "description": "If not in the Authorization header."},
    "client_secret": {"type": "string", "description": "If not in the Authorization header."},
}
_OAUTH_ERROR = {
    "application/json": {
        "schema": {"type": "object", "required": ["error"], "properties": {"error": {"type": "string"}}}
    }
}


def _form(properties: dict[str, Any], *required: str) -> dict[str, Any]:
    schema = {"type": "object", "required": list(required), "properties": {**properties, **_CLIENT}}
    return {"required": True, "content": {FORM: {"schema": schema}}}


def _oauth(operation: str, summary: str, body: dict[str, Any], answer: dict[str, Any]) -> dict[str, Any]:
    return {
        "operationId": operation,
        "summary": summary,
        "tags": ["Signing in"],
        "security": [{"Secret": []}, {}],
        "requestBody": body,
        "responses": {
            200: answer,
            400: {"description": "The request is not valid", "content": _OAUTH_ERROR},
            401: {"description": "invalid_client: the secret was revoked or replaced", "content": _OAUTH_ERROR},
            429: _problem_answer("Too many failures"),
            500: _problem_answer("Something went wrong in PaCT"),
            503: _problem_answer("PaCT is not ready at the moment"),
        },
    }


def _problem_answer(words: str) -> dict[str, Any]:
    return {"description": words, "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/ProblemOut"}}}}


_TOKEN = {
    "type": "object",
    "required": ["access_token", "token_type", "expires_in", "scope"],
    "properties": {
        "access_token": {"type": "string"},
        "token_type": {"const": "Bearer"},
        "expires_in": {"type": "integer", "description": "Seconds."},
        "scope": {"type": "string", "description": "The scopes, separated by spaces."},
    },
}
OAUTH_PATHS = {
    "/api/oauth/token": {
        "post": _oauth(
            "token",
            "Get an access token",
            _form(
                {
                    "grant_type": {"const": "client_credentials"},
                    "scope": {"type": "string", "description": "Fewer scopes than all, separated by spaces."},
                },
                "grant_type",
            ),
            {"description": "A token", "content": {"application/json": {"schema": _TOKEN}}},
        )
    },
    "/api/oauth/revoke": {
        "post": _oauth(
            "revoke",
            "End an access token",
            _form({"token": {"type": "string", "minLength": 1}}, "token"),
            {"description": "The token is ended, if there was such a token"},
        )
    },
}

EXTRA = {"info": {"description": DESCRIPTION, "license": {"name": "Apache-2.0", "identifier": "Apache-2.0"}}}


class Document(OpenAPISchema):
    """Ninja's OpenAPI document, completed."""

    def __init__(self, api: NinjaAPI, path_prefix: str) -> None:
        super().__init__(api, path_prefix)
        self["paths"] = {**OAUTH_PATHS, **self["paths"]}
        self["components"]["securitySchemes"]["Secret"] = {
            "type": "http",
            "scheme": "basic",
            "description": "The secret: its client and its key.",
        }

    def operation_security(self, operation: Operation) -> list[dict[str, Any]]:
        return [{type(auth).__name__: [str(auth.scope)]} for auth in operation.auth_callbacks]

    def operation_details(self, operation: Operation) -> dict[str, Any]:
        super().operation_security(operation)  # which notes the scheme
        details = super().operation_details(operation)
        for status, answer in details["responses"].items():
            if int(status) >= 400:
                titles = [kind.title for kind in KINDS.values() if kind.status == int(status)]
                answer["description"] = " / ".join(titles)
                answer["content"] = {MEDIA_TYPE: answer["content"].pop("application/json")}
        return details
