from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField(
            model_name="delivery",
            name="changes",
            field=models.JSONField(default=dict),
        ),
    ]
