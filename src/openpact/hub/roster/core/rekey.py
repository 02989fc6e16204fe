"""When a school moves to another SMS every id changes while the people stay: match them, so that nobody is lost.

Ids say nothing here: the new SMS may have given somebody else's old id to a new person. Students are matched by NSN;
staff by the address in the roster, or by the address of the account that accepted their invitation; the rest by an id
that still goes with the same name. What cannot be matched is shown: it leaves, or joins, and is never doubled silently.
"""

from collections.abc import Mapping
from dataclasses import replace

from openpact.ide import IdeFile

from .match import match
from .plan import PlanBuilder
from .values import Action, KnownPerson, PersonChange, Plan, Roster, is_nobodys, set_aside


def make_rekeying_plan(roster: Roster, file: IdeFile, linked: Mapping[int, str] | None = None) -> Plan:
    """The plan that keeps everybody. `linked` is person id -> the address of the account linked with that person."""
    found = match(roster.people.values(), file.people, linked or {})
    building = PlanBuilder(roster, file)
    new_ids = {person.sms_id for person in file.people}
    for person in file.people:
        building.meet(found.get(person.sms_id), person)
    matched = {known.id for known in found.values()}
    rest = [known for known in roster.people.values() if known.id not in matched]
    building.part_from((known for known in rest if known.active), file, ids_hold=False)
    plan = building.plan()
    # The new SMS may give an old id to anybody, with this file or a later one: none stays with whoever has left, was not
    # selected, or may be in a refused row.
    stale = {known.id for known in rest if known.sms_id in new_ids or not is_nobodys(known.sms_id)}
    leaving = {change.person_id for change in plan.of(Action.LEAVES)} & stale
    people = [_leaves(change, roster.version) if change.person_id in leaving else change for change in plan.people]
    people += [_stays(known, roster.version) for known in rest if known.id in stale - leaving]
    memberships = [
        replace(step, sms_id=set_aside(step.sms_id, roster.version)) if step.person_id in leaving else step
        for step in plan.memberships
    ]
    unmatched = [change.sms_id for change in people if change.action is Action.JOINS]
    return replace(plan, people=people, memberships=memberships, unmatched=unmatched)


def _leaves(change: PersonChange, version: int) -> PersonChange:
    old, new = change.sms_id, set_aside(change.sms_id, version)
    return replace(change, sms_id=new, before={**change.before, "sms_id": old}, after={**change.after, "sms_id": new})


def _stays(known: KnownPerson, version: int) -> PersonChange:
    new = set_aside(known.sms_id, version)
    return PersonChange(Action.REKEYED, known.id, new, known.values, {"sms_id": known.sms_id}, {"sms_id": new})
