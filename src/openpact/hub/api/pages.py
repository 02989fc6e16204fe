"""The API's description for people, made from the OpenAPI document: plain HTML, so that it needs no script and no network."""

from typing import Any

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_safe

from openpact.hub.platform.problems import KINDS, MEDIA_TYPE

from .calls import api


@require_safe
def docs(request: HttpRequest) -> HttpResponse:
    schema = api.get_openapi_schema()
    calls = [
        _call(method, path, operation, schema)
        for path, methods in schema["paths"].items()
        for method, operation in methods.items()
    ]
    objects = {name: _fields(name, schema) for name in schema["components"]["schemas"]}
    kinds = [{"kind": kind, "meaning": _marked(kind.meaning)} for kind in KINDS.values()]
    about = [_marked(paragraph) for paragraph in schema["info"]["description"].split("\n\n")]
    words = {"about": about, "calls": calls, "objects": objects, "kinds": kinds}
    return render(request, "api/docs.html", words)


def _call(method: str, path: str, operation: dict[str, Any], schema: dict[str, Any]) -> dict[str, Any]:
    body = operation.get("requestBody")
    return {
        "id": operation["operationId"],
        "method": method.upper(),
        "path": path,
        "summary": operation["summary"],
        "description": _marked(operation.get("description", "")),
        "scopes": [scope for need in operation.get("security", []) for scopes in need.values() for scope in scopes],
        "parameters": [
            {
                "name": parameter["name"],
                "where": {"query": "in the query", "header": "header", "path": "in the path"}[parameter["in"]],
                "type": _type(parameter["schema"]),
                "required": parameter.get("required", False),
                "description": parameter.get("description", ""),
            }
            for parameter in operation.get("parameters", [])
        ],
        "body": _contents(body, schema) if body else [],
        "answers": [
            {"status": status, "description": answer["description"], "contents": _contents(answer, schema)}
            for status, answer in operation["responses"].items()
            if int(status) < 400
        ],
        "errors": [
            {"status": status, "words": answer["description"], "oauth": MEDIA_TYPE not in answer["content"]}
            for status, answer in sorted(operation["responses"].items(), key=lambda item: int(item[0]))
            if int(status) >= 400
        ],
    }


def _marked(text: str) -> SafeString:
    """What stands between backticks is code."""
    parts = text.split("`")
    return mark_safe("".join(format_html("<code>{}</code>" if i % 2 else "{}", part) for i, part in enumerate(parts)))  # noqa: S308


def _contents(holder: dict[str, Any], schema: dict[str, Any]) -> list[dict[str, Any]]:
    return [
        {
            "media": media,
            "object": _reference(content["schema"]),
            "fields": _properties(content["schema"]) if "properties" in content["schema"] else [],
        }
        for media, content in holder.get("content", {}).items()
    ]


def _fields(name: str, schema: dict[str, Any]) -> dict[str, Any]:
    found = schema["components"]["schemas"][name]
    return {
        "description": _marked(found.get("description", "")),
        "fields": _properties(found),
        "values": found.get("enum", []),
    }


def _properties(schema: dict[str, Any]) -> list[dict[str, Any]]:
    required = schema.get("required", [])
    return [
        {"name": name, "type": _type(field), "required": name in required, "description": field.get("description", "")}
        for name, field in schema.get("properties", {}).items()
    ]


def _reference(schema: dict[str, Any]) -> str:
    return schema.get("$ref", "").rsplit("/", 1)[-1]


def _type(schema: dict[str, Any]) -> str:
    """A field's type in a few words, e.g. "list of IssueOut", "whole number from 1 to 100"."""
    if "$ref" in schema:
        return _reference(schema)
    if "const" in schema:
        return f"“{schema['const']}”"
    for several in ("anyOf", "allOf", "oneOf"):
        if several in schema:
            return " or ".join(_type(one) for one in schema[several])
    if "enum" in schema:
        return " or ".join(f"“{value}”" for value in schema["enum"])
    match schema.get("type"):
        case "array":
            return f"list of {_type(schema['items'])}"
        case "object":
            return "names to numbers" if "additionalProperties" in schema else "object"
        case "null":
            return "null"
        case "integer":
            limits = [
                f"{word} {schema[key]}" for word, key in (("from", "minimum"), ("to", "maximum")) if key in schema
            ]
            return " ".join(["whole number", *limits])
        case "boolean":
            return "true or false"
        case kind:
            return {"date-time": "moment", "date": "date", "uuid": "UUID", "binary": "bytes"}.get(
                schema.get("format", ""), "text" if kind == "string" else str(kind)
            )
