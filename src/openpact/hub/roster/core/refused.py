"""A refused row is never an absent row: whom might it describe?

A row whose id can be read speaks of that id. A row with the wrong number of cells, or without a usable id, is searched
for anything that names somebody known: an id, an NSN, or first and last name. A row that names nobody at all could be
anyone, so nobody leaves until it is mended.
"""

from collections.abc import Iterable, Sequence

from openpact.ide import RefusedRow

from .values import FIRST_NAME, LAST_NAME, NSN, KnownPerson, is_nobodys

#: Above this many rows that cannot be made out nobody is looked for: nobody leaves.
SEARCHED = 1000


def protected_by(
    rows: Sequence[RefusedRow], absent: Iterable[KnownPerson], *, ids_hold: bool = True
) -> tuple[set[str], bool]:
    """Ids of absent people whom a refused row describes, and whether some row could describe anyone.

    `absent` is everybody in the roster whom no good row names. Where the ids are another SMS's (`ids_hold` is False) an
    id says nothing, and every refused row is searched for an NSN or a name; so it is for somebody whose id was set aside.
    """
    absent = list(absent)
    ids = {row.sms_id for row in rows if row.sms_id is not None and ids_hold}
    ids |= {p.sms_id for p in absent if is_nobodys(p.sms_id) and any(_names(_texts(row), p) for row in rows)}
    searched = [row for row in rows if row.sms_id is None or not ids_hold]
    unclear = [_texts(row) for row in searched]
    if not unclear:
        return ids, False
    if len(unclear) > SEARCHED:
        return ids, True
    told: set[int] = set()
    for person in absent:
        for number, cells in enumerate(unclear):
            if (ids_hold and person.sms_id.casefold() in cells) or _names(cells, person):
                ids.add(person.sms_id)
                told.add(number)
    return ids, len(told) < len(unclear)


def _texts(row: RefusedRow) -> set[str]:
    return {cell.strip().casefold() for cell in row.cells} - {""}


def _names(cells: set[str], person: KnownPerson) -> bool:
    first, last = str(person.values[FIRST_NAME]).casefold(), str(person.values[LAST_NAME]).casefold()
    return (bool(person.values[NSN]) and person.values[NSN] in cells) or (first in cells and last in cells)
