"""From what a school has and what its SMS says to what would change.

The file is a full snapshot: who is absent left, who is back returns. An empty value in a column that is present clears
it; a column that is absent says nothing. The same file again is an empty plan, and so is a file written from the roster.
Somebody whose id is new while who they are is certain is the same person: see `new_ids`.
"""

from collections.abc import Iterable
from typing import Any

from openpact.ide import IdeFile, Person

from .match import match_set_aside
from .new_ids import match_new_ids
from .outside import is_outside, keep_unspoken, unspoken_groups
from .refused import protected_by
from .values import (
    COLUMN_OF,
    FIELDS,
    Action,
    GroupChange,
    KnownPerson,
    MembershipChange,
    Memberships,
    PersonChange,
    Plan,
    Roster,
    Values,
    memberships_of,
    values_of,
)

GROUPS, HOME = "mlepGroupMembership", "mlepHomeGroup"
NOBODY: Memberships = {}


def make_plan(roster: Roster, file: IdeFile) -> Plan:
    """What applying `file` to `roster` would do."""
    building = PlanBuilder(roster, file)
    again = match_new_ids(roster, file) | match_set_aside(roster, file.people)
    seen = {known.sms_id for known in again.values()}
    for person in file.people:
        seen.add(person.sms_id)
        building.meet(roster.people.get(person.sms_id) or again.get(person.sms_id), person)
    building.part_from((p for p in roster.people.values() if p.active and p.sms_id not in seen), file)
    return building.plan()


class PlanBuilder:
    """Collects a plan person by person. Used by the plain plan and by the re-keying plan."""

    def __init__(self, roster: Roster, file: IdeFile) -> None:
        columns = file.columns
        self.roster = roster
        self.people: list[PersonChange] = []
        self.memberships: list[MembershipChange] = []
        self.unchanged = 0
        self.kept: list[KnownPerson] = []
        self.waiting: list[KnownPerson] = []
        self.outside: list[KnownPerson] = []
        self.by_hand: list[KnownPerson] = []
        #: Every group somebody is in afterwards, and whether it is anybody's home group.
        self.in_use: dict[str, bool] = {}
        self._silent = [i for i, name in enumerate(FIELDS) if COLUMN_OF[name] not in columns]
        self._says_groups, self._says_home = GROUPS in columns, HOME in columns
        self._unspoken = unspoken_groups(roster, file)

    def meet(self, known: KnownPerson | None, person: Person) -> None:
        """Somebody the file names, and whom in the roster they are."""
        values: Values = values_of(person)
        wanted = memberships_of(person)
        if known is None:
            after = dict(zip(FIELDS, values, strict=True))
            self._add(PersonChange(Action.JOINS, None, person.sms_id, values, {}, after))
            self._move(None, person.sms_id, NOBODY, wanted)
            return
        if self._silent:
            values = self._keep_silent(known.values, values)
        if not (self._says_groups and self._says_home):
            wanted = self._keep_silent_groups(known.memberships, wanted)
        if self._unspoken and known.active:
            wanted = keep_unspoken(known.memberships, wanted, self._unspoken)
        rekey = known.sms_id != person.sms_id
        if known.values == values and known.active and not rekey and not known.by_hand:
            self.unchanged += known.memberships == wanted
        else:
            before, after = _difference(known.values, values)
            action = Action.CHANGES if known.active else Action.RETURNS
            if not known.active:
                before["active"], after["active"] = False, True
            if rekey:
                action = Action.REKEYED
                before["sms_id"], after["sms_id"] = known.sms_id, person.sms_id
            if known.by_hand:
                before["by_hand"], after["by_hand"] = True, False
            self._add(PersonChange(action, known.id, person.sms_id, values, before, after))
        self._move(known.id, person.sms_id, known.memberships if known.active else NOBODY, wanted)

    def part_from(self, absent: Iterable[KnownPerson], file: IdeFile, *, ids_hold: bool = True) -> None:
        """People in the roster whom no good row names: they leave, unless a refused row may be theirs, the SMS's selection
        leaves them out, or they were added by hand."""
        everybody = list(absent)
        self.by_hand = [person for person in everybody if person.by_hand]
        if self.by_hand:
            everybody = [person for person in everybody if not person.by_hand]
        self.outside = [person for person in everybody if is_outside(file, person)]
        for person in self.outside:
            self._stay(person)
        absent = [person for person in everybody if not is_outside(file, person)] if self.outside else everybody
        protected, anyone = protected_by(file.refused, absent, ids_hold=ids_hold)
        # Cut off in the middle of a row: whoever came after it is missing too.
        anyone = anyone or any(issue.code == "truncated" for issue in file.issues)
        for person in absent:
            if person.sms_id in protected:
                self.kept.append(person)
                self._stay(person)
            elif anyone:
                self.waiting.append(person)
                self._stay(person)
            else:
                self._add(
                    PersonChange(
                        Action.LEAVES, person.id, person.sms_id, person.values, {"active": True}, {"active": False}
                    )
                )
                self._move(person.id, person.sms_id, person.memberships, NOBODY)

    def plan(self) -> Plan:
        return Plan(
            self.people, self._groups(), self.memberships, self.unchanged, self.kept, self.waiting, self.outside,
            self.by_hand,
        )  # fmt: skip

    def _add(self, change: PersonChange) -> None:
        self.people.append(change)

    def _stay(self, person: KnownPerson) -> None:
        self._use(person.memberships)

    def _use(self, memberships: Memberships) -> None:
        for name, home in memberships.items():
            self.in_use[name] = self.in_use.get(name, False) or home

    def _move(self, person_id: int | None, sms_id: str, before: Memberships, after: Memberships) -> None:
        self._use(after)
        if before == after:
            return
        for name, home in after.items():
            had = before.get(name)
            if had is None:
                self.memberships.append(MembershipChange(Action.STARTS, person_id, sms_id, name, None, home))
            elif had != home:
                self.memberships.append(MembershipChange(Action.CHANGES, person_id, sms_id, name, had, home))
        for name, home in before.items():
            if name not in after:
                self.memberships.append(MembershipChange(Action.ENDS, person_id, sms_id, name, home, None))

    def _groups(self) -> list[GroupChange]:
        changes = []
        known = self.roster.groups
        for name, is_home in self.in_use.items():
            group = known.get(name)
            if group is None:
                changes.append(GroupChange(Action.APPEARS, None, name, is_home))
            elif not group.active:
                changes.append(GroupChange(Action.RETURNS, group.id, name, is_home))
            elif group.is_home != is_home:
                changes.append(GroupChange(Action.CHANGES, group.id, name, is_home))
        changes += [
            GroupChange(Action.GOES, group.id, group.name, group.is_home)
            for group in known.values()
            if group.active and group.name not in self.in_use
        ]
        return changes

    def _keep_silent(self, known: Values, values: Values) -> Values:
        kept = list(values)
        for index in self._silent:
            kept[index] = known[index]
        return tuple(kept)

    def _keep_silent_groups(self, known: Memberships, wanted: dict[str, bool]) -> dict[str, bool]:
        if not self._says_groups and not self._says_home:
            return dict(known)
        if not self._says_home:
            # The home group is not spoken of: it stays, whether or not it is repeated among the others.
            return {**wanted, **{name: True for name, home in known.items() if home}}
        return {**{name: False for name, home in known.items() if not home}, **wanted}


def _difference(known: Values, values: Values) -> tuple[dict[str, Any], dict[str, Any]]:
    before, after = {}, {}
    for name, old, new in zip(FIELDS, known, values, strict=True):
        if old != new:
            before[name], after[name] = old, new
    return before, after
