"""What happened to somebody in the roster, in words: the recorded changes, read for people."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from uuid import UUID

from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from openpact.hub.audit.models import Line

from .core import is_set_aside
from .models import Person, RosterChange

#: The words for the fields of a person, in the order in which they are shown.
FIELDS = {
    "sms_id": gettext_lazy("Id in the SMS"),
    "role": gettext_lazy("Role"),
    "first_name": gettext_lazy("First name"),
    "last_name": gettext_lazy("Last name"),
    "preferred_name": gettext_lazy("Preferred name"),
    "nsn": gettext_lazy("NSN"),
    "username": gettext_lazy("User name"),
    "first_attending": gettext_lazy("First day"),
    "last_attendance": gettext_lazy("Last day"),
    "dob": gettext_lazy("Date of birth"),
    "gender": gettext_lazy("Gender"),
    "associated_nsns": gettext_lazy("Students connected"),
    "email": gettext_lazy("E-mail"),
    "organisation": gettext_lazy("Organisation"),
    "by_hand": gettext_lazy("Kept"),
}
DATES = frozenset({"first_attending", "last_attendance", "dob"})
NOTHING = gettext_lazy("nothing")
PERSON_WORDS = {
    "joins": gettext_lazy("Joined the roster"),
    "leaves": gettext_lazy("Left the roster"),
    "returns": gettext_lazy("Came back to the roster"),
    "rekeyed": gettext_lazy("Got a new id from the SMS"),
    "changes": gettext_lazy("Details changed"),
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
    words = str(PERSON_WORDS.get(change.action) or _("Changed"))
    if change.action == "rekeyed" and is_set_aside((change.after or {}).get("sms_id", "")):
        words = _("Old id set aside when the SMS changed")
    differs = () if change.action == "joins" else fields(change.before or {}, change.after or {})
    return Event(words, change.exchange_id, change.line, change.undo, differs)


def _membership(change: RosterChange, group: str) -> str:
    said, words = change.after or change.before or {}, {"group": group}
    if said.get("by_hand"):
        return (_("Put into %(group)s") if change.action == "starts" else _("Taken out of %(group)s")) % words
    home = said.get("home", False)
    if change.action == "starts":
        return (_("Joined %(group)s as the home group") if home else _("Joined %(group)s")) % words
    if change.action == "ends":
        return _("Left %(group)s") % words
    return (_("%(group)s became the home group") if home else _("%(group)s is not the home group any more")) % words


def fields(before: Mapping, after: Mapping) -> tuple[FieldChange, ...]:
    """What differs, as a person may read it."""
    names = [name for name in FIELDS if name in before or name in after]
    return tuple(FieldChange(str(FIELDS[n]), _shown(n, before.get(n)), _shown(n, after.get(n))) for n in names)


def _shown(name: str, value: object) -> str:
    if value in (None, "", []):
        return str(NOTHING)
    if name == "nsn":
        return masked(str(value))
    if name == "by_hand":
        return _("by hand") if value else _("by uploads")
    if name == "associated_nsns" and isinstance(value, list):
        return ngettext("%(number)s student", "%(number)s students", len(value)) % {"number": len(value)}
    if name == "role":
        return str(dict(Person.Role.choices).get(str(value), value))
    if name in DATES:
        return date_format(date.fromisoformat(str(value)), "j F Y")
    return str(value)
