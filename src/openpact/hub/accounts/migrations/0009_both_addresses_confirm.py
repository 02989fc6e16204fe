from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0008_another_role_for_an_invitation"),
    ]

    operations = [
        migrations.RenameField("emailchange", "token_hash", "new_hash"),
        migrations.RenameField("emailchange", "confirmed_at", "changed_at"),
        migrations.AddField("emailchange", "old_hash", models.CharField(max_length=64, null=True, unique=True)),
        migrations.AddField("emailchange", "new_confirmed_at", models.DateTimeField(null=True)),
        migrations.AddField("emailchange", "old_confirmed_at", models.DateTimeField(null=True)),
    ]
