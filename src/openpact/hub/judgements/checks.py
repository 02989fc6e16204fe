"""What has to be right before PaCT serves: the files of frameworks and calibrations can be read.

A Django system check, which the programs make when they start (running.start): an operator reads there what is wrong, rather
than a teacher on the first page.
"""

from typing import Any

from django.core.checks import CheckMessage, Error, register

from openpact.scale import BadData

from . import scales

HINT = (
    "Mend or remove the file, or take its directory out of OPENPACT_SCALE_DIRECTORIES (docs/reference/settings.md)."
    " Nothing was started."
)


@register("openpact")
def scales_can_be_read(**_asked: Any) -> list[CheckMessage]:
    try:
        scales.catalogue()
    except (BadData, OSError) as wrong:
        return [Error(f"A framework or calibration cannot be used: {wrong}", hint=HINT, id="judgements.E001")]
    return []
