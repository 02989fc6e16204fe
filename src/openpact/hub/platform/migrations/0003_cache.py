"""The table of settings.CACHES, as `createcachetable` would make it: migrations make every table."""

from django.db import migrations

SQL = """
CREATE TABLE platform_cache (
    cache_key varchar(255) PRIMARY KEY,
    value text NOT NULL,
    expires timestamptz NOT NULL
);
CREATE INDEX platform_cache_expires ON platform_cache (expires);
"""


class Migration(migrations.Migration):
    dependencies = [("platform", "0002_initial")]
    operations = [migrations.RunSQL(SQL, "DROP TABLE platform_cache")]
