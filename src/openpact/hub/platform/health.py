"""Is it alive, is it ready, how does it fare: for supervisors, load balancers and Prometheus.

/healthz answers as long as the process does. /readyz is 200 when requests can be served as they should: the database
answers, its tables are in step with this code, and a worker was seen within the last minute. /metrics is for Prometheus.
"""

import hmac
from ipaddress import ip_address

import structlog
from django.conf import settings
from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from . import metrics

log = structlog.get_logger("openpact.health")

#: A worker writes its heartbeat every ten seconds.
WORKER_SEEN_WITHIN = 60
#: Once in step, this process stays so: its own migrations do not change while it runs.
_in_step = False


@never_cache
@require_safe
def alive(request: HttpRequest) -> HttpResponse:
    return JsonResponse({"status": "alive"})


@never_cache
@require_safe
def ready(request: HttpRequest) -> HttpResponse:
    """503 and which check failed when it is not. The checks after a failed one are not made."""
    checks: dict[str, str] = {}
    for name, check in (("database", _database), ("migrations", _migrations), ("worker", _worker)):
        try:
            checks[name] = check() or "ok"
        except Error as error:
            log.warning("check failed", check=name, error=type(error).__name__)
            checks[name] = "the database does not answer"
        if checks[name] != "ok":
            break
    fine = all(words == "ok" for words in checks.values())
    return JsonResponse({"status": "ready" if fine else "not ready", "checks": checks}, status=200 if fine else 503)


@never_cache
@require_safe
def prometheus(request: HttpRequest) -> HttpResponse:
    if not _may_see_metrics(request):
        return HttpResponse("Send the bearer token OPENPACT_METRICS_TOKEN is set to.\n", status=401, content_type="text/plain", headers={"WWW-Authenticate": "Bearer"})  # fmt: skip
    return HttpResponse(metrics.exposition(), content_type=metrics.CONTENT_TYPE)


def _may_see_metrics(request: HttpRequest) -> bool:
    if settings.METRICS_TOKEN:
        given = request.headers.get("Authorization", "")
        return hmac.compare_digest(given.encode(), f"Bearer {settings.METRICS_TOKEN}".encode())
    # Through a proxy on this machine everybody comes from loopback: then only a token will do.
    if settings.SECURE_PROXY_SSL_HEADER or "X-Forwarded-For" in request.headers:
        return False
    try:
        return ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False


def _database() -> str:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return ""


def _migrations() -> str:
    global _in_step
    if not _in_step:
        executor = MigrationExecutor(connection)
        waiting = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if waiting:
            return f"the database is older than this release: {len(waiting)} migrations wait"
        _in_step = True
    return ""


def _worker() -> str:
    ago = metrics.worker_silent_for()
    if ago is None:
        return "no worker has been seen"
    return "" if ago <= WORKER_SEEN_WITHIN else f"no worker for {round(ago)} seconds"
