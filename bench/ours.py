"""Our figure: bytes in, committed roster out, with every change recorded.

`receive` spools the upload, stores its bytes and queues its job; `process` is that job: read, plan, guard, apply, record,
commit. As the web server and the worker do it: signed in as the role that owns nothing, row-level security on. The pause
until a worker takes the job up is not in it.
"""

from pathlib import Path

import django
import psycopg

from . import job as jobs
from .people import SCHOOL_NUMBER

SETTLED = ("django_migrations", "django_content_type", "auth_permission")


def main() -> None:
    job = jobs.Job.from_argument()
    django.setup()
    school = None

    def empty() -> None:
        nonlocal school
        _empty(job.owner)
        school = _linked_school()

    jobs.run(job, empty=empty, load=lambda path: _upload(school, path), count=lambda: _active(school))


def _empty(owner: str) -> None:
    with psycopg.connect(owner, autocommit=True) as connection:
        rows = connection.execute(
            "SELECT quote_ident(tablename) FROM pg_tables WHERE schemaname = 'public' AND NOT tablename = ANY (%s)",
            [list(SETTLED)],
        )
        connection.execute(f"TRUNCATE {', '.join(row[0] for row in rows)} RESTART IDENTITY CASCADE")


def _linked_school():
    from openpact.hub.platform import clock
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.schools.services import create_school
    from openpact.hub.sms.models import Connection

    school = create_school(number=SCHOOL_NUMBER, name="Bench School", kind="full-primary")
    with at_school(school.id):
        Connection.objects.create(
            school=school, use_sms=True, provider="kamar", review="never", invite_staff=False, changed_at=clock.now()
        )
    return school


def _upload(school, path: Path) -> None:
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.sms.exchange import receive
    from openpact.hub.sms.models import Exchange
    from openpact.hub.sms.processing import process
    from openpact.link.words import Trigger

    with path.open("rb") as content:
        exchange = receive(
            school, content=content, trigger=Trigger.AUTOMATIC, source=Exchange.Source.SMS, provider="kamar"
        )
    process(school.id, exchange.id)
    with at_school(school.id):
        exchange.refresh_from_db(fields=["state"])
    if exchange.state not in {"applied", "unchanged"}:
        raise SystemExit(f"The upload ended {exchange.state}: there is nothing to measure.")


def _active(school) -> int:
    from openpact.hub.platform.tenancy import at_school
    from openpact.hub.roster.models import Person

    with at_school(school.id):
        return Person.objects.filter(active=True).count()


if __name__ == "__main__":
    main()
