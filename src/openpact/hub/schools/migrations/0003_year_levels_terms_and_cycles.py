import django.contrib.postgres.fields
import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

import openpact.hub.schools.models
from openpact.hub.platform.tenancy import protect

AREAS = [("reading", "Reading"), ("writing", "Writing"), ("mathematics", "Mathematics")]
KINDS = [("interim", "Interim"), ("final", "End of year"), ("ad-hoc", "Out of cycle")]

#: Schools that are here already get their kind's year levels.
YEAR_LEVELS = """
UPDATE schools_school SET first_year = levels.first, last_year = levels.last
FROM (VALUES ('full-primary', 1, 8), ('contributing', 1, 6), ('intermediate', 7, 8), ('secondary', 9, 15),
             ('year-7-15', 7, 15), ('composite', 1, 15), ('special', 1, 15)) AS levels (kind, first, last)
WHERE schools_school.kind = levels.kind
"""


def user():
    return models.ForeignKey(
        null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
    )


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0002_row_level_security"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]
    operations = [
        migrations.AddField(
            "school", "first_year", models.PositiveSmallIntegerField(default=1), preserve_default=False
        ),
        migrations.AddField(
            "school", "last_year", models.PositiveSmallIntegerField(default=15), preserve_default=False
        ),
        migrations.RunSQL(YEAR_LEVELS, migrations.RunSQL.noop),
        migrations.AddConstraint(
            "school",
            models.CheckConstraint(
                condition=models.Q(
                    ("first_year__gte", 1), ("last_year__gte", models.F("first_year")), ("last_year__lte", 15)
                ),
                name="year_levels_in_order",
            ),
        ),
        migrations.CreateModel(
            name="Term",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("year", models.PositiveSmallIntegerField()),
                ("number", models.PositiveSmallIntegerField()),
                ("first_day", models.DateField()),
                ("last_day", models.DateField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="terms", to="schools.school"
                    ),
                ),
            ],
            options={
                "ordering": ["year", "number"],
                "constraints": [
                    models.UniqueConstraint(fields=("school", "year", "number"), name="one_term_of_a_number_a_year"),
                    models.CheckConstraint(
                        condition=models.Q(("last_day__gte", models.F("first_day"))), name="term_ends_after_it_begins"
                    ),
                ],
            },
        ),
        protect("schools_term"),
        migrations.AlterField("cycle", "kind", models.CharField(choices=KINDS, max_length=10)),
        migrations.AddField(
            "cycle",
            "areas",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(choices=AREAS, max_length=12),
                default=openpact.hub.schools.models.every_area,
                size=None,
            ),
        ),
        migrations.AddField(
            "cycle",
            "years",
            django.contrib.postgres.fields.ArrayField(
                base_field=models.PositiveSmallIntegerField(), blank=True, default=list, size=None
            ),
        ),
        migrations.AddField("cycle", "remind_days", models.PositiveSmallIntegerField(blank=True, null=True)),
        migrations.AddField("cycle", "closed_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("cycle", "closed_by", user()),
        migrations.AddField("cycle", "reopened_at", models.DateTimeField(blank=True, null=True)),
        migrations.AddField("cycle", "reopened_by", user()),
        migrations.AddField(
            "cycle", "reopened_because", models.TextField(blank=True, default=""), preserve_default=False
        ),
    ]
