import django.db.models.deletion
from django.db import migrations, models


class Migration(migrations.Migration):
    """Own people and groups, places in groups by hand, hidden groups; and who made a change by hand."""

    dependencies = [
        ("audit", "0002_row_level_security"),
        ("roster", "0002_row_level_security"),
    ]

    operations = [
        migrations.AddField("person", "by_hand", models.BooleanField(default=False)),
        migrations.RenameField("group", "active", "listed"),
        migrations.AddField("group", "own", models.BooleanField(default=False)),
        migrations.AddField("group", "hidden", models.BooleanField(default=False)),
        migrations.AddField(
            "group",
            "active",
            models.GeneratedField(
                db_persist=True,
                expression=models.Q(("hidden", False), ("listed", True)),
                output_field=models.BooleanField(),
            ),
        ),
        migrations.RemoveConstraint("group", "one_group_per_name"),
        migrations.AddConstraint(
            "group",
            models.UniqueConstraint(
                condition=models.Q(("own", False)), fields=("school", "name"), name="one_sms_group_per_name"
            ),
        ),
        migrations.AddConstraint(
            "group",
            models.UniqueConstraint(
                condition=models.Q(("listed", True), ("own", True)),
                fields=("school", "name"),
                name="one_own_group_per_name",
            ),
        ),
        migrations.AddField("membership", "listed", models.BooleanField(default=True)),
        migrations.AddField("membership", "by_hand", models.BooleanField(default=False)),
        migrations.AddConstraint(
            "membership",
            models.CheckConstraint(
                condition=models.Q(("listed", True), models.Q(("by_hand", True), ("home", False)), _connector="OR"),
                name="in_a_group_for_a_reason",
            ),
        ),
        migrations.AlterField("rosterchange", "exchange_id", models.UUIDField(null=True)),
        migrations.AddField(
            "rosterchange",
            "line",
            models.ForeignKey(
                null=True, on_delete=django.db.models.deletion.PROTECT, related_name="+", to="audit.line"
            ),
        ),
        migrations.AddConstraint(
            "rosterchange",
            models.CheckConstraint(
                condition=models.Q(
                    models.Q(("exchange_id__isnull", False), ("line", None)),
                    models.Q(("exchange_id", None), ("line__isnull", False)),
                    _connector="OR",
                ),
                name="by_an_exchange_or_by_hand",
            ),
        ),
    ]
