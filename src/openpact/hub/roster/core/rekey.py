"""When a school moves to another SMS every id changes while the people stay: match them, so that nobody is lost.

Ids say nothing here: the new SMS may have given somebody else's old id to a new person. Students are matched by NSN;
staff by the address in the roster, or by the address of the account that accepted their invitation; the rest by an id
that still goes with the same name. What cannot be matched is shown: it leaves, or joins, and is never doubled silently.
"""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace

from openpact.ide import IdeFile, Person, Role

from .plan import PlanBuilder
from .values import EMAIL, FIRST_NAME, LAST_NAME, NSN, ROLE, STAFF, Action, KnownPerson, PersonChange, Plan, Roster

#: What somebody is matched by: their kind, and an NSN or an address.
Key = tuple[str, str]
#: Stands in an id that was set aside.
ASIDE = " (until roster "


def make_rekeying_plan(roster: Roster, file: IdeFile, linked: Mapping[int, str] | None = None) -> Plan:
    """The plan that keeps everybody. `linked` is person id -> the address of the account linked with that person."""
    found = _match(roster, file.people, linked or {})
    building = PlanBuilder(roster, file)
    new_ids = {person.sms_id for person in file.people}
    for person in file.people:
        building.meet(found.get(person.sms_id), person, rekey=True)
    matched = {known.id for known in found.values()}
    rest = [known for known in roster.people.values() if known.id not in matched]
    building.part_from((known for known in rest if known.active), file, ids_hold=False)
    plan = building.plan()
    people = [_free_id(change, new_ids, roster.version) for change in plan.people]
    stays = {known.id for known in (*plan.kept, *plan.waiting)}
    people += [
        _old_id_of(known, roster.version)
        for known in rest
        if known.sms_id in new_ids and (known.id in stays or not known.active)
    ]
    # The new SMS has ids for these people too, and may give their old ones to anybody with a later file.
    people += [
        _old_id_of(known, roster.version)
        for known in plan.outside
        if known.sms_id in new_ids or ASIDE not in known.sms_id
    ]
    unmatched = [change.sms_id for change in people if change.action is Action.JOINS]
    return replace(plan, people=people, unmatched=unmatched)


def _match(roster: Roster, people: Iterable[Person], linked: Mapping[int, str]) -> dict[str, KnownPerson]:
    """New id -> the person in the roster. Each is used once; a key that several share decides nothing."""
    known = list(roster.people.values())
    now, once = [k for k in known if k.active], [k for k in known if not k.active]
    # Whoever is here now goes before whoever left with the same key: somebody who came back under a new id has both.
    known_by = {**_unique(_keys(once, linked)), **_unique(_keys(now, linked), or_none=True)}
    people = list(people)
    uses = Counter(_key_of(person) for person in people)
    found: dict[str, KnownPerson] = {}
    used: set[int] = set()
    for person in people:
        key = _key_of(person)
        candidate = known_by.get(key) if uses[key] == 1 else None
        if candidate is not None and candidate.id not in used:
            found[person.sms_id] = candidate
            used.add(candidate.id)
    for person in people:
        same = roster.people.get(person.sms_id)
        if person.sms_id not in found and same is not None and same.id not in used and _same_person(same, person):
            found[person.sms_id] = same
            used.add(same.id)
    return found


def _key_of(person: Person) -> Key:
    value = person.nsn if person.role is Role.STUDENT else person.email.casefold()
    return _kind(person.role), value


def _keys(known: Iterable[KnownPerson], linked: Mapping[int, str]) -> Iterable[tuple[Key, KnownPerson]]:
    for person in known:
        kind = _kind(person.values[ROLE])
        if kind == Role.STUDENT:
            yield (kind, person.values[NSN]), person
        else:
            for address in (person.values[EMAIL], linked.get(person.id, "")):
                yield (kind, address.casefold()), person


def _kind(role: str) -> str:
    """Staff are one kind: a teacher may be non-teaching staff in the new SMS. A teacher who is a parent too is two
    people with one address, and each is matched with their own kind."""
    return "staff" if role in STAFF else str(role)


def _same_person(known: KnownPerson, person: Person) -> bool:
    if known.values[NSN] and person.nsn:
        return bool(known.values[NSN] == person.nsn)
    return (known.values[FIRST_NAME], known.values[LAST_NAME]) == (person.first_name, person.last_name)


def _unique(pairs: Iterable[tuple[Key, KnownPerson]], *, or_none: bool = False) -> dict[Key, KnownPerson | None]:
    """Key -> person, without empty keys. Keys of two people are left out, or with `or_none` stand for nobody."""
    found: dict[Key, KnownPerson | None] = {}
    for key, known in pairs:
        if key[1]:
            found[key] = known if found.get(key, known) is known else None
    return {key: known for key, known in found.items() if known is not None or or_none}


def _free_id(change: PersonChange, new_ids: set[str], version: int) -> PersonChange:
    """Somebody who leaves while the new SMS gave their old id to another: the old id is set aside."""
    if change.action is not Action.LEAVES or change.sms_id not in new_ids:
        return change
    set_aside = _set_aside(change.sms_id, version)
    return replace(
        change,
        sms_id=set_aside,
        before={**change.before, "sms_id": change.sms_id},
        after={**change.after, "sms_id": set_aside},
    )


def _old_id_of(known: KnownPerson, version: int) -> PersonChange:
    """The same for somebody who had left long ago, or who stays because a refused row may be theirs."""
    set_aside = _set_aside(known.sms_id, version)
    return PersonChange(
        Action.REKEYED, known.id, set_aside, known.values, {"sms_id": known.sms_id}, {"sms_id": set_aside}
    )


def _set_aside(sms_id: str, version: int) -> str:
    return f"{sms_id}{ASIDE}{version})"
