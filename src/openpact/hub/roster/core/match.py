"""Who is who when ids say nothing: by NSN, by address, by an id that still goes with the same name.

An id of the SMS that a school has left is set aside: it then belongs to nobody, and the new SMS may give it to anybody.
Somebody whose id was set aside is matched again when a later file names them: a teacher the selection had left out, a
student who comes back. So is somebody with an id of PaCT's own: added by hand, or from a list without ids; students among
these also by name and date of birth, since a list may have no NSNs.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from openpact.ide import Person, Role

from .values import (
    ASIDE,
    DOB,
    EMAIL,
    FIRST_NAME,
    LAST_NAME,
    NSN,
    OURS,
    ROLE,
    STAFF,
    KnownPerson,
    Roster,
    is_nobodys,
    is_set_aside,
)

#: What somebody is matched by: their kind, and an NSN or an address.
Key = tuple[str, str]


def match_set_aside(roster: Roster, people: Iterable[Person]) -> dict[str, KnownPerson]:
    """Id in the file -> the person whose id is nobody's in the SMS, for ids that nobody has in the roster."""
    pool = [known for known in roster.people.values() if is_nobodys(known.sms_id)]
    if not pool:
        return {}
    people = list(people)
    named = {person.sms_id for person in people}
    pool = [known for known in pool if known.sms_id not in named]
    new = [person for person in people if person.sms_id not in roster.people]
    found = match(pool, new, {})
    used = {known.id for known in found.values()}
    ours = [known for known in pool if known.id not in used and known.sms_id.startswith(OURS)]
    return found | _match_by_birth(ours, [person for person in new if person.sms_id not in found])


def _match_by_birth(pool: Iterable[KnownPerson], people: Iterable[Person]) -> dict[str, KnownPerson]:
    """Students with the same name and date of birth, if that is nobody else's and no two NSNs speak against it."""
    births: dict[tuple[object, ...], list[KnownPerson]] = {}
    for known in pool:
        if known.values[ROLE] == Role.STUDENT and known.values[DOB]:
            births.setdefault(_birth(known.values[FIRST_NAME], known.values[LAST_NAME], known.values[DOB]), []).append(
                known
            )
    rows: dict[tuple[object, ...], list[Person]] = {}
    for person in people:
        if person.role is Role.STUDENT and person.dob:
            rows.setdefault(_birth(person.first_name, person.last_name, person.dob), []).append(person)
    found = {}
    for birth, (person, *others) in rows.items():
        candidates = births.get(birth, ())
        if not others and len(candidates) == 1:
            nsns = {candidates[0].values[NSN], person.nsn} - {""}
            if len(nsns) < 2:
                found[person.sms_id] = candidates[0]
    return found


def _birth(first: str, last: str, dob: object) -> tuple[object, ...]:
    return first.casefold(), last.casefold(), dob


def match(pool: Iterable[KnownPerson], people: Iterable[Person], linked: Mapping[int, str]) -> dict[str, KnownPerson]:
    """Id in the file -> the person of `pool`. Each is used once; a key that several share decides nothing."""
    known = list(pool)
    known_by = candidates(known, linked)
    by_id = {
        k.sms_id.partition(ASIDE)[0]: k for k in sorted(known, key=lambda k: (not is_set_aside(k.sms_id), k.active))
    }
    people = list(people)
    uses = Counter(key_of(person) for person in people)
    found: dict[str, KnownPerson] = {}
    used: set[int] = set()
    for person in people:
        key = key_of(person)
        candidate = known_by.get(key) if uses[key] == 1 else None
        if candidate is not None and candidate.id not in used:
            found[person.sms_id] = candidate
            used.add(candidate.id)
    for person in people:
        same = by_id.get(person.sms_id)
        if person.sms_id not in found and same is not None and same.id not in used and _same_person(same, person):
            found[person.sms_id] = same
            used.add(same.id)
    return found


def candidates(pool: Iterable[KnownPerson], linked: Mapping[int, str]) -> dict[Key, KnownPerson | None]:
    """Key -> whose alone it is, or None."""
    known = list(pool)
    now, once = [k for k in known if k.active], [k for k in known if not k.active]
    # Whoever is here now goes before whoever left with the same key: somebody who came back under a new id has both.
    return {**_unique(_keys(once, linked)), **_unique(_keys(now, linked), or_none=True)}


def key_of(person: Person) -> Key:
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
