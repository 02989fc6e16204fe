"""Kolibri's `bulkimportusers`, as `kolibri manage` runs it, with `--delete` (who is not in the file goes), on its own SQLite.

Runs in an environment of its own (kolibri_bulkimport.txt). Turning the IDE file into Kolibri's CSV is in the time (it is
small). Kolibri gives every new user a password: the quickest hasher is set here, so that hashing is not what is measured.
It deletes who left for good, and keeps no record of what it changed.
"""

import csv
import os
import shutil
import sys
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parents[1]))
import job as jobs

COLUMNS = ("UUID", "USERNAME", "PASSWORD", "FULL_NAME", "USER_TYPE", "IDENTIFIER", "BIRTH_YEAR", "GENDER")
COLUMNS += ("ENROLLED_IN", "ASSIGNED_TO")


def kolibri_rows(path: Path, known: dict[str, str]):
    with path.open(encoding="utf-8", newline="") as file:
        for row in csv.DictReader(file):
            if row["mlepRole"] is None:
                continue  # the last line of an IDE file is no person
            student = row["mlepRole"] == "Student"
            name = row["mlepSmsPersonId"]
            groups = dict.fromkeys(filter(None, f"{row['mlepGroupMembership']}#{row['mlepHomeGroup']}".split("#")))
            yield (
                known.get(name, ""), name, "*" if name in known else "kererū over the hill",
                f"{row['mlepPreferredName'] or row['mlepFirstName']} {row['mlepLastName']}".replace("'", "’"),
                "LEARNER" if student else "CLASS_COACH", row["mlepStudentNSN"], row["mlepDOB"][:4],
                {"M": "MALE", "F": "FEMALE"}.get(row["mlepGender"], ""),
                ",".join(groups) if student else "", "" if student else ",".join(groups),
            )  # fmt: skip


def main() -> None:
    job = jobs.Job.from_argument()
    home = job.folder / "kolibri"
    shutil.rmtree(home, ignore_errors=True)
    os.environ |= {"KOLIBRI_HOME": str(home), "KOLIBRI_RUN_MODE": "bench"}
    from kolibri.utils.main import initialize

    sys.stdout, real = sys.stderr, sys.stdout  # its log is not our result
    initialize()
    from django.conf import settings
    from django.core.management import call_command
    from django.db import connections
    from kolibri.core.auth.models import FacilityUser

    settings.PASSWORD_HASHERS = ["django.contrib.auth.hashers.MD5PasswordHasher"]
    call_command(
        "provisiondevice", facility="Bench School", superusername="office", superuserpassword="kereru hill",
        preset="formal", language_id="en", interactive=False,
    )  # fmt: skip
    connections.close_all()
    for name in ("db.sqlite3", "db.sqlite3-wal"):
        if (home / name).exists():
            shutil.copy(home / name, home / f"fresh-{name}")
    everybody = FacilityUser.objects.exclude(username="office")

    def empty() -> None:
        connections.close_all()
        for name in ("db.sqlite3", "db.sqlite3-wal", "db.sqlite3-shm"):
            (home / name).unlink(missing_ok=True)
        for name in ("db.sqlite3", "db.sqlite3-wal"):
            if (home / f"fresh-{name}").exists():
                shutil.copy(home / f"fresh-{name}", home / name)

    def load(path: Path) -> None:
        sheet = home / "people.csv"
        with sheet.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file)
            writer.writerow(COLUMNS)
            writer.writerows(kolibri_rows(path, dict(everybody.values_list("username", "id"))))
        call_command("bulkimportusers", str(sheet), delete=True)

    sys.stdout = real
    jobs.run(job, empty=empty, load=load, count=everybody.count)


if __name__ == "__main__":
    main()
