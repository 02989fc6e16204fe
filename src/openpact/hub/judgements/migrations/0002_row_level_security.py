from django.db import migrations

from openpact.hub.platform.tenancy import protect


class Migration(migrations.Migration):
    dependencies = [("judgements", "0001_initial"), ("platform", "0001_initial")]
    operations = [
        protect("judgements_judgement"),
        protect("judgements_judgementversion", append_only=True),
        protect("judgements_feedhead"),
        protect("judgements_feedrow", append_only=True),
        protect("judgements_feedcursor"),
    ]
