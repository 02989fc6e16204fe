"""What a roster is and what a plan says, as values with names."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum
from operator import attrgetter
from typing import Any

from openpact.ide import Person, Role

#: What is kept of a person besides the id and the groups: the field, and the column of the IDE file that says it.
COLUMN_OF: dict[str, str] = {
    "role": "mlepRole",
    "first_name": "mlepFirstName",
    "last_name": "mlepLastName",
    "preferred_name": "mlepPreferredName",
    "nsn": "mlepStudentNSN",
    "username": "mlepUsername",
    "first_attending": "mlepFirstAttending",
    "last_attendance": "mlepLastAttendance",
    "dob": "mlepDOB",
    "gender": "mlepGender",
    "associated_nsns": "mlepAssociatedNSN",
    "email": "mlepEmail",
    "organisation": "mlepOrganisation",
}
FIELDS: tuple[str, ...] = tuple(COLUMN_OF)
ROLE, FIRST_NAME, LAST_NAME, PREFERRED_NAME, NSN = range(5)
EMAIL, DOB = FIELDS.index("email"), FIELDS.index("dob")

#: A person's values in the order of FIELDS. Tuples compare fast, and most of a file is as it was.
Values = tuple[Any, ...]
values_of = attrgetter(*FIELDS)

#: Group name -> whether it is the person's home group.
Memberships = Mapping[str, bool]
STAFF = frozenset({Role.TEACHING_STAFF, Role.NON_TEACHING_STAFF})


def memberships_of(person: Person) -> dict[str, bool]:
    """The groups a row names; a home group that is repeated among the others is one membership."""
    found = dict.fromkeys(person.groups, False)
    for name in person.home_groups:
        found[name] = True
    return found


class Action(StrEnum):
    """What happens to a person, a group or a membership."""

    JOINS = "joins"
    CHANGES = "changes"
    LEAVES = "leaves"
    RETURNS = "returns"
    REKEYED = "rekeyed"
    APPEARS = "appears"
    GOES = "goes"
    STARTS = "starts"
    ENDS = "ends"


#: Begins the ids that PaCT gives: to people added by hand, and to those of a list without ids.
OURS = "pact-"
#: Stands in an id that was set aside, before the version of the roster at which it was.
ASIDE = " (until roster "


def set_aside(sms_id: str, version: int) -> str:
    """The id as it is kept once it is nobody's any more."""
    return f"{sms_id}{ASIDE}{version})"


def is_set_aside(sms_id: str) -> bool:
    return ASIDE in sms_id


def is_nobodys(sms_id: str) -> bool:
    """No SMS knows this id: it was set aside, or is one of PaCT's. Whoever has it is matched when a file names them."""
    return ASIDE in sms_id or sms_id.startswith(OURS)


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Somebody in the roster now, or once (`active` is False: they left)."""

    id: int
    sms_id: str
    values: Values
    active: bool
    memberships: Memberships
    #: Added by hand: an upload that does not name them leaves them alone.
    by_hand: bool = False

    @property
    def name(self) -> str:
        return f"{self.values[PREFERRED_NAME] or self.values[FIRST_NAME]} {self.values[LAST_NAME]}"


@dataclass(frozen=True, slots=True)
class KnownGroup:
    id: int
    name: str
    is_home: bool
    active: bool


@dataclass(frozen=True)
class Roster:
    """What uploads know of a school's roster at one version: people, own ones too, and the SMS's groups and places in them.

    `people` is keyed by the SMS's id, `groups` by name; both hold the departed too.

    `exported_at` is when the SMS wrote the last applied file (naive, the school's time), if the file said so.
    """

    people: Mapping[str, KnownPerson] = field(default_factory=dict)
    groups: Mapping[str, KnownGroup] = field(default_factory=dict)
    version: int = 0
    exported_at: datetime | None = None


@dataclass(frozen=True, slots=True)
class PersonChange:
    """`values` is how the person will be; `before` and `after` hold only the fields that change (all, for who joins)."""

    action: Action
    person_id: int | None
    sms_id: str
    values: Values
    before: dict[str, Any]
    after: dict[str, Any]

    @property
    def gives_up_id(self) -> bool:
        """Nothing happens but that their id is set aside: the school changed its SMS, and this file does not name them."""
        return self.action is Action.REKEYED and is_set_aside(self.sms_id)

    @property
    def name(self) -> str:
        return f"{self.values[PREFERRED_NAME] or self.values[FIRST_NAME]} {self.values[LAST_NAME]}"

    @property
    def role(self) -> str:
        return str(self.values[ROLE])


@dataclass(frozen=True, slots=True)
class GroupChange:
    action: Action
    group_id: int | None
    name: str
    is_home: bool


@dataclass(frozen=True, slots=True)
class MembershipChange:
    """`before` and `after` say whether it is the person's home group; None where there is no membership."""

    action: Action
    person_id: int | None
    sms_id: str
    group: str
    before: bool | None
    after: bool | None


@dataclass(frozen=True)
class Plan:
    """Everything an upload would do. Nothing in it has happened yet."""

    people: list[PersonChange]
    groups: list[GroupChange]
    memberships: list[MembershipChange]
    #: People the file names who stay as they are.
    unchanged: int
    #: People who are absent from the file only because their row could not be used: they keep what they had.
    kept: list[KnownPerson]
    #: People who are absent, but who may be somebody in a row that could not be made out: they stay until it is mended.
    waiting: list[KnownPerson]
    #: People who are absent because the SMS's selection leaves out their role: they stay as they were.
    outside: list[KnownPerson] = field(default_factory=list)
    #: People who are absent, but who were added by hand: they stay until somebody here says that they have left.
    by_hand: list[KnownPerson] = field(default_factory=list)
    #: For a re-keying plan: people of the file that nobody in the roster could be matched with.
    unmatched: list[str] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not (self.people or self.groups or self.memberships)

    def of(self, action: Action) -> list[PersonChange]:
        """The people to whom this happens."""
        return [change for change in self.people if change.action is action]

    @property
    def counts(self) -> dict[str, int]:
        """Names as in the API; `rekeying` only where it happens."""
        people = _tally(self.people)
        groups, memberships = _tally(self.groups), _tally(self.memberships)
        found = {
            "joining": people[Action.JOINS],
            "changing": people[Action.CHANGES],
            "leaving": people[Action.LEAVES],
            "returning": people[Action.RETURNS],
            "unchanged": self.unchanged,
            "groups_appearing": groups[Action.APPEARS] + groups[Action.RETURNS],
            "groups_going": groups[Action.GOES],
            "memberships_starting": memberships[Action.STARTS],
            "memberships_ending": memberships[Action.ENDS],
        }
        rekeying = people[Action.REKEYED] - sum(change.gives_up_id for change in self.people)
        if rekeying:
            found["rekeying"] = rekeying
        return found


def _tally(changes: "list[PersonChange] | list[GroupChange] | list[MembershipChange]") -> dict[Action, int]:
    found = dict.fromkeys(Action, 0)
    for change in changes:
        found[change.action] += 1
    return found
