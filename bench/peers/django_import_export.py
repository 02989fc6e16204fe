"""django-import-export: a resource for groups and one for people, as its documentation shows, on the same PostgreSQL.

Runs in an environment of its own (django_import_export.txt). The file is read with Python's csv module into tablib
datasets. One transaction each, unchanged rows skipped, no HTML differences. It removes nobody and records nothing.
Its bulk mode is not used: that cannot save memberships.
"""

import csv
import sys
from pathlib import Path
from urllib.parse import unquote, urlsplit

sys.path.insert(0, str(Path(__file__).parents[1]))
import job as jobs


def set_up(url: str) -> None:
    import django
    from django.conf import settings

    address = urlsplit(url)
    database = {
        "ENGINE": "django.db.backends.postgresql", "NAME": address.path[1:], "USER": address.username,
        "HOST": unquote(address.netloc.rpartition("@")[2].partition(":")[0]), "CONN_MAX_AGE": None,
    }  # fmt: skip
    settings.configure(
        DATABASES={"default": database},
        INSTALLED_APPS=["django.contrib.contenttypes", "import_export", "roll"],
        DEFAULT_AUTO_FIELD="django.db.models.BigAutoField",
    )
    django.setup()


def main() -> None:
    job = jobs.Job.from_argument()
    set_up(job.database)

    import tablib
    from django.db import connection
    from import_export import fields, resources, widgets
    from roll.models import DATES, SAME, Group, Person

    class Options:
        use_transactions = True
        skip_unchanged = True
        report_skipped = False
        skip_html_diff = True

    class GroupResource(resources.ModelResource):
        class Meta(Options):
            model = Group
            fields = import_id_fields = ("name",)

    class PersonResource(resources.ModelResource):
        groups = fields.Field("groups", "mlepGroupMembership", widgets.ManyToManyWidget(Group, "#", "name"))
        homes = fields.Field("homes", "mlepHomeGroup", widgets.ManyToManyWidget(Group, "#", "name"))

        class Meta(Options):
            model = Person
            import_id_fields = ("mlepSmsPersonId",)
            fields = ("mlepSmsPersonId", *SAME, *DATES, "groups", "homes")

    def load(path: Path) -> None:
        with path.open(encoding="utf-8", newline="") as file:
            # The last line of an IDE file is no person.
            rows = [row for row in csv.DictReader(file) if row["mlepRole"] is not None]
        names = {
            name
            for row in rows
            for column in ("mlepGroupMembership", "mlepHomeGroup")
            for name in row[column].split("#")
        }
        groups = tablib.Dataset(*[(name,) for name in sorted(names - {""})], headers=["name"])
        GroupResource().import_data(groups, raise_errors=True)
        people = tablib.Dataset(*[tuple(row.values()) for row in rows], headers=list(rows[0]))
        PersonResource().import_data(people, raise_errors=True)

    def empty() -> None:
        with connection.cursor() as cursor:
            cursor.execute("TRUNCATE roll_person, roll_group, roll_person_groups, roll_person_homes")

    with connection.cursor() as cursor:
        cursor.execute("DROP SCHEMA public CASCADE; CREATE SCHEMA public")
    with connection.schema_editor() as editor:
        editor.create_model(Group)
        editor.create_model(Person)
    jobs.run(job, empty=empty, load=load, count=Person.objects.count)


if __name__ == "__main__":
    main()
