"""What the rooms that know no Django say, in the reader's language: see openpact.said.

Rows as they are stored (a reason, a finding) keep their English, and what it was made of where it has values. A row without
that, of an earlier version, is told in the English it has.
"""

from collections.abc import Iterable
from datetime import date
from typing import Any

from django.utils.translation import gettext, ngettext

from openpact.said import Said, Value, day

Row = dict[str, Any]


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


def listed(texts: Iterable[object]) -> str:
    """`Room 1, Room 2`."""
    return gettext(", ").join(map(str, texts))
