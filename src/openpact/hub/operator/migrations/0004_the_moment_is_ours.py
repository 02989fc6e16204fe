"""What holds now is asked at the moment that the console says, not at the database's: the views hand it to the doors.
Without one they are empty."""

from importlib import import_module

from django.db import migrations

from openpact.hub.platform.tenancy import door

first = import_module("openpact.hub.operator.migrations.0001_doors")
MOMENT = "nullif(current_setting('openpact.moment', true), '')::timestamptz"


def _operations():
    for name in ("operator_schools", "operator_connections"):
        view, before = name.removesuffix("s"), "DROP FUNCTION IF EXISTS {0}(); DROP FUNCTION IF EXISTS {0}(timestamptz)"
        yield migrations.RunSQL(f"DROP VIEW {view}; {before.format(name)}", migrations.RunSQL.noop)
        sql = (first.SQL / f"{name.removeprefix('operator_')}.sql").read_text()
        yield door(f"{name}(moment timestamptz)", f"TABLE ({first.DOORS[name]}) STABLE STRICT", sql)
        yield migrations.RunSQL(
            f"CREATE VIEW {view} WITH (security_invoker = true) AS SELECT * FROM {name}({MOMENT})",  # noqa: S608
            f"DROP VIEW {view}",
        )


class Migration(migrations.Migration):
    dependencies = [("operator", "0003_names")]
    operations = list(_operations())
