"""What an operator sees of every school: numbers and states. Each door opens to a transaction that is an active operator's
own (`as_user`), and to no other; the views beside them are only for Django to read by."""

from pathlib import Path

from django.db import migrations

from openpact.hub.platform.tenancy import door

SQL = Path(__file__).parents[1] / "sql"
#: Door and view, and what it answers.
DOORS = {
    "operator_schools": "id bigint, number int, name text, kind text, time_zone text, created_at timestamptz, students bigint,"
    " staff bigint, administrators bigint, users bigint, open_invitations bigint, judgements bigint",
    "operator_connections": "id bigint, number int, school text, provider text, use_sms boolean, automatic_export boolean,"
    " linked_at timestamptz, secrets bigint, secret_used_at timestamptz, uploaded_at timestamptz, upload_state text,"
    " collected_at timestamptz, waiting bigint",
    "operator_failures": "id uuid, number int, school text, provider text, direction text, source text, state text,"
    " received_at timestamptz, finished_at timestamptz, size bigint, codes text, issues bigint",
}

#: What the two ask for since 0004, so that their text can be read here; until then nobody hands it over.
MOMENT = dict.fromkeys(("operator_schools", "operator_connections"), "moment timestamptz DEFAULT now()")


def _operations():
    for name, columns in DOORS.items():
        yield door(
            f"{name}({MOMENT.get(name, '')})",
            f"TABLE ({columns}) STABLE",
            (SQL / f"{name.removeprefix('operator_')}.sql").read_text(),
        )
        view = name.removesuffix("s")
        yield migrations.RunSQL(
            f"CREATE VIEW {view} WITH (security_invoker = true) AS SELECT * FROM {name}()",  # noqa: S608
            f"DROP VIEW {view}",
        )


class Migration(migrations.Migration):
    dependencies = [
        ("accounts", "0007_access_can_be_removed"),
        ("judgements", "0001_initial"),
        ("platform", "0003_cache"),
        ("roster", "0001_initial"),
        ("schools", "0001_initial"),
        ("sms", "0005_selection"),
    ]
    operations = list(_operations())
