"""KAMAR: one KAMAR can hold several schools; the secret stands beside each school's name."""

from datetime import time

from openpact.said import gettext_noop

from .base import Provider, Rhythm

NIGHTLY = Rhythm(every_days=1, opens=time(22), closes=time(0))

KAMAR = Provider(
    key="kamar",
    name="KAMAR",
    uses_secret=True,
    where=("IAM/PaCT", "PaCT configuration"),
    secret_label="the school's name",
    save="Save changes",
    finish="Save changes",
    steps=(
        gettext_noop("Under IAM/PaCT tab, select PaCT configuration."),
        gettext_noop("Beside the school name, paste in the secret code copied from the PaCT."),
        gettext_noop("Save changes."),
    ),
    upload=NIGHTLY,
    download=NIGHTLY,
    several_schools=True,
    notes=(gettext_noop("You will need Administration rights in your SMS to complete these steps."),),
)
