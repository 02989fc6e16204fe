"""Bring the database in step, as its owner."""

import os

from .start import start


def migrate(*, verbosity: int = 1) -> None:
    os.environ["OPENPACT_AS_OWNER"] = "1"
    start()
    from openpact.hub.platform.database import prepare

    prepare(verbosity=verbosity)
