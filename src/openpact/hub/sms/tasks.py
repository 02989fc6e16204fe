"""What the worker does for the link: check uploads, clear away what is old, and mend what a killed worker left."""

import structlog
from procrastinate import JobContext, RetryStrategy
from procrastinate.contrib.django import app

from openpact.hub.schools.services import all_school_ids

log = structlog.get_logger("openpact.exchange")
ATTEMPTS = 5


@app.task(
    name="sms.check_upload",
    queue="exchanges",
    pass_context=True,
    retry=RetryStrategy(max_attempts=ATTEMPTS, exponential_wait=3),
)
def check_upload(context: JobContext, school_id: int, exchange_id: str) -> None:
    """Read, plan, guard and apply one upload. Safe to run again: it does nothing to an exchange that has ended."""
    from . import processing

    with structlog.contextvars.bound_contextvars(exchange_id=exchange_id):
        try:
            processing.process(school_id, exchange_id)
        except Exception:
            log.exception("exchange failed", attempt=context.job.attempts + 1)
            if context.job.attempts + 1 >= ATTEMPTS:
                processing.give_up(school_id, exchange_id)
            raise


@app.periodic(cron="23 3 * * *")
@app.task(name="sms.clear_away", queue="housekeeping")
def clear_away(timestamp: int) -> None:
    """Old IDE files: the log of an exchange stays, the people's data in its file goes."""
    from . import housekeeping, secrets

    for school_id in all_school_ids():
        housekeeping.clear_old_files(school_id)
    housekeeping.clear_rate_windows()
    secrets.clear_ended_tokens()
    housekeeping.clear_finished_jobs()


@app.periodic(cron="* * * * *")
@app.task(name="sms.resume", queue="housekeeping", queueing_lock="sms.resume")
def resume_stalled(timestamp: int) -> None:
    """Jobs of a worker that died are given to another one."""
    from . import housekeeping

    housekeeping.resume_stalled_jobs()
