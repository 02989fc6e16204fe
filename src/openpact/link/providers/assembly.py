"""Assembly: roles and non-home groups to include are chosen in the SMS."""

from datetime import time

from openpact.said import gettext_noop

from .base import Provider, Rhythm

NIGHTLY = Rhythm(every_days=1, opens=time(22), closes=time(0))

ASSEMBLY = Provider(
    key="assembly",
    name="Assembly",
    uses_secret=True,
    where=("PaCT", "PaCT configuration"),
    secret_label="OAuth Token:",
    save="tick",
    finish="tick",
    steps=(
        gettext_noop("Under PaCT tab, select PaCT configuration."),
        gettext_noop("Paste the secret code copied from the PaCT into the OAuth Token: field."),
        gettext_noop(
            "Select the roles and any non-home groups you want included in the upload from Assembly to the PaCT."
        ),
        gettext_noop("Click the tick button to save the changes."),
    ),
    upload=NIGHTLY,
    download=NIGHTLY,
    selects=True,
    notes=(gettext_noop("You will need Administration rights in your SMS to complete these steps."),),
)
