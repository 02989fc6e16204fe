"""The floor: COPY of the same people and memberships, ready in memory, into tables without keys, indexes or rules."""

from pathlib import Path

import psycopg

from openpact import ide
from openpact.hub.roster.core.values import FIELDS, memberships_of, values_of

from . import job as jobs

DATES = {"first_attending", "last_attendance", "dob"}
COLUMNS = ", ".join(
    f"{name} {'date' if name in DATES else 'text[]' if name == 'associated_nsns' else 'text'}" for name in FIELDS
)
TABLES = f"""
CREATE TABLE IF NOT EXISTS person (sms_id text, {COLUMNS});
CREATE TABLE IF NOT EXISTS membership (sms_id text, name text, home boolean);
TRUNCATE person, membership
"""


def main() -> None:
    job = jobs.Job.from_argument()
    people = ide.read(job.file(0).read_bytes()).people
    rows = [(p.sms_id, *map(_plain, values_of(p))) for p in people]
    memberships = [(p.sms_id, name, home) for p in people for name, home in memberships_of(p).items()]
    with psycopg.connect(job.owner, autocommit=True) as connection:

        def load(path: Path) -> None:
            with connection.transaction(), connection.cursor() as cursor:
                for table, values in (("person", rows), ("membership", memberships)):
                    with cursor.copy(f"COPY {table} FROM STDIN") as copy:
                        for row in values:
                            copy.write_row(row)

        jobs.run(job, empty=lambda: connection.execute(TABLES), load=load)


def _plain(value: object) -> object:
    return list(value) if isinstance(value, tuple) else value


if __name__ == "__main__":
    main()
