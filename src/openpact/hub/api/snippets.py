"""The API in curl, Python and JavaScript, made from the OpenAPI document:

    python -m openpact.hub.api.snippets > docs/reference/api-snippets.md

Each snippet is whole: it runs as it is, with OPENPACT_URL, CLIENT, KEY, TOKEN and EXCHANGE in its environment, prints the
status it was answered with, and fails on an error. A test runs them all.
"""

import json
import os
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

HEAD = """\
# The API in snippets

Made from the OpenAPI document by `python -m openpact.hub.api.snippets`; a test runs each of them. They find in their environment: `OPENPACT_URL`, PaCT's address; `CLIENT`
and `KEY`, the second and third part of the secret; `TOKEN`, an access token; `EXCHANGE`, the id of an exchange. [The API](api.md) says what is asked and answered. With vendor
credentials each call but the list of schools also has a header `X-School` with the school's number.
"""
#: Characters that an argument may take on a line of its own.
WIDTH = 115
FORM, IDE, JSON = "application/x-www-form-urlencoded", "text/csv", "application/json"
#: What a snippet fills in: bodies of forms and JSON, and parameters worth showing.
FORMS = {"token": {"grant_type": "client_credentials"}, "revoke": {"token": "$TOKEN"}}
BODIES = {"acknowledge": {"cursor": 0}}
QUERIES = {"get_judgements": {"limit": "500"}, "list_exchanges": {"limit": "20"}}
HEADERS = {"upload_ide_file": {"X-Trigger": "manual"}}


@dataclass(frozen=True, slots=True)
class Call:
    """One operation with everything filled in. A `$NAME` stands for a variable of the environment."""

    name: str
    summary: str
    method: str
    path: str
    media: str
    signs_in: bool

    @property
    def headers(self) -> dict[str, str]:
        found = {} if self.signs_in else {"Authorization": "Bearer $TOKEN"}
        return found | ({"Content-Type": self.media} if self.media in {IDE, JSON} else {}) | HEADERS.get(self.name, {})


def calls(document: dict[str, Any]) -> Iterator[Call]:
    for path, methods in document["paths"].items():
        for method, operation in methods.items():
            media = next(iter(operation.get("requestBody", {}).get("content", {})), "")
            name = operation["operationId"]
            signs_in = "Secret" in operation["security"][0]
            yield Call(
                name, operation["summary"], method.upper(), path.replace("{exchange_id}", "$EXCHANGE"), media, signs_in
            )


def curl(call: Call) -> str:
    query = "&".join(f"{name}={value}" for name, value in QUERIES.get(call.name, {}).items())
    parts = [f'curl -sS --fail -o answer.txt -w "%{{http_code}}\\n" -X {call.method}']
    if call.signs_in:
        parts.append('-u "$CLIENT:$KEY"')
    parts += [f'-H "{name}: {value}"' for name, value in call.headers.items()]
    if call.media == IDE:
        parts += ['-H "Idempotency-Key: $(uuidgen || date +%s%N)"', "--data-binary @ide.csv"]
    elif call.media == JSON:
        parts.append(f"-d '{json.dumps(BODIES[call.name])}'")
    parts += [f'-d "{name}={value}"' for name, value in FORMS.get(call.name, {}).items()]
    parts.append(f'"$OPENPACT_URL{call.path}{"?" + query if query else ""}"')
    return " \\\n  ".join(parts)


def python(call: Call) -> str:
    lines = ["import os", *(["import uuid"] if call.media == IDE else []), "", "import httpx", ""]
    arguments = [f'os.environ["OPENPACT_URL"] + {_py(call.path)}']
    if call.signs_in:
        arguments.append('auth=(os.environ["CLIENT"], os.environ["KEY"])')
    headers = [f'"{name}": {_py(value)}' for name, value in call.headers.items()]
    if call.media == IDE:
        headers.append('"Idempotency-Key": uuid.uuid4().hex')
        arguments.append('content=open("ide.csv", "rb").read()')
    if headers:
        flat = "headers={" + ", ".join(headers) + "}"
        # As the formatter has it: one to a line where they do not fit on one.
        deep = "headers={\n" + "".join(f"        {header},\n" for header in headers) + "    }"
        arguments.append(flat if len(flat) < WIDTH else deep)
    if call.media == JSON:
        arguments.append(f"json={BODIES[call.name]!r}".replace("'", '"'))
    if call.name in FORMS:
        fields = ", ".join(f'"{name}": {_py(value)}' for name, value in FORMS[call.name].items())
        arguments.append(f"data={{{fields}}}")
    if call.name in QUERIES:
        arguments.append(f"params={json.dumps(QUERIES[call.name])}")
    lines += [f"answer = httpx.{call.method.lower()}(", *(f"    {argument}," for argument in arguments), ")"]
    return "\n".join([*lines, "answer.raise_for_status()", "print(answer.status_code)"])


def javascript(call: Call) -> str:
    query = "&".join(f"{name}={value}" for name, value in QUERIES.get(call.name, {}).items())
    lines, headers = [], [f'"{name}": {_js(value)}' for name, value in call.headers.items()]
    if call.media == IDE:
        lines += ['import { readFile } from "node:fs/promises";', 'import { randomUUID } from "node:crypto";', ""]
        headers.append('"Idempotency-Key": randomUUID()')
    if call.signs_in:
        headers.append('"Authorization": "Basic " + btoa(`${process.env.CLIENT}:${process.env.KEY}`)')
    address = f"{call.path}{'?' + query if query else ''}"
    lines += [
        f"const answer = await fetch(process.env.OPENPACT_URL + {_js(address)}, {{",
        f'  method: "{call.method}",',
    ]
    lines.append("  headers: { " + ", ".join(headers) + " },")
    if call.media == IDE:
        lines.append('  body: await readFile("ide.csv"),')
    elif call.media == JSON:
        lines.append(f"  body: JSON.stringify({json.dumps(BODIES[call.name])}),")
    elif call.name in FORMS:
        fields = ", ".join(f"{name}: {_js(value)}" for name, value in FORMS[call.name].items())
        lines.append(f"  body: new URLSearchParams({{ {fields} }}),")
    return "\n".join(
        [*lines, "});", "if (!answer.ok) throw new Error(await answer.text());", "console.log(answer.status);"]
    )


def page(document: dict[str, Any]) -> str:
    parts = [HEAD]
    for call in calls(document):
        parts.append(f"\n## {call.summary}\n\n`{call.method} {call.path.replace('$EXCHANGE', '<id>')}`\n")
        for language, write in (("sh", curl), ("python", python), ("js", javascript)):
            parts.append(f"\n```{language}\n{write(call)}\n```\n")
    return "".join(parts)


def _py(text: str) -> str:
    """A Python expression for a text in which a variable may stand at the end."""
    before, dollar, name = text.partition("$")
    if not dollar:
        return json.dumps(text)
    return f'os.environ["{name}"]' if not before else f'{json.dumps(before)} + os.environ["{name}"]'


def _js(text: str) -> str:
    before, dollar, name = text.partition("$")
    if not dollar:
        return json.dumps(text)
    return f"process.env.{name}" if not before else f"{json.dumps(before)} + process.env.{name}"


def described() -> dict[str, Any]:
    """The OpenAPI document, where no PaCT runs."""
    os.environ.setdefault("OPENPACT_SECRET_KEY", "only to read the document")
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    import django

    django.setup()
    from openpact.hub.api.calls import api

    return api.get_openapi_schema()


if __name__ == "__main__":
    print(page(described()), end="")
