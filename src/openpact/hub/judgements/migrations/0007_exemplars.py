import django.db.models.deletion
from django.conf import settings
from django.db import migrations, models

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [
        ("judgements", "0006_aspects"),
        ("schools", "0005_standards_and_aspects"),
        migrations.swappable_dependency(settings.AUTH_USER_MODEL),
    ]

    operations = [
        migrations.CreateModel(
            name="Exemplar",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                (
                    "area",
                    models.CharField(
                        choices=[("reading", "Reading"), ("writing", "Writing"), ("mathematics", "Mathematics")],
                        max_length=12,
                    ),
                ),
                ("framework_version", models.PositiveSmallIntegerField()),
                ("aspect", models.CharField(max_length=60)),
                ("set", models.PositiveSmallIntegerField()),
                ("title", models.CharField(max_length=120)),
                ("text", models.TextField(blank=True)),
                ("content_type", models.CharField(blank=True, max_length=20)),
                ("size", models.PositiveIntegerField(null=True)),
                ("added_at", models.DateTimeField()),
                (
                    "added_by",
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
            ],
            options={
                "ordering": ["set", "id"],
            },
        ),
        migrations.CreateModel(
            name="ExemplarFile",
            fields=[
                (
                    "exemplar",
                    models.OneToOneField(
                        on_delete=django.db.models.deletion.CASCADE,
                        primary_key=True,
                        related_name="file",
                        serialize=False,
                        to="judgements.exemplar",
                    ),
                ),
                ("content", models.BinaryField()),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
            ],
        ),
        migrations.AddIndex(
            model_name="exemplar",
            index=models.Index(fields=["school", "area", "aspect"], name="judgements__school__789624_idx"),
        ),
        protect("judgements_exemplar"),
        protect("judgements_exemplarfile"),
    ]
