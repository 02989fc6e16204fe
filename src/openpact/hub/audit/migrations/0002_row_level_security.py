from django.db import migrations

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [("audit", "0001_initial"), ("platform", "0001_initial")]
    operations = [protect("audit_line", append_only=True)]
