"""What Prometheus may ask: counters of this process, and the state of queue and exchanges read from the database."""

from prometheus_client import Histogram

REQUESTS = Histogram(
    "openpact_request_seconds",
    "Time to answer, by route pattern",
    ["method", "route", "status"],
    buckets=(0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10),
)
