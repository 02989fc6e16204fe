"""What a register file would change: a file is all of a school's enrolments, so who is not in it is enrolled there no more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from .values import FIELDS, Entry, RegisterFile


@dataclass(frozen=True, slots=True)
class Known:
    """An enrolment as it is kept. `listed` is False for one that the file last applied did not have any more."""

    entry: Entry
    listed: bool = True


class Action(StrEnum):
    ARRIVES = "arrives"
    CHANGES = "changes"
    RETURNS = "returns"
    GOES = "goes"


@dataclass(frozen=True, slots=True)
class Change:
    """What happens to one student's enrolment. `entry` is how it will be, or was for who goes; `before` how it was for who
    changes or returns."""

    action: Action
    entry: Entry
    before: Entry | None = None

    @property
    def fields(self) -> tuple[str, ...]:
        """The fields that differ from before."""
        if self.before is None:
            return ()
        return tuple(name for name in FIELDS if getattr(self.before, name) != getattr(self.entry, name))

    @property
    def is_somebody_else(self) -> bool:
        """Name and birth date both differ: the NSN would be another student's."""
        return {"last_name", "dob"} <= set(self.fields)


@dataclass(frozen=True)
class Plan:
    """Everything a file would do. Nothing in it has happened yet.

    kept     not in the file only because their row could not be used
    waiting  not in the file, but perhaps in a row that could not be made out
    """

    changes: list[Change]
    unchanged: int
    kept: list[Entry]
    waiting: list[Entry]

    @property
    def is_empty(self) -> bool:
        return not self.changes

    def of(self, action: Action) -> list[Change]:
        return [change for change in self.changes if change.action is action]

    @property
    def counts(self) -> dict[str, int]:
        return {
            **{str(action): len(self.of(action)) for action in Action},
            "unchanged": self.unchanged,
            "kept": len(self.kept),
            "waiting": len(self.waiting),
        }


def make_plan(known: Mapping[str, Known], file: RegisterFile) -> Plan:
    """What the file would change. `known` are the school's enrolments by NSN, with those that are not listed any more."""
    changes, unchanged = [], 0
    for entry in file.entries:
        before = known.get(entry.nsn)
        if before is None:
            changes.append(Change(Action.ARRIVES, entry))
        elif not before.listed:
            changes.append(Change(Action.RETURNS, entry, before.entry))
        elif before.entry != entry:
            changes.append(Change(Action.CHANGES, entry, before.entry))
        else:
            unchanged += 1
    named = {entry.nsn for entry in file.entries}
    refused = {row.nsn for row in file.refused}
    absent = [one.entry for nsn, one in known.items() if one.listed and nsn not in named]
    kept = [entry for entry in absent if entry.nsn in refused]
    others = [entry for entry in absent if entry.nsn not in refused]
    if "" in refused:
        return Plan(changes, unchanged, kept, others)
    changes += [Change(Action.GOES, entry) for entry in others]
    return Plan(changes, unchanged, kept, [])
