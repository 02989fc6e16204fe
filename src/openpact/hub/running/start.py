"""The start of every program that serves: Django, and our checks, which have to pass first."""

import os

import django


def start() -> None:
    """Ends the program with a plain message where a check fails."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()
    from django.core.checks import run_checks

    wrong = [message for message in run_checks(tags=["openpact"]) if message.is_serious()]
    if wrong:
        raise SystemExit("\n".join(f"{message.msg}\n{message.hint or ''}".strip() for message in wrong))
