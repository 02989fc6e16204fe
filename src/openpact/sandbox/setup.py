"""Setting up the stand-in SMSs from another program, such as the demo: the database, and schools in it.

These load Django with the sandbox's settings, so they want a process that has no other Django project
loaded, and SANDBOX_DATABASE_URL set."""

import os
from collections.abc import Sequence

import django
from django.core.management import call_command

from openpact.ide import Person


def migrate() -> None:
    """Make or update the database's tables. Harmless to repeat."""
    _load()
    call_command("migrate", interactive=False, verbosity=0)


def seed_school(
    number: int,
    name: str,
    people: Sequence[Person],
    *,
    provider: str = "kamar",
    zone: str = "Pacific/Auckland",
    years: tuple[int, int] = (1, 8),
) -> None:
    """Fill the SMS with a school's people; harmless to repeat. See `sms.seed`."""
    _load()
    from .sms.seed import seed_school as seed

    seed(number, name, people, provider=provider, zone=zone, years=years)


def has_school(number: int, provider: str) -> bool:
    """Whether the SMS has this school already."""
    _load()
    from .sms.models import School

    return School.objects.filter(number=number, provider=provider).exists()


def seed_otjs(number: int, provider: str) -> None:
    """Some end-of-year OTJs made in the SMS, where it keeps its own; harmless to repeat."""
    _load()
    from .sms.seed import seed_otjs as seed

    seed(number, provider)


def _load() -> None:
    os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.sandbox.settings"
    django.setup()
