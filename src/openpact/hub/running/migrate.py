"""Bring the database in step, as its owner."""

import os

import django


def migrate() -> None:
    os.environ["OPENPACT_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()
    from openpact.hub.platform.database import prepare

    prepare()
