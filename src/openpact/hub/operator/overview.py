"""The console's first lines: is anything wrong?"""

from dataclasses import dataclass
from datetime import timedelta

from django.db.models import Count, Q
from django.utils.translation import gettext as _
from procrastinate.contrib.django.models import ProcrastinateJob

from openpact.hub.platform import clock, metrics

from .models import Failure, School


@dataclass(frozen=True)
class Line:
    """One thing to know. Tones as in partials/status.html."""

    words: str
    value: str
    tone: str = "quiet"


def overview() -> list[Line]:
    jobs = ProcrastinateJob.objects.aggregate(
        waiting=Count("id", filter=Q(status="todo")), failed=Count("id", filter=Q(status="failed"))
    )
    failures = Failure.objects.aggregate(
        held=Count("id", filter=Q(state="held")),
        refused=Count("id", filter=Q(state="refused", received_at__gte=clock.now() - timedelta(days=7))),
    )
    silent = metrics.worker_silent_for()
    alive = silent is not None and silent <= 60
    return [
        Line(_("Schools"), str(School.objects.count())),
        Line(_("Worker"), _("at work") if alive else _("not seen for a minute"), "good" if alive else "bad"),
        Line(_("Jobs waiting"), str(jobs["waiting"])),
        Line(_("Jobs that failed"), str(jobs["failed"]), "bad" if jobs["failed"] else "quiet"),
        Line(
            _("Uploads held for somebody at a school"), str(failures["held"]), "wait" if failures["held"] else "quiet"
        ),
        Line(_("Uploads refused within seven days"), str(failures["refused"])),
    ]
