from django.db import migrations

from openpact.hub.platform.tenancy import door, protect

MINE = (
    "EXISTS (SELECT 1 FROM accounts_access a"
    " WHERE a.school_id = schools_school.id AND a.user_id = (SELECT openpact_user()))"
)


class Migration(migrations.Migration):
    dependencies = [("schools", "0001_initial"), ("accounts", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        protect("schools_school", column="id", also=MINE),
        protect("schools_cycle"),
        # For the worker's rounds: it visits each school in a transaction of that school's own.
        door("schools_all()", "SETOF bigint STABLE", "SELECT id FROM schools_school ORDER BY id"),
        # For a new school: is the Ministry's number taken?
        door(
            "schools_of_number(wanted int)",
            "bigint STABLE",
            "SELECT id FROM schools_school WHERE number = wanted",
        ),
    ]
