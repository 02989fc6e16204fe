"""The fields of the feed as a table, made from the OpenAPI document, for docs/reference/judgements.md:

python -m openpact.hub.api.fields
"""

import json
from typing import Any

from .snippets import described

WORDS = {"string": "text", "integer": "number", "boolean": "true or false", "object": "object"}
FORMATS = {"uuid": "UUID", "date": "day", "date-time": "moment"}


def table(document: dict[str, Any]) -> str:
    lines = ["| field | type | meaning | example |", "| --- | --- | --- | --- |"]
    for name, field in _fields(document).items():
        shown = json.dumps(field["examples"][0], ensure_ascii=False)
        lines.append(f"| `{name}` | {_type(field)} | {field['description']} | `{shown}` |")
    return "\n".join(lines) + "\n"


def example(document: dict[str, Any]) -> dict[str, Any]:
    """A whole row, of each field's example."""
    return {name: field["examples"][0] for name, field in _fields(document).items()}


def _fields(document: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return document["components"]["schemas"]["JudgementOut"]["properties"]


def _type(field: dict[str, Any]) -> str:
    if "anyOf" in field:
        return " or ".join(_type(each) for each in field["anyOf"])
    if field["type"] == "null":
        return "null"
    if "enum" in field:
        return "text: " + ", ".join(f"`{value}`" if value else "empty" for value in field["enum"])
    if "maximum" in field:
        return f"number from {field['minimum']} to {field['maximum']}"
    return FORMATS.get(field.get("format", ""), WORDS[field["type"]])


if __name__ == "__main__":
    print(table(described()), end="")
