import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("judgements", "0005_judgements_of_other_schools"),
        ("roster", "0003_by_hand"),
        ("schools", "0005_standards_and_aspects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.AddField(
            model_name="judgementversion",
            name="aspects",
            field=models.JSONField(default=dict),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="calibration",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="calibration_version",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="framework",
            field=models.CharField(blank=True, max_length=40),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="framework_version",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="recommended",
            field=models.CharField(
                blank=True,
                choices=[
                    ("1", "Curriculum level 1"),
                    ("2", "Curriculum level 2"),
                    ("3", "Curriculum level 3"),
                    ("4", "Curriculum level 4"),
                    ("5", "Curriculum level 5"),
                ],
                max_length=2,
            ),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="score",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="score_high",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="score_low",
            field=models.PositiveSmallIntegerField(null=True),
        ),
        migrations.AddField(
            model_name="judgementversion",
            name="standard",
            field=models.CharField(blank=True, max_length=12),
        ),
        migrations.CreateModel(
            name="Sheet",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.CharField(
                        choices=[("reading", "Reading"), ("writing", "Writing"), ("mathematics", "Mathematics")],
                        max_length=12,
                    ),
                ),
                ("framework", models.CharField(max_length=40)),
                ("framework_version", models.PositiveSmallIntegerField()),
                ("locked", models.BooleanField(default=False)),
                ("unlocked_at", models.DateTimeField(null=True)),
                ("unlocked_because", models.TextField(blank=True)),
                (
                    "cycle",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="schools.cycle"
                    ),
                ),
                (
                    "person",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="sheets", to="roster.person"
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
                (
                    "unlocked_by",
                    models.ForeignKey(
                        null=True,
                        on_delete=django.db.models.deletion.PROTECT,
                        related_name="+",
                        to=settings.AUTH_USER_MODEL,
                    ),
                ),
            ],
        ),
        migrations.CreateModel(
            name="AspectVersion",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aspect", models.CharField(max_length=60)),
                ("set", models.PositiveSmallIntegerField(null=True)),
                ("version", models.PositiveIntegerField()),
                ("judged_at", models.DateTimeField()),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="versions", to="judgements.sheet"
                    ),
                ),
            ],
            options={
                "ordering": ["version"],
            },
        ),
        migrations.CreateModel(
            name="AspectJudgement",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("aspect", models.CharField(max_length=60)),
                ("set", models.PositiveSmallIntegerField(null=True)),
                ("version", models.PositiveIntegerField()),
                ("judged_at", models.DateTimeField()),
                (
                    "judged_by",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.PROTECT, related_name="+", to=settings.AUTH_USER_MODEL
                    ),
                ),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
                (
                    "sheet",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="aspects", to="judgements.sheet"
                    ),
                ),
            ],
        ),
        migrations.AddConstraint(
            model_name="sheet",
            constraint=models.UniqueConstraint(
                fields=("person", "cycle", "area"), name="one_sheet_per_student_area_cycle"
            ),
        ),
        migrations.AddConstraint(
            model_name="aspectversion",
            constraint=models.UniqueConstraint(fields=("sheet", "aspect", "version"), name="one_row_per_placement"),
        ),
        migrations.AddConstraint(
            model_name="aspectjudgement",
            constraint=models.UniqueConstraint(fields=("sheet", "aspect"), name="one_judgement_per_aspect"),
        ),
        protect("judgements_sheet"),
        protect("judgements_aspectjudgement"),
        protect("judgements_aspectversion", append_only=True),
    ]
