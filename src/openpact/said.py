"""Sentences of the rooms that know no Django: English for programs and for SMSs, and ready to be said in other languages.

    gettext("The file says it is from school {file}.", file=13)     # English, which remembers how it was made

A sentence is a template and values. The three functions are named as gettext's own, so that `makemessages` finds their texts;
openpact.hub.platform.told says them in the reader's language. A value is never read as a template.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any


class Said(str):
    """The English text, with what it was made of: `plural` is empty but where the value `n` decides on the form."""

    template: str
    plural: str
    values: Mapping[str, Value]

    def again(self, **changed: Value) -> Said:
        """The same with other values."""
        return _say(self.template, self.plural, {**self.values, **changed})

    def as_json(self) -> dict[str, Any]:
        """What `of_json` makes it again of."""
        values = {name: _as_json(value) for name, value in self.values.items()}
        return {"template": self.template} | ({"plural": self.plural} if self.plural else {}) | {"values": values}


Value = str | int | date | Said
"""A date is said as `1 December 2026`, a moment with its time. Whatever is a word of ours is Said itself."""


def gettext_noop(text: str) -> str:
    """The text as it is: marked for translation, to be said elsewhere."""
    return text


def gettext(template: str, /, **values: Value) -> Said:
    """The sentence. Raises KeyError for a value that the template needs."""
    return _say(template, "", values)


def ngettext(one: str, many: str, n: int, /, **values: Value) -> Said:
    """The sentence about `n`, which both templates may name. Other languages have as many forms as they need."""
    return _say(one, many, {"n": n, **values})


def sentences(*texts: str) -> Said:
    """One after the other; empty ones are left out."""
    said = {f"s{number}": text for number, text in enumerate(texts) if text}
    return _say(" ".join(f"{{{name}}}" for name in said), "", said)


#: The same words as Django's, which formats dates on pages: translated here, they are translated there.
MONTHS = (
    gettext_noop("January"),
    gettext_noop("February"),
    gettext_noop("March"),
    gettext_noop("April"),
    gettext_noop("May"),
    gettext_noop("June"),
    gettext_noop("July"),
    gettext_noop("August"),
    gettext_noop("September"),
    gettext_noop("October"),
    gettext_noop("November"),
    gettext_noop("December"),
)


def day(of: date) -> Said:
    """`1 December 2026`; a moment is `1 December 2026 at 16:05`."""
    parts: dict[str, Value] = {"day": of.day, "month": gettext(MONTHS[of.month - 1]), "year": of.year}
    if isinstance(of, datetime):
        return gettext("{day} {month} {year} at {time}", **parts, time=f"{of:%H:%M}")
    return gettext("{day} {month} {year}", **parts)


def of_json(kept: Mapping[str, Any]) -> Said:
    return _say(kept["template"], kept.get("plural", ""), values_of_json(kept["values"]))


def values_of_json(kept: Mapping[str, Any]) -> dict[str, Value]:
    return {name: _of_json(value) for name, value in kept.items()}


def _say(template: str, plural: str, values: Mapping[str, Value]) -> Said:
    english = {name: day(value) if isinstance(value, date) else value for name, value in values.items()}
    said = Said((plural if plural and values["n"] != 1 else template).format_map(english))
    said.template, said.plural, said.values = template, plural, values
    return said


def _as_json(value: Value) -> Any:
    if isinstance(value, Said):
        return value.as_json()
    if isinstance(value, datetime):
        return {"moment": value.isoformat()}
    return {"day": value.isoformat()} if isinstance(value, date) else value


def _of_json(value: Any) -> Value:
    match value:
        case {"moment": str(moment)}:
            return datetime.fromisoformat(moment)
        case {"day": str(text)}:
            return date.fromisoformat(text)
        case {"template": str()}:
            return of_json(value)
    return value  # type: ignore[no-any-return]
