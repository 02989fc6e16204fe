from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sms", "0005_selection"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchange",
            name="spreadsheet",
            field=models.JSONField(null=True),
        ),
    ]
