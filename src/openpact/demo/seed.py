"""The seeded schools in PaCT, with nothing set up. Harmless to repeat."""

import os
from datetime import date
from pathlib import Path

import django

#: In the demo's home: MUSAC Edge's vendor credentials, made once.
VENDOR = "vendor_credentials"


def seed_hub(home: Path) -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.hub.settings"
    django.setup()
    from openpact.hub.accounts.models import Role, User
    from openpact.hub.accounts.services import give_access
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.schools.models import Cycle
    from openpact.hub.schools.services import NumberTaken, create_school
    from openpact.hub.sms import vendors

    from .schools import PASSWORD, SCHOOLS

    for school in SCHOOLS:
        try:
            made = create_school(number=school.number, name=school.name, kind=school.kind, time_zone=school.zone)
        except NumberTaken:
            continue
        user = User.objects.create_user(school.administrator, PASSWORD, name=school.administrator_name)
        with at_school(made.id):
            give_access(made, user, Role.ADMINISTRATOR)
            for email, name, role in (
                (school.leader, "Pita Principal", Role.LEADER),
                (school.reader, "Bo Board", Role.READER),
            ):
                give_access(made, User.objects.create_user(email, PASSWORD, name=name), role)
            # The demo works in the summer holidays too: one of the year's two cycles is always open.
            for cycle in Cycle.objects.filter(school=made):
                if cycle.kind == Cycle.Kind.INTERIM:
                    cycle.opens_on = date(cycle.year, 1, 1)
                else:
                    cycle.closes_on = date(cycle.year, 12, 31)
                cycle.save(update_fields=["opens_on", "closes_on"])
    kept = home / VENDOR
    if not kept.exists():
        kept.touch(0o600)
        kept.write_text(str(vendors.create("musac-edge")))
