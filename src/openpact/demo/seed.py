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
    from django.contrib.auth.hashers import make_password

    from openpact.hub.accounts.models import Role, User
    from openpact.hub.accounts.services import give_access
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.schools.models import Cycle
    from openpact.hub.schools.services import NumberTaken, create_school
    from openpact.hub.sms import vendors

    from .schools import PASSWORD, SCHOOLS

    # Everybody's is the same, and a good hash takes its time: once.
    password = make_password(PASSWORD)

    def somebody(email: str, name: str) -> User:
        return User.objects.create(email=email, name=name, password=password)

    for school in SCHOOLS:
        try:
            made = create_school(number=school.number, name=school.name, kind=school.kind, time_zone=school.zone)
        except NumberTaken:
            continue
        with at_school(made.id):
            for email, name, role in (
                (school.administrator, school.administrator_name, Role.ADMINISTRATOR),
                (school.leader, "Pita Principal", Role.LEADER),
                (school.reader, "Bo Board", Role.READER),
            ):
                give_access(made, somebody(email, name), role)
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
