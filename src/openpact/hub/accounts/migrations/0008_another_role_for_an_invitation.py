from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_access_can_be_removed"),
    ]

    operations = [
        migrations.AlterField(
            model_name="invitationevent",
            name="what",
            field=models.CharField(
                choices=[
                    ("invited", "Invited"),
                    ("sent", "Mail sent"),
                    ("resent", "To be sent again"),
                    ("role", "Another role"),
                    ("replaced", "Replaced by a new one"),
                    ("withdrawn", "Withdrawn"),
                    ("returned", "Valid again"),
                    ("code-sent", "Code sent"),
                    ("accepted", "Accepted"),
                ],
                max_length=10,
            ),
        ),
    ]
