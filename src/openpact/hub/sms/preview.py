"""What an upload would do, or did, in rows that a person reads: the same for a plan and for what was recorded."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from django.db.models import Count, Q
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from openpact.hub.platform.told import listed
from openpact.hub.roster import core
from openpact.hub.roster.models import Group, Person, RosterChange

from .preview_words import LABELS, TITLES

SHOWN = 25
ROLES = dict(Person.Role.choices)
#: The order of what happens to people. What may do harm comes first.
PEOPLE = ("leaves", "rekeyed", "joins", "returns", "changes", "set-aside")


@dataclass(frozen=True)
class Line:
    """One line of a section: who or what, in which role, and what happens."""

    name: str
    note: str = ""
    details: list[tuple[str, str, str]] = field(default_factory=list)
    person_id: int | None = None


@dataclass(frozen=True)
class Section:
    key: str
    count: int
    lines: list[Line]

    @property
    def title(self) -> str:
        return str(TITLES[self.key][0])

    @property
    def text(self) -> str:
        return str(TITLES[self.key][1])

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def of_plan(plan: core.Plan, *, whole: str = "") -> list[Section]:
    """The sections of a plan that has not been applied. `whole` names the section to show in full."""
    moves: dict[str, list[core.MembershipChange]] = defaultdict(list)
    for change in plan.memberships:
        moves[change.sms_id].append(change)
    met = {change.sms_id for change in plan.people}
    sections = []
    for key in PEOPLE:
        changes = sorted((change for change in plan.people if _key(change.action, change.after) == key), key=_by_name)
        sections.append(_section(key, [_person_line(c, moves.get(c.sms_id, [])) for c in changes], whole))
    only_moving = [(sms_id, steps) for sms_id, steps in moves.items() if sms_id not in met]
    known = {step.sms_id: step.person_id for _, steps in only_moving for step in steps}
    names = _names(known.values())
    place = {person_id: number for number, person_id in enumerate(names)}
    only_moving.sort(key=lambda moving: place.get(known[moving[0]], len(place)))
    lines = [
        Line(*names.get(known[sms_id], (sms_id, "")), _group_steps((s.group, s.before, s.after) for s in steps), known[sms_id])
        for sms_id, steps in only_moving
    ]  # fmt: skip
    sections.append(_section("moves", lines, whole))
    notes = _group_notes(plan.groups)
    lines = [_group_line(str(g.action), g.name, g.is_home, notes.get(g.name, "")) for g in plan.groups]
    sections.append(_section("groups", lines, whole))
    absent = {"kept": plan.kept, "waiting": plan.waiting, "by_hand": plan.by_hand, "outside": plan.outside}
    for key, people in absent.items():
        sections.append(_section(key, [Line(p.name, ROLES[str(p.values[0])], person_id=p.id) for p in people], whole))
    return [section for section in sections if section.count]


def of_exchange(exchange, *, whole: str = "") -> list[Section]:
    """The sections of an upload that was applied, from the record of its changes."""
    changes = list(RosterChange.objects.filter(exchange_id=exchange.id, undo=False).order_by("id"))
    people = [change for change in changes if change.what == "person"]
    names = _names(change.person_id for change in changes if change.person_id)
    place = {person_id: number for number, person_id in enumerate(names)}
    people.sort(key=lambda change: place.get(change.person_id, len(place)))
    groups = dict(Group.objects.values_list("id", "name"))
    groups |= {c.group_id: c.after["name"] for c in changes if c.what == "group"}
    moves: dict[int, list[tuple[str, bool | None, bool | None]]] = defaultdict(list)
    for change in changes:
        if change.what == "membership":
            step = (groups.get(change.group_id) or _("a group"), _home(change.before), _home(change.after))
            moves[change.person_id].append(step)
    sections = []
    for key in PEOPLE:
        lines = []
        for change in people:
            if _key(change.action, change.after or {}) == key:
                name, note = names.get(change.person_id) or _name_in(change.after or {})
                details = [] if key == "joins" else _details(change.before or {}, change.after or {})
                details += _group_steps(moves.get(change.person_id, []))
                lines.append(Line(name, note, details, change.person_id))
        sections.append(_section(key, lines, whole))
    met = {change.person_id for change in people}
    lines = [
        Line(*names.get(person_id, (_("Somebody"), "")), _group_steps(steps), person_id)
        for person_id, steps in sorted(moves.items(), key=lambda moved: place.get(moved[0], len(place)))
        if person_id not in met
    ]
    sections.append(_section("moves", lines, whole))
    lines = [_group_line(c.action, c.after["name"], c.after["is_home"]) for c in changes if c.what == "group"]
    sections.append(_section("groups", lines, whole))
    return [section for section in sections if section.count]


def _key(action: str, after: dict[str, Any]) -> str:
    gives_up_id = action == "rekeyed" and core.is_set_aside(after.get("sms_id", ""))
    return "set-aside" if gives_up_id else str(action)


def _section(key: str, lines: list[Line], whole: str) -> Section:
    first = [] if key == "outside" else lines[:SHOWN]
    return Section(key, len(lines), lines if key == whole else first)


def _by_name(change: core.PersonChange) -> tuple[str, str]:
    values = dict(zip(core.FIELDS, change.values, strict=True))
    return values["last_name"].casefold(), values["first_name"].casefold()


def _person_line(change: core.PersonChange, moves: list[core.MembershipChange]) -> Line:
    details = [] if change.action == "joins" else _details(change.before, change.after)
    details += _group_steps((move.group, move.before, move.after) for move in moves)
    return Line(change.name, ROLES[change.role], details, change.person_id)


def _group_notes(groups: Iterable[core.GroupChange]) -> dict[str, str]:
    """What was done by hand that concerns these groups, by name. Two queries at most."""
    names = {group.name for group in groups}
    if not names:
        return {}
    notes = {}
    for name in Group.objects.filter(own=True, listed=True, name__in=names).values_list("name", flat=True):
        notes[name] = _("your school's own group of that name stays beside it")
    mine = Group.objects.filter(own=False, name__in=names)
    by_hand = Count("memberships", filter=Q(memberships__by_hand=True, memberships__person__active=True))
    for name, hidden, number in mine.annotate(number=by_hand).values_list("name", "hidden", "number"):
        if hidden:
            notes[name] = _("stays hidden")
        elif number:
            notes[name] = ngettext(
                "%(number)s person is in it by hand", "%(number)s people are in it by hand", number
            ) % {"number": number}
    return notes


def _group_line(action: str, name: str, is_home: bool, more: str = "") -> Line:
    if is_home:
        words = {
            "appears": _("new home group"),
            "returns": _("home group, used again"),
            "goes": _("home group, nobody is in it any more"),
        }
        said = words.get(action) or _("is now a home group")
    else:
        words = {
            "appears": _("new group"),
            "returns": _("group, used again"),
            "goes": _("group, nobody is in it any more"),
        }
        said = words.get(action) or _("is now a group")
    return Line(name, _("%(what)s; %(more)s") % {"what": said, "more": more} if more else said)


def _details(before: dict[str, Any], after: dict[str, Any]) -> list[tuple[str, str, str]]:
    """(field, as it was, as it will be), for the fields that change."""
    return [
        (str(LABELS[name]), _shown(name, before.get(name)), _shown(name, new))
        for name, new in after.items()
        if name in LABELS
    ]


def _group_steps(steps: Iterable[tuple[str, bool | None, bool | None]]) -> list[tuple[str, str, str]]:
    came, went, other = [], [], []
    for name, before, after in steps:
        if before is None:
            came.append(name)
        elif after is None:
            went.append(name)
        else:
            other.append((_("Home group"), name if before else "", name if after else ""))
    if came or went:
        other.insert(0, (_("Groups"), listed(went), listed(came)))
    return other


def _shown(name: str, value: Any) -> str:
    if value in (None, "", [], ()):
        return ""
    if name == "nsn":
        return _("ends in %(digits)s") % {"digits": str(value)[-3:]}
    if name == "associated_nsns":
        return ngettext("%(number)s given", "%(number)s given", len(value)) % {"number": len(value)}
    if name == "role":
        return str(ROLES.get(str(value), value))
    if name == "by_hand":
        return _("by hand") if value else _("by uploads")
    if isinstance(value, str) and name in {"dob", "first_attending", "last_attendance"}:
        value = date.fromisoformat(value)
    return date_format(value, "j F Y") if isinstance(value, date) else str(value)


def _home(value: dict | None) -> bool | None:
    return None if value is None else value["home"]


def _names(ids: Iterable[int | None]) -> dict[int, tuple[str, str]]:
    """Person id -> name and role, by last name."""
    people = Person.objects.filter(id__in={key for key in ids if key}).order_by("last_name", "first_name", "id")
    return {person.id: (person.display_name, person.get_role_display()) for person in people}


def _name_in(after: dict[str, Any]) -> tuple[str, str]:
    """Of somebody who was taken away again by a revert."""
    name = f"{after.get('preferred_name') or after.get('first_name', '')} {after.get('last_name', '')}".strip()
    return name or _("Somebody"), str(ROLES.get(after.get("role", ""), ""))
