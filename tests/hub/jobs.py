"""Run the queued jobs here and now, in this connection, as a worker would."""

import json

from django.db import connection
from procrastinate.contrib.django import app


def queued() -> list[tuple[str, dict]]:
    """Waiting jobs, in order: (task name, arguments)."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, args FROM procrastinate_jobs WHERE status = 'todo' ORDER BY id")
        return [(name, args if isinstance(args, dict) else json.loads(args)) for name, args in cursor.fetchall()]


def run_jobs() -> list[str]:
    """Run until nothing waits; returns the names of the tasks that ran. A task's exception is the test's."""
    ran = []
    while waiting := queued():
        name, args = waiting[0]
        with connection.cursor() as cursor:
            cursor.execute(
                "UPDATE procrastinate_jobs SET status = 'doing' WHERE id ="
                " (SELECT min(id) FROM procrastinate_jobs WHERE status = 'todo')"
            )
        app.tasks[name](**args)
        ran.append(name)
    return ran
