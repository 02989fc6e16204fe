"""What a register file would change, in rows that a person reads. What may do harm comes first."""

from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext_lazy as _

from openpact.hub.roster.history import masked

from . import core
from .core import Action
from .words import FIELDS, day, shown

SHOWN = 25
TITLES = {
    Action.GOES: (_("Not listed any more"), _("Not in the file: the enrolment ends here. Judgements stay.")),
    Action.CHANGES: (_("Changing"), _("Field by field, as it is and as it will be.")),
    Action.ARRIVES: (_("New"), _("Enrolled, and new to the register kept here.")),
    Action.RETURNS: (_("Listed again"), _("They were not listed any more, and are again.")),
    "kept": (_("Kept, though their row could not be used"), _("They keep what they had until the row is mended.")),
    "waiting": (
        _("Not in the file, but kept"),
        _("A row could not be made out and might be theirs. Nothing of theirs changes until it is mended."),
    ),
}


@dataclass(frozen=True, slots=True)
class Line:
    """`details` are (field, as it is, as it will be)."""

    name: str
    nsn: str
    nsn_end: str
    note: str
    details: tuple[tuple[str, str, str], ...] = ()


@dataclass(frozen=True, slots=True)
class Section:
    key: str
    lines: list[Line]
    count: int

    @property
    def title(self) -> str:
        return TITLES[self.key][0]

    @property
    def text(self) -> str:
        return TITLES[self.key][1]

    @property
    def more(self) -> int:
        return self.count - len(self.lines)


def sections(plan: core.Plan, *, whole: str = "") -> list[Section]:
    """The sections that have lines; `whole` names the one to show in full."""
    return list(_sections(plan, whole))


def _sections(plan: core.Plan, whole: str) -> Iterator[Section]:
    for action in (Action.GOES, Action.CHANGES, Action.ARRIVES, Action.RETURNS):
        found = sorted(plan.of(action), key=lambda change: _by_name(change.entry))
        if found:
            some = found if whole == action else found[:SHOWN]
            yield Section(action, [_line(change.entry, _details(change)) for change in some], len(found))
    for key, entries in (("kept", plan.kept), ("waiting", plan.waiting)):
        if entries:
            some = sorted(entries, key=_by_name)
            yield Section(key, [_line(one) for one in (some if whole == key else some[:SHOWN])], len(entries))


def _by_name(entry: core.Entry) -> tuple[str, str]:
    return entry.last_name.casefold(), entry.first_name.casefold()


def _line(entry: core.Entry, details: tuple[tuple[str, str, str], ...] = ()) -> Line:
    until = f" – {day(entry.leave_date)}" if entry.leave_date else ""
    return Line(entry.name, masked(entry.nsn), entry.nsn[-3:], f"{day(entry.start_date)}{until}", details)


def _details(change: core.Change) -> tuple[tuple[str, str, str], ...]:
    return tuple(
        (str(FIELDS[name]), shown(getattr(change.before, name)), shown(getattr(change.entry, name)))
        for name in change.fields
    )
