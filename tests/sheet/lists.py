"""Lists as schools keep them, for tests: text in, people out."""

import hashlib
from datetime import date

from openpact import ide
from openpact.sheet import Known, Listed, Options, Order, Reading, Who, identify, parse, read, recognise

TODAY = date(2026, 6, 1)
CLASS = """First name\tSurname\tDOB\tNSN\tRoom\tYear
Aroha\tNgata\t14/3/2017\t0123456789\t5\t4
Te Ariki\tWikitōria\t2/11/2016\t123456790\t5\tY4
Mia\tO'Brien-Lee\t\t\t6\tYear 5
"""


def reading(text: str, who: Who = Who.STUDENTS, order: Order | None = None) -> Reading:
    table = parse(text)
    start, columns = recognise(table.rows)
    return read(table, start, columns, Options(who, TODAY, order))


def make_id(key: str) -> str:
    return f"pact-{hashlib.sha256(key.encode()).hexdigest()[:12]}"


def listed(text: str, known=(), groups=None, *, who: Who = Who.STUDENTS, order: Order | None = None) -> Listed:
    return identify(reading(text, who, order), known, groups or {}, make_id)


def known(people, *, active: bool = True) -> list[Known]:
    """The people of a list or a file, as PaCT knows them afterwards."""
    return [Known(person, active) for person in people]


def groups_of(people) -> dict[str, bool]:
    found: dict[str, bool] = {}
    for person in people:
        found |= {name: found.get(name, False) for name in person.groups} | dict.fromkeys(person.home_groups, True)
    return found


def as_file(people: Listed) -> list[ide.Person]:
    """The people of the IDE file that would be written, as they are read again."""
    from datetime import datetime

    data = ide.write(people.people, school_number=1, exported_at=datetime(2026, 6, 1), columns=people.columns)
    return ide.read(data).people
