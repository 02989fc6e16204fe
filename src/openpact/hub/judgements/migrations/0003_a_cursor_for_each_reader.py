import django.db.models.deletion
from django.db import migrations, models

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    """Cursors begin anew: what was collected before comes once more, which is harmless, since (id, version) is known."""

    dependencies = [("judgements", "0002_row_level_security"), ("schools", "0001_initial")]
    operations = [
        migrations.DeleteModel("FeedCursor"),
        migrations.CreateModel(
            name="FeedCursor",
            fields=[
                ("id", models.BigAutoField(auto_created=True, primary_key=True, serialize=False, verbose_name="ID")),
                ("reader", models.CharField(max_length=20)),
                ("acknowledged", models.BigIntegerField(default=0)),
                ("acknowledged_at", models.DateTimeField(null=True)),
                (
                    "school",
                    models.ForeignKey(
                        on_delete=django.db.models.deletion.CASCADE, related_name="+", to="schools.school"
                    ),
                ),
            ],
            options={
                "constraints": [models.UniqueConstraint(fields=("school", "reader"), name="one_cursor_per_reader")]
            },
        ),
        protect("judgements_feedcursor"),
    ]
