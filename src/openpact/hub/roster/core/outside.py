"""What a file does not speak of because the SMS's selection leaves it out: it stays as it was.

Home groups are always in a file; other groups unless they were left out, and people only if their role was. Somebody who
is not in the file and whose role was not selected has not left. Somebody who is in it keeps their places in groups that
were left out.
"""

from collections.abc import Iterable

from openpact.ide import IdeFile

from .values import ROLE, KnownPerson, Memberships, Roster


def is_outside(file: IdeFile, person: KnownPerson) -> bool:
    """Whether an absent person was left out on purpose."""
    return not file.selection.includes_role(person.values[ROLE])


def unspoken_groups(roster: Roster, file: IdeFile) -> frozenset[str]:
    """The groups that the file says nothing of: left out, known, and nobody's home group here or there."""
    left_out = file.selection.without_groups
    if not left_out:
        return frozenset()
    named = {name for person in file.people for name in (*person.groups, *person.home_groups)}
    known = roster.groups
    return frozenset(name for name in left_out - named if name in known and not known[name].is_home)


def keep_unspoken(known: Memberships, wanted: dict[str, bool], unspoken: Iterable[str]) -> dict[str, bool]:
    """`wanted`, and the places among `known` that the file says nothing of."""
    kept = {name: known[name] for name in unspoken if name in known and name not in wanted}
    return {**wanted, **kept} if kept else wanted
