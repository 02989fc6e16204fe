"""What Prometheus may ask: counters of this process, and the state of queue and exchanges read from the database.

Numbers only: nothing here names a school or a person.
"""

from collections.abc import Iterator
from datetime import datetime

from django.db import connection
from prometheus_client import CONTENT_TYPE_LATEST, REGISTRY, CollectorRegistry, Histogram, generate_latest
from prometheus_client.core import GaugeMetricFamily

CONTENT_TYPE = CONTENT_TYPE_LATEST

REQUESTS = Histogram(
    "openpact_request_seconds",
    "Time to answer, by route pattern",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)

QUEUE = """
SELECT queue_name, status::text, count(*) FROM procrastinate_jobs
WHERE status IN ('todo', 'doing', 'failed') GROUP BY 1, 2 ORDER BY 1, 2
"""
OLDEST = """
SELECT coalesce(extract(epoch FROM now() - min(e.at)), 0) FROM procrastinate_jobs j
JOIN procrastinate_events e ON e.job_id = j.id AND e.type = 'deferred'
WHERE j.status = 'todo' AND (j.scheduled_at IS NULL OR j.scheduled_at <= now())
"""
LAST_SEEN = "SELECT max(last_heartbeat) FROM procrastinate_workers"
#: By the database's own clock: the heart beats by it too.
SILENCE = "SELECT extract(epoch FROM now() - max(last_heartbeat)) FROM procrastinate_workers"
EXCHANGES = "SELECT direction, state, number FROM sms_exchange_counts() ORDER BY 1, 2"


def exposition() -> bytes:
    """Everything, in Prometheus' text format."""
    state = CollectorRegistry(auto_describe=False)
    state.register(_Database())  # type: ignore[arg-type]  # a collector in all but name
    return generate_latest(REGISTRY) + generate_latest(state)


def worker_last_seen() -> datetime | None:
    """When any worker last wrote its heartbeat."""
    return _rows(LAST_SEEN)[0][0]


def worker_silent_for() -> float | None:
    """Seconds since any worker last wrote its heartbeat; None when none ever did."""
    seconds = _rows(SILENCE)[0][0]
    return None if seconds is None else float(seconds)


class _Database:
    """Read at the moment of asking, so every web process answers the same."""

    def collect(self) -> Iterator[GaugeMetricFamily]:
        jobs = GaugeMetricFamily(
            "openpact_jobs",
            "Jobs by queue and status: todo wait, doing run, failed need a person",
            labels=["queue", "status"],
        )
        for queue, status, number in _rows(QUEUE):
            jobs.add_metric([queue, status], number)
        yield jobs
        yield GaugeMetricFamily(
            "openpact_oldest_job_seconds",
            "How long the oldest job that could run has waited",
            value=float(_rows(OLDEST)[0][0]),
        )
        exchanges = GaugeMetricFamily(
            "openpact_exchanges", "Exchanges by direction and state", labels=["direction", "state"]
        )
        for direction, state, number in _rows(EXCHANGES):
            exchanges.add_metric([direction, state], number)
        yield exchanges
        seen = worker_last_seen()
        yield GaugeMetricFamily(
            "openpact_worker_last_seen_timestamp_seconds",
            "When a worker last wrote its heartbeat; 0 when none ever did",
            value=seen.timestamp() if seen else 0,
        )


def _rows(statement: str) -> list[tuple]:
    with connection.cursor() as cursor:
        cursor.execute(statement)
        return cursor.fetchall()
