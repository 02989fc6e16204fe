"""National students, as uploads make them."""

from uuid import UUID

from django.db import connection


def student_key(nsn: str) -> UUID:
    """Our key of the student with this NSN."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT id FROM roster_students(%s)", [[nsn]])
        return cursor.fetchone()[0]
