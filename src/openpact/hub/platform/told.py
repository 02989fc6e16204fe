"""What the rooms that know no Django say, in the reader's language: see openpact.said.

Rows as they are stored (a reason, a finding) keep their English, and what it was made of where it has values. A row without
that, of an earlier version, is told in the English it has.
"""

from collections.abc import Iterable, Mapping
from dataclasses import asdict
from datetime import date
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext, ngettext

from openpact.ide import Issue
from openpact.ide.codes import Code
from openpact.said import Said, Value, day, of_json, values_of_json
from openpact.said import gettext as say

Row = dict[str, Any]
#: The values of a finding's words that its row has anyway.
IN_ROW = ("value", "column")


def told(text: str) -> str:
    """A text of ours: one that is not Said has no values, and stands for itself. Never for what somebody typed."""
    if not isinstance(text, Said):
        return gettext(text)
    values = {name: _told(value) for name, value in text.values.items()}
    template = ngettext(text.template, text.plural, text.values["n"]) if text.plural else gettext(text.template)
    try:
        return template.format_map(values)
    except (LookupError, ValueError, AttributeError):
        # A slip of a translation costs no page.
        return str(text)


def _told(value: Value) -> Value:
    if isinstance(value, date):
        value = day(value)
    return told(value) if isinstance(value, Said) else value


def keep(row: Mapping[str, Any]) -> Row:
    """A row of texts as it is stored: under `said` stands what a text with values was made of."""
    said = {name: text.as_json() for name, text in row.items() if isinstance(text, Said) and text.values}
    return {**row} | ({"said": said} if said else {})


def reason(row: Row) -> Row:
    """A stored reason, {code, message, remedy}, in the reader's language."""
    said = row.get("said", {})
    return row | {
        name: told(of_json(said[name]) if name in said else row[name]) for name in ("message", "remedy") if name in row
    }


def made(row: Row, name: str) -> Said:
    """A text of a stored row, to be part of another."""
    kept = row.get("said", {}).get(name)
    return of_json(kept) if kept else say(row[name])


def keep_finding(issue: Issue) -> Row:
    """A finding as it is stored. Its template is its code's; of the values `values` are those that are not in the row."""
    row = asdict(issue)
    values = issue.message.as_json()["values"]
    more = {name: value for name, value in values.items() if name not in IN_ROW or (row[name] or "") != value}
    return row | ({"values": more} if more else {})


def finding(row: Row, codes: Mapping[str, Code]) -> Row:
    """A stored finding in the reader's language, if that is what was stored; `codes` is the registry of its code."""
    again = _again(row, codes.get(row["code"]))
    row = row | {"remedy": told(row["remedy"])}
    if again is None or again != row["message"]:
        return row
    column = again.values.get("column")
    return row | {"message": told(again)} | ({"column": told(column)} if isinstance(column, Said) else {})


def _again(row: Row, code: Code | None) -> Said | None:
    """None if the row does not have what the code's words need by now: it is of an earlier version."""
    values = {name: row[name] or "" for name in IN_ROW}
    try:
        return code and say(code.message, **values | values_of_json(row.get("values", {})))
    except (LookupError, ValueError):
        return None


def reasons_of(rows: QuerySet[Any]) -> dict[Any, str]:
    """What is told of each row's `reasons`, by its key: to look for words in. One query."""
    stored = rows.exclude(reasons=[]).values_list("pk", "reasons")
    texts = ("code", "message", "remedy")
    return {pk: " ".join(reason(row).get(text, "") for row in reasons for text in texts) for pk, reasons in stored}


def listed(texts: Iterable[object], more: int = 0) -> str:
    """`Room 1, Room 2`; `Room 1, Room 2 and 3 more`."""
    names = gettext(", ").join(map(str, texts))
    if not more:
        return names
    return ngettext("%(names)s and %(more)s more", "%(names)s and %(more)s more", more) % {"names": names, "more": more}
