from django.db import migrations

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [("notices", "0001_initial"), ("platform", "0001_initial")]
    operations = [protect("notices_notice"), protect("notices_told"), protect("notices_digest")]
