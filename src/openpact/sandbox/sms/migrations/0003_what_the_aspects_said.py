from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sms", "0002_four_smss"),
    ]

    operations = [
        migrations.AddField("result", "score", models.PositiveIntegerField(null=True)),
        migrations.AddField("result", "score_low", models.PositiveIntegerField(null=True)),
        migrations.AddField("result", "score_high", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "result", "recommended", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
        migrations.AddField(
            "result", "standard", models.CharField(blank=True, default="", max_length=40), preserve_default=False
        ),
        migrations.AddField(
            "result", "framework", models.CharField(blank=True, default="", max_length=60), preserve_default=False
        ),
        migrations.AddField("result", "framework_version", models.PositiveIntegerField(null=True)),
        migrations.AddField(
            "result", "calibration", models.CharField(blank=True, default="", max_length=60), preserve_default=False
        ),
        migrations.AddField("result", "calibration_version", models.PositiveIntegerField(null=True)),
        migrations.AddField("result", "aspects", models.JSONField(null=True)),
    ]
