import django.contrib.postgres.fields
from django.db import migrations, models


class Migration(migrations.Migration):
    dependencies = [
        ("sms", "0006_lists_in_their_own_words"),
    ]

    operations = [
        migrations.AddField(
            model_name="exchange",
            name="to_mend",
            field=django.contrib.postgres.fields.ArrayField(
                base_field=models.CharField(max_length=16), default=list, size=None
            ),
        ),
    ]
