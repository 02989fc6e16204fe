"""What happened to somebody in the roster, in words: the recorded changes, read for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from .core import is_set_aside
from .models import Person, RosterChange

#: The words for the fields of a person, in the order in which they are shown.
FIELDS = {
    "sms_id": "Id in the SMS",
    "role": "Role",
    "first_name": "First name",
    "last_name": "Last name",
    "preferred_name": "Preferred name",
    "nsn": "NSN",
    "username": "User name",
    "first_attending": "First day",
    "last_attendance": "Last day",
    "dob": "Date of birth",
    "gender": "Gender",
    "associated_nsns": "Students connected",
    "email": "E-mail",
    "organisation": "Organisation",
}
DATES = frozenset({"first_attending", "last_attendance", "dob"})
NOTHING = "nothing"
PERSON_WORDS = {
    "joins": "Joined the roster",
    "leaves": "Left the roster",
    "returns": "Came back to the roster",
    "rekeyed": "Got a new id from the SMS",
    "changes": "Details changed",
}


@dataclass(frozen=True, slots=True)
class FieldChange:
    """One field, before and after."""

    name: str
    before: str
    after: str


@dataclass(frozen=True, slots=True)
class Event:
    """One recorded change in words, and the exchange it came with."""

    words: str
    exchange_id: UUID
    undo: bool
    fields: tuple[FieldChange, ...] = ()


def masked(nsn: str) -> str:
    """An NSN that can be told apart but not read: its last three digits."""
    return f"••• ••• {nsn[-3:]}" if nsn else ""


def events(changes: Iterable[RosterChange], groups: Mapping[int, str]) -> list[Event]:
    """The changes in words, in the order given. `groups` names groups by id."""
    return [_event(change, groups) for change in changes]


def _event(change: RosterChange, groups: Mapping[int, str]) -> Event:
    if change.what == "membership":
        return Event(
            _membership(change, groups.get(change.group_id, "a group that is gone")), change.exchange_id, change.undo
        )
    words = PERSON_WORDS.get(change.action, "Changed")
    if change.action == "rekeyed" and is_set_aside((change.after or {}).get("sms_id", "")):
        words = "Old id set aside when the SMS changed"
    fields = () if change.action == "joins" else _fields(change.before or {}, change.after or {})
    return Event(words, change.exchange_id, change.undo, fields)


def _membership(change: RosterChange, group: str) -> str:
    home = (change.after or change.before or {}).get("home", False)
    if change.action == "starts":
        return f"Joined {group}" + (" as the home group" if home else "")
    if change.action == "ends":
        return f"Left {group}"
    return f"{group} became the home group" if home else f"{group} is not the home group any more"


def _fields(before: Mapping, after: Mapping) -> tuple[FieldChange, ...]:
    names = [name for name in FIELDS if name in before or name in after]
    return tuple(FieldChange(FIELDS[n], _shown(n, before.get(n)), _shown(n, after.get(n))) for n in names)


def _shown(name: str, value: object) -> str:
    if value in (None, "", []):
        return NOTHING
    if name == "nsn":
        return masked(str(value))
    if name == "associated_nsns" and isinstance(value, list):
        return f"{len(value)} student{'' if len(value) == 1 else 's'}"
    if name == "role":
        return dict(Person.Role.choices).get(str(value), str(value))
    if name in DATES:
        return f"{date.fromisoformat(str(value)):%-d %B %Y}"
    return str(value)
