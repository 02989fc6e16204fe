"""MUSAC Edge: no secret; trusted as a vendor for the schools that selected it; every seven days."""

from datetime import time

from openpact.said import gettext_noop

from .base import Provider, Rhythm

EVERY_SEVEN_DAYS = Rhythm(every_days=7, opens=time(22), closes=time(0), manual_resets=True)

MUSAC_EDGE = Provider(
    key="musac-edge",
    name="MUSAC Edge",
    uses_secret=False,
    where=None,
    secret_label="",
    save="",
    finish="",
    steps=(gettext_noop("Nothing: selecting MUSAC Edge here and saving the changes is all."),),
    upload=EVERY_SEVEN_DAYS,
    download=None,
    notes=(
        gettext_noop("The automated updates occur every seven days between 10pm and midnight."),
        gettext_noop(
            "A manual upload from MUSAC Edge resets the automated schedule to seven days from the manual trigger. Do a"
            " manual download too, or be aware that one won't occur for another seven days."
        ),
        gettext_noop(
            "MUSAC Edge shows interim and end-of-year judgements. Those made out of cycle are only in the file that you"
            " download from PaCT."
        ),
    ),
    shows=("interim", "final"),
)
