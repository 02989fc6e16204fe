from django.db import migrations

from openpact.hub.platform.tenancy import door, protect


class Migration(migrations.Migration):
    dependencies = [("sms", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        protect("sms_connection"),
        protect("sms_secret"),
        protect("sms_exchange"),
        protect("sms_idefilechunk"),
        # Whose secret is this? Asked when an access token arrives, before a school is known.
        door(
            "sms_school_of_application(application bigint)",
            "bigint STABLE",
            "SELECT school_id FROM sms_secret WHERE application_id = application",
        ),
        # For the metrics page: numbers only.
        door(
            "sms_exchange_counts()",
            "TABLE (direction text, state text, number bigint) STABLE",
            "SELECT direction::text, state::text, count(*) FROM sms_exchange GROUP BY 1, 2",
        ),
    ]
