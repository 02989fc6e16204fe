from django.db import migrations

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [("register", "0001_initial"), ("platform", "0001_initial")]
    operations = [protect("register_register"), protect("register_entry"), protect("register_delivery")]
