"""eTAP: uploads on its button and weekly; collects judgements on a weekly schedule."""

from datetime import time

from openpact.said import gettext_noop

from .base import Provider, Rhythm

WEEKLY = Rhythm(every_days=7, opens=time(22), closes=time(0))

ETAP = Provider(
    key="etap",
    name="eTAP",
    uses_secret=True,
    where=("Admin tools", "PaCT Management"),
    secret_label="Secret",
    save="Save Secret",
    finish="Upload Latest IDE file To PaCT",
    steps=(
        gettext_noop("Select Admin tools/PaCT Management."),
        gettext_noop("Paste in the secret and select Save Secret."),
        gettext_noop("Select the Upload Latest IDE file To PaCT button."),
    ),
    upload=WEEKLY,
    download=WEEKLY,
    notes=(
        gettext_noop("You will need Administration rights in your SMS to complete these steps."),
        gettext_noop(
            "eTAP takes judgements down once a week. Your school's day and time stand on this page and in eTAP."
        ),
    ),
    first_upload_by_itself=False,
    overwrites=("final",),
    warning=gettext_noop(
        "End-of-year OTJs made in the PaCT will over-write end-of-year OTJs made in eTAP. If your school does not use PaCT's"
        " OTJs for its NAG2A reporting, check with eTAP before you link; you can still transfer student data."
    ),
)
