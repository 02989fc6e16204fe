from django.db import migrations

from openpact.hub.platform.tenancy import door, protect


class Migration(migrations.Migration):
    dependencies = [("accounts", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        protect("accounts_access", also="user_id = (SELECT openpact_user())"),
        protect("accounts_invitation"),
        door(
            "accounts_school_of_invitation(hash text)",
            "bigint STABLE",
            "SELECT school_id FROM accounts_invitation WHERE token_hash = hash",
        ),
    ]
