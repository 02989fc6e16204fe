"""Bringing a database in step: roles, migrations, grants. Done by the owner, once per release.

Two PostgreSQL roles: the owner (whoever DATABASE_OWNER_URL signs in as) makes the tables; `openpact_app` may use them and
owns nothing, so row-level security holds for it. Web and worker assume `openpact_app` on every connection.
"""

from django.conf import settings
from django.core.management import call_command
from django.db import connection
from psycopg import sql

#: Policies say what may be done to a table: an append-only table has no policy for UPDATE and DELETE, so no grant either.
TABLES = """
SELECT c.relname, c.relrowsecurity, c.relkind = 'v',
       coalesce(array_agg(DISTINCT p.cmd) FILTER (WHERE p.cmd IS NOT NULL), '{}')
FROM pg_class c
JOIN pg_namespace n ON n.oid = c.relnamespace AND n.nspname = 'public'
LEFT JOIN pg_policies p ON p.schemaname = 'public' AND p.tablename = c.relname
WHERE c.relkind IN ('r', 'p', 'v')
GROUP BY 1, 2, 3
"""


def prepare(verbosity: int = 1) -> None:
    """Create what is missing and migrate; safe to run again, and from several machines at once."""
    role = sql.Identifier(settings.APP_ROLE)
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('openpact.prepare'))")
        try:
            cursor.execute("SELECT 1 FROM pg_roles WHERE rolname = %s", [settings.APP_ROLE])
            if cursor.fetchone() is None:
                cursor.execute(sql.SQL("CREATE ROLE {} NOLOGIN").format(role))
            call_command("migrate", interactive=False, verbosity=verbosity)
            grant(cursor)
        finally:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('openpact.prepare'))")


def grant(cursor) -> None:
    role = sql.Identifier(settings.APP_ROLE)
    for statement in (
        "GRANT USAGE ON SCHEMA public TO {}",
        "GRANT USAGE, SELECT ON ALL SEQUENCES IN SCHEMA public TO {}",
        "GRANT EXECUTE ON ALL FUNCTIONS IN SCHEMA public TO {}",
    ):
        cursor.execute(sql.SQL(statement).format(role))
    cursor.execute(TABLES)
    for table, secured, is_view, allowed in cursor.fetchall():
        name = sql.Identifier(table)
        cursor.execute(sql.SQL("REVOKE ALL ON {} FROM {}").format(name, role))
        if secured and not allowed:
            continue
        commands = ["SELECT"] if is_view else allowed if secured else ["SELECT", "INSERT", "UPDATE", "DELETE"]
        granted = sql.SQL(", ").join(sql.SQL(c) for c in commands)
        cursor.execute(sql.SQL("GRANT {} ON {} TO {}").format(granted, name, role))
