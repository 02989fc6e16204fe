"""The worker: takes jobs from the queue in the database. As many as wanted, on as many machines."""

from .children import end_with_parent
from .start import start

#: Seconds. A worker that has been silent for a minute is taken for dead and its jobs are given to another.
HEARTBEAT = 5.0


def work(*, concurrency: int) -> None:
    """Until SIGTERM or Ctrl-C; the jobs under way are finished first."""
    start()
    from procrastinate.contrib.django import app

    from openpact.hub.sms.housekeeping import resume_stalled_jobs

    resume_stalled_jobs()
    end_with_parent()
    with app.replace_connector(app.connector.get_worker_connector()) as worker_app:
        worker_app.run_worker(
            concurrency=concurrency,
            fetch_job_polling_interval=2.0,
            update_heartbeat_interval=HEARTBEAT,
            shutdown_graceful_timeout=20,
        )
