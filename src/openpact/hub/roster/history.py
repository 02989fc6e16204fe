"""What happened to somebody in the roster, in words: the recorded changes, read for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.translation import gettext as _

from openpact.hub.audit.models import Line

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
    "by_hand": "Kept",
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
    """One recorded change in words, and what it came with: an exchange, or somebody's act by hand, a line of the audit."""

    words: str
    exchange_id: UUID | None
    line: Line | None
    undo: bool
    fields: tuple[FieldChange, ...] = ()

    @property
    def came_with(self) -> tuple[UUID | None, Line | None]:
        return self.exchange_id, self.line


def masked(nsn: str) -> str:
    """An NSN that can be told apart but not read: its last three digits."""
    return f"••• ••• {nsn[-3:]}" if nsn else ""


def events(changes: Iterable[RosterChange], groups: Mapping[int, str]) -> list[Event]:
    """The changes in words, in the order given, with their lines at hand. `groups` names groups by id."""
    return [_event(change, groups) for change in changes]


def _event(change: RosterChange, groups: Mapping[int, str]) -> Event:
    if change.what == "membership":
        words = _membership(change, groups.get(change.group_id, _("a group that is gone")))
        return Event(words, change.exchange_id, change.line, change.undo)
    words = PERSON_WORDS.get(change.action, "Changed")
    if change.action == "rekeyed" and is_set_aside((change.after or {}).get("sms_id", "")):
        words = "Old id set aside when the SMS changed"
    differs = () if change.action == "joins" else fields(change.before or {}, change.after or {})
    return Event(words, change.exchange_id, change.line, change.undo, differs)


def _membership(change: RosterChange, group: str) -> str:
    said = change.after or change.before or {}
    if said.get("by_hand"):
        return (_("Put into %(group)s") if change.action == "starts" else _("Taken out of %(group)s")) % {
            "group": group
        }
    home = said.get("home", False)
    if change.action == "starts":
        return f"Joined {group}" + (" as the home group" if home else "")
    if change.action == "ends":
        return f"Left {group}"
    return f"{group} became the home group" if home else f"{group} is not the home group any more"


def fields(before: Mapping, after: Mapping) -> tuple[FieldChange, ...]:
    """What differs, as a person may read it."""
    names = [name for name in FIELDS if name in before or name in after]
    return tuple(FieldChange(FIELDS[n], _shown(n, before.get(n)), _shown(n, after.get(n))) for n in names)


def _shown(name: str, value: object) -> str:
    if value in (None, "", []):
        return NOTHING
    if name == "nsn":
        return masked(str(value))
    if name == "by_hand":
        return _("by hand") if value else _("by uploads")
    if name == "associated_nsns" and isinstance(value, list):
        return f"{len(value)} student{'' if len(value) == 1 else 's'}"
    if name == "role":
        return dict(Person.Role.choices).get(str(value), str(value))
    if name in DATES:
        return f"{date.fromisoformat(str(value)):%-d %B %Y}"
    return str(value)
