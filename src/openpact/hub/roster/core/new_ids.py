"""One student, or one teacher, whom the SMS that is in use gives a new id: they are who they were, with what is theirs.

That many have new ids at once is another thing, which waits for a person: see `guard` and `rekey`.
"""

from collections import Counter
from collections.abc import Iterable

from openpact.ide import IdeFile, Person, Role

from .match import candidates, key_of
from .values import DOB, FIRST_NAME, LAST_NAME, ROLE, STAFF, KnownPerson, Roster, is_nobodys

NSN_LENGTH = 10


def match_new_ids(roster: Roster, file: IdeFile) -> dict[str, KnownPerson]:
    """Id that nobody has in the roster -> the person whose own id is gone from the file.

    Students by a whole NSN, staff by address, if nobody else has it in the file, nor among those whose ids are gone. A name
    or the date of birth has to agree too: an NSN may be mistyped, and an address like principal@ goes on to the next one.
    """
    new = [person for person in file.people if person.sms_id not in roster.people and _is_told_by(person)]
    if not new:
        return {}
    named = {person.sms_id for person in file.people} | {row.sms_id for row in file.refused}
    gone = [known for known in roster.people.values() if known.sms_id not in named and _may_be_meant(known)]
    known_by = candidates(gone, {})
    uses = Counter(map(key_of, file.people))
    found = {}
    for person in new:
        key = key_of(person)
        known = known_by.get(key) if uses[key] == 1 else None
        if known is not None and _agree(known, person):
            found[person.sms_id] = known
    return found


def _is_told_by(person: Person) -> bool:
    if person.role is Role.STUDENT:
        return len(person.nsn) == NSN_LENGTH and person.nsn.isdecimal()
    return person.role in STAFF and bool(person.email)


def _may_be_meant(known: KnownPerson) -> bool:
    """Whoever has no id of the SMS's is matched as it is."""
    kinds: Iterable[str] = {Role.STUDENT, *STAFF}
    return known.values[ROLE] in kinds and not known.by_hand and not is_nobodys(known.sms_id)


def _agree(known: KnownPerson, person: Person) -> bool:
    names = ((known.values[FIRST_NAME], person.first_name), (known.values[LAST_NAME], person.last_name))
    if any(before.casefold() == after.casefold() for before, after in names):
        return True
    return person.dob is not None and bool(known.values[DOB] == person.dob)
