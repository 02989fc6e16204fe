from django.db import migrations

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [("setup", "0001_initial"), ("platform", "0001_initial")]
    operations = [protect("setup_step")]
