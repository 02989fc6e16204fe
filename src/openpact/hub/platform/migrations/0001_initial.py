"""What row-level security asks: whose transaction is this?"""

from django.db import migrations

SQL = """
CREATE FUNCTION openpact_school() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('openpact.school', true), '')::bigint $$;

CREATE FUNCTION openpact_user() RETURNS bigint LANGUAGE sql STABLE PARALLEL SAFE AS
$$ SELECT nullif(current_setting('openpact.user', true), '')::bigint $$;
"""
REVERSE = "DROP FUNCTION openpact_school(); DROP FUNCTION openpact_user();"


class Migration(migrations.Migration):
    initial = True
    dependencies = []
    operations = [migrations.RunSQL(SQL, REVERSE)]
