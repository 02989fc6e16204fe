"""Who is who when ids say nothing: by NSN, by address, by an id that still goes with the same name.

An id of the SMS that a school has left is set aside: it then belongs to nobody, and the new SMS may give it to anybody.
Somebody whose id was set aside is matched again when a later file names them: a teacher the selection had left out, a
student who comes back.
"""

from collections import Counter
from collections.abc import Iterable, Mapping

from openpact.ide import Person, Role

from .values import ASIDE, EMAIL, FIRST_NAME, LAST_NAME, NSN, ROLE, STAFF, KnownPerson, Roster, is_set_aside

#: What somebody is matched by: their kind, and an NSN or an address.
Key = tuple[str, str]


def match_set_aside(roster: Roster, people: Iterable[Person]) -> dict[str, KnownPerson]:
    """Id in the file -> the person whose id was set aside, for ids that nobody has in the roster."""
    pool = [known for known in roster.people.values() if is_set_aside(known.sms_id)]
    if not pool:
        return {}
    return match(pool, (person for person in people if person.sms_id not in roster.people), {})


def match(pool: Iterable[KnownPerson], people: Iterable[Person], linked: Mapping[int, str]) -> dict[str, KnownPerson]:
    """Id in the file -> the person of `pool`. Each is used once; a key that several share decides nothing."""
    known = list(pool)
    now, once = [k for k in known if k.active], [k for k in known if not k.active]
    # Whoever is here now goes before whoever left with the same key: somebody who came back under a new id has both.
    known_by = {**_unique(_keys(once, linked)), **_unique(_keys(now, linked), or_none=True)}
    by_id = {
        k.sms_id.partition(ASIDE)[0]: k for k in sorted(known, key=lambda k: (not is_set_aside(k.sms_id), k.active))
    }
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
        same = by_id.get(person.sms_id)
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
