from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("schools", "0004_set_up"),
    ]

    operations = [
        migrations.AddField(
            model_name="school",
            name="needs_aspects",
            field=models.BooleanField(default=False),
        ),
        migrations.AddField(
            model_name="school",
            name="reports_standards",
            field=models.BooleanField(default=False),
        ),
    ]
