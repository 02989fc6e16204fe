"""Clearing away what is old, and mending what a killed worker left behind."""

from datetime import timedelta

import structlog
from django.conf import settings
from django.db import connection

from openpact.hub.platform import clock
from openpact.hub.platform.models import RateWindow
from openpact.hub.platform.tenancy import at_school

from .models import IdeFileChunk

log = structlog.get_logger("openpact.housekeeping")
KEEP_JOBS = timedelta(days=14)
#: A worker that has been silent for this long is taken for dead. Its heart beats every ten seconds.
SILENT = 60

STALLED = """
SELECT procrastinate_retry_job_v2(job.id, now(), NULL, NULL, NULL)
FROM procrastinate_jobs AS job LEFT JOIN procrastinate_workers AS worker ON worker.id = job.worker_id
WHERE job.status = 'doing' AND (worker.id IS NULL OR worker.last_heartbeat < now() - make_interval(secs => %s))
"""


def clear_old_files(school_id: int) -> None:
    with at_school(school_id):
        IdeFileChunk.objects.filter(exchange__received_at__lt=clock.now() - settings.KEEP_IDE_FILES).delete()


def clear_rate_windows() -> None:
    RateWindow.objects.filter(starts__lt=clock.now() - timedelta(days=1)).delete()


def clear_finished_jobs() -> None:
    with connection.cursor() as cursor:
        cursor.execute(
            """DELETE FROM procrastinate_jobs AS job WHERE status IN ('succeeded', 'cancelled', 'aborted')
               AND NOT EXISTS (SELECT 1 FROM procrastinate_events AS event
                               WHERE event.job_id = job.id AND event.at >= now() - %s)""",
            [KEEP_JOBS],
        )


def resume_stalled_jobs() -> int:
    """Queue again what a dead worker was doing; every task is safe to run twice. Returns how many."""
    with connection.cursor() as cursor:
        cursor.execute(STALLED, [SILENT])
        number = len(cursor.fetchall())
    if number:
        log.warning("resumed stalled jobs", number=number)
    return number
