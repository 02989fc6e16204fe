"""dlt's merge: people by their id, their groups as a child table, into the same PostgreSQL.

Runs in an environment of its own (dlt_merge.txt). The file is read with Python's csv module; dlt normalises, loads into
staging tables (by COPY) and merges. Its tables exist beforehand. It applies no rules, records no changes and removes nobody.
"""

import csv
import os
import sys
from collections.abc import Iterator
from datetime import date
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import job as jobs

DATES = ("mlepFirstAttending", "mlepLastAttendance", "mlepDOB")


def people(path: Path) -> Iterator[dict]:
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mlepRole"] is None:
                continue  # the last line of an IDE file is no person
            for name in DATES:
                row[name] = date.fromisoformat(row[name]) if row[name] else None
            homes = dict.fromkeys(filter(None, row.pop("mlepHomeGroup").split("#")), True)
            groups = dict.fromkeys(filter(None, row.pop("mlepGroupMembership").split("#")), False) | homes
            yield {**row, "groups": [{"name": name, "home": home} for name, home in groups.items()]}


def main() -> None:
    job = jobs.Job.from_argument()
    os.environ |= {
        "RUNTIME__DLTHUB_TELEMETRY": "false",
        "RUNTIME__LOG_LEVEL": "ERROR",
        "DLT_DATA_DIR": str(job.folder / "dlt"),
    }
    import dlt
    import psycopg2

    pipeline = dlt.pipeline(
        "bench", pipelines_dir=str(job.folder / "dlt"), dataset_name="bench",
        destination=dlt.destinations.postgres(job.database),
    )  # fmt: skip
    columns = {name: {"data_type": "date", "nullable": True} for name in DATES}

    def load(path: Path) -> None:
        resource = dlt.resource(
            people(path), name="person", write_disposition="merge", primary_key="mlepSmsPersonId", columns=columns
        )
        pipeline.run(resource, loader_file_format="csv").raise_on_failed_jobs()

    def empty() -> None:
        connection = psycopg2.connect(job.database)
        with connection, connection.cursor() as cursor:
            cursor.execute("TRUNCATE bench.person, bench.person__groups")
        connection.close()

    def people_now() -> int:
        with pipeline.sql_client() as client:
            return client.execute_sql("SELECT count(*) FROM person")[0][0]

    load(job.file(0))
    jobs.run(job, empty=empty, load=load, count=people_now)


if __name__ == "__main__":
    main()
