"""What somebody at the school does to one person by hand, as a plan: the same values as an upload's, so that it is made true
and recorded in the same way."""

from collections.abc import Iterable, Mapping
from typing import Any

from .values import FIELDS, Action, KnownPerson, MembershipChange, PersonChange, Plan, Values


def added(sms_id: str, values: Values) -> Plan:
    """Somebody new, whom uploads leave alone until one names them."""
    after = {**dict(zip(FIELDS, values, strict=True)), "by_hand": True}
    return _plan([PersonChange(Action.JOINS, None, sms_id, values, {}, after)])


def changed(known: KnownPerson, new: Mapping[str, Any]) -> Plan:
    """Some fields have other values; an empty plan if they are so already."""
    was = dict(zip(FIELDS, known.values, strict=True))
    after = {name: value for name, value in new.items() if was[name] != value}
    if not after:
        return _plan([])
    before = {name: was[name] for name in after}
    values = tuple((was | after).values())
    return _plan([PersonChange(Action.CHANGES, known.id, known.sms_id, values, before, after)])


def left(known: KnownPerson) -> Plan:
    """They leave, as if an upload named them no more."""
    if not known.active:
        return _plan([])
    leaves = PersonChange(Action.LEAVES, known.id, known.sms_id, known.values, {"active": True}, {"active": False})
    return _plan([leaves], parted(known, known.memberships).memberships)


def back(known: KnownPerson) -> Plan:
    """They are here again, as they were; in no group of the SMS's."""
    if known.active:
        return _plan([])
    return _plan(
        [PersonChange(Action.RETURNS, known.id, known.sms_id, known.values, {"active": False}, {"active": True})]
    )


def parted(known: KnownPerson, groups: Iterable[str]) -> Plan:
    """They are in these groups of the SMS's no more."""
    return _plan(
        [],
        [
            MembershipChange(Action.ENDS, known.id, known.sms_id, name, known.memberships[name], None)
            for name in groups
            if name in known.memberships
        ],
    )


def _plan(people: list[PersonChange], memberships: list[MembershipChange] | None = None) -> Plan:
    return Plan(people, [], memberships or [], 0, [], [])
