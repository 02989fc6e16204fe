"""From rows to a Roster."""

from collections import defaultdict
from pathlib import Path

from django.db import connection

from openpact.hub.platform import sqlfile

from .core import KnownGroup, KnownPerson
from .core.values import FIELDS

SQL = sqlfile.load(Path(__file__).parent / "sql/load.sql")
NSNS = FIELDS.index("associated_nsns")
NONE: dict[str, bool] = {}


def load_people(school_id: int) -> tuple[dict[str, KnownPerson], dict[str, KnownGroup]]:
    """Everybody of the school by their id in the SMS, and its groups by name, as uploads know them; the departed too."""
    school = {"school": school_id}
    with connection.cursor() as cursor:
        cursor.execute(SQL["groups"], school)
        groups = {name: KnownGroup(key, name, home, listed) for key, name, home, listed in cursor.fetchall()}
        name_of = {group.id: name for name, group in groups.items()}
        cursor.execute(SQL["memberships"], school)
        memberships: dict[int, dict[str, bool]] = defaultdict(dict)
        for person_id, group_id, home in cursor.fetchall():
            memberships[person_id][name_of[group_id]] = home
        cursor.execute(SQL["people"], school)
        people = {}
        for key, sms_id, active, by_hand, *values in cursor.fetchall():
            values[NSNS] = tuple(values[NSNS])
            people[sms_id] = KnownPerson(key, sms_id, tuple(values), active, memberships.get(key, NONE), by_hand)
    return people, groups
