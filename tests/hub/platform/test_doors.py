"""The ways past row-level security are few, small, and written down."""

import re
from pathlib import Path

from django.db import connection

PAGE = Path(__file__).parents[3] / "docs/explanation/tenancy.md"
DOORS = """
SELECT p.proname, coalesce(array_to_string(p.proargnames[1:p.pronargs], ', '), ''), p.proconfig, pg_get_userbyid(p.proowner)
FROM pg_proc p JOIN pg_namespace n ON n.oid = p.pronamespace
WHERE p.prosecdef AND n.nspname NOT IN ('pg_catalog', 'information_schema')
"""


def doors() -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(DOORS)
        return cursor.fetchall()


def test_the_documentation_lists_exactly_the_doors_there_are(db):
    listed = re.findall(r"^\| `(\w+)\(([\w, ]*)\)` \|", PAGE.read_text(), re.MULTILINE)
    assert len(listed) == len(set(listed))
    assert set(listed) == {(name, arguments) for name, arguments, _, _ in doors()}


def test_a_door_cannot_be_turned_by_whoever_walks_through_it(db):
    """It finds its tables in its own search path, and belongs to the owner, not to the role that serves."""
    for name, _, configuration, owner in doors():
        assert configuration == ["search_path=public, pg_temp"], name
        assert owner != "openpact_app", name
