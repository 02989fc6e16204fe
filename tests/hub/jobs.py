"""Run the queued jobs here and now, in this connection, as a worker would."""

import json
from types import SimpleNamespace

from django.db import connection
from procrastinate.contrib.django import app

WAITING = "SELECT id, task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id"


def _waiting() -> list[tuple[int, str, dict]]:
    with connection.cursor() as cursor:
        cursor.execute(WAITING)
        rows = cursor.fetchall()
    return [(key, name, args if isinstance(args, dict) else json.loads(args)) for key, name, args in rows]


def queued() -> list[tuple[str, dict]]:
    """Waiting jobs, in order: (task name, arguments)."""
    return [(name, args) for _, name, args in _waiting()]


def run_jobs() -> list[str]:
    """Run until nothing waits; returns the names of the tasks that ran. A task's exception is the test's."""
    ran = []
    while waiting := _waiting():
        key, name, args = waiting[0]
        _mark(key, "doing")
        task = app.tasks[name]
        context = [SimpleNamespace(job=SimpleNamespace(attempts=0))] if task.pass_context else []
        task(*context, **args)
        _mark(key, "succeeded")
        ran.append(name)
    return ran


def _mark(key: int, status: str) -> None:
    with connection.cursor() as cursor:
        cursor.execute("UPDATE procrastinate_jobs SET status = %s WHERE id = %s", [status, key])
