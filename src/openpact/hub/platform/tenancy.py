"""Which school a transaction is for. PostgreSQL enforces it: rows of other schools do not exist for it.

Every table that belongs to a school carries `school_id` and a row-level security policy (see `protect`). The role that
serves does not own the tables, so it cannot look past them. Without a school nothing is seen.
"""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection, migrations, transaction


@contextmanager
def at_school(school_id: int, *, user_id: int | None = None) -> Iterator[None]:
    """One transaction on behalf of one school: all of it happens, or none. Within another, that one's school returns."""
    with transaction.atomic():
        before = _set(str(school_id), "" if user_id is None else str(user_id))
        yield
        _set(*before)


@contextmanager
def as_user(user_id: int) -> Iterator[None]:
    """One transaction on behalf of a signed-in person at no school yet: they see their own accesses and schools."""
    with transaction.atomic():
        before = _set("", str(user_id))
        yield
        _set(*before)


def go_to(school_id: int, user_id: int) -> None:
    """Inside `as_user`: the rest of that transaction is on behalf of one of the person's schools."""
    _set(str(school_id), str(user_id))


#: The settings are read before they are set: the first part is worked out whole.
SET = """
WITH before AS MATERIALIZED (
    SELECT coalesce(current_setting('openpact.school', true), '') AS school,
           coalesce(current_setting('openpact.user', true), '') AS person
)
SELECT school, person, set_config('openpact.school', %s, true), set_config('openpact.user', %s, true) FROM before
"""


def _set(school: str, user: str) -> tuple[str, str]:
    """Say whose the rest of this transaction is; the answer is whose it was. A rollback undoes it by itself."""
    with connection.cursor() as cursor:
        cursor.execute(SET, [school, user])
        before_school, before_user, *_ = cursor.fetchone()
    return before_school, before_user


def protect(table: str, *, column: str = "school_id", also: str = "", append_only: bool = False) -> migrations.RunSQL:
    """The migration step that puts a table under row-level security.

    `also` is an extra SQL condition under which a row may be read (never written). An append-only table gets no
    policy, and so no grant, for UPDATE and DELETE (see database.grant).
    """
    mine = f"{column} = (SELECT openpact_school())"
    readable = f"{mine} OR {also}" if also else mine
    policies = {
        "reads": f"FOR SELECT USING ({readable})",
        "inserts": f"FOR INSERT WITH CHECK ({mine})",
    }
    if not append_only:
        policies |= {
            "updates": f"FOR UPDATE USING ({mine}) WITH CHECK ({mine})",
            "deletes": f"FOR DELETE USING ({mine})",
        }
    create = [f"CREATE POLICY school_{name} ON {table} {rule}" for name, rule in policies.items()]
    drop = [f"DROP POLICY school_{name} ON {table}" for name in policies]
    return migrations.RunSQL(
        [f"ALTER TABLE {table} ENABLE ROW LEVEL SECURITY", *create],
        [*drop, f"ALTER TABLE {table} DISABLE ROW LEVEL SECURITY"],
    )


def door(signature: str, returns: str, body: str) -> migrations.RunSQL:
    """A narrow way past row-level security: an SQL function that runs as the owner and answers one question.

    Kept few and small, because each is a promise: they are listed in docs/explanation/tenancy.md.
    """
    return migrations.RunSQL(
        f"CREATE FUNCTION {signature} RETURNS {returns} LANGUAGE sql SECURITY DEFINER SET search_path = public, pg_temp"
        f" AS $door$ {body} $door$",
        f"DROP FUNCTION {signature.split('(')[0]}",
    )
