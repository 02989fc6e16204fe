"""KAMAR: one KAMAR can hold several schools; the secret stands beside each school's name."""

from datetime import time

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
        "Under IAM/PaCT tab, select PaCT configuration.",
        "Beside the school name, paste in the secret code copied from the PaCT.",
        "Save changes.",
    ),
    upload=NIGHTLY,
    download=NIGHTLY,
    several_schools=True,
    notes=("You will need Administration rights in your SMS to complete these steps.",),
)
