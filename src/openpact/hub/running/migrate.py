"""Bring the database in step, as its owner."""

import os

import django


def migrate(*, verbosity: int = 1) -> None:
    os.environ["OPENPACT_AS_OWNER"] = "1"
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()
    from openpact.hub.platform.database import prepare

    prepare(verbosity=verbosity)
