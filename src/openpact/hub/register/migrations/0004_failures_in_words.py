from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("register", "0003_what_a_file_changed"),
    ]

    operations = [
        migrations.AddField(
            model_name="register",
            name="failure_said",
            field=models.JSONField(default=dict),
        ),
    ]
