"""Uploads as an SMS makes them, for tests: bytes in, exchange out."""

import io
from datetime import datetime, timedelta

from openpact import ide
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms.exchange import receive
from openpact.hub.sms.models import Connection, Exchange
from openpact.link.words import Trigger

from ..jobs import run_jobs

WRITTEN = datetime(2026, 11, 24, 21, 0)


def link(school, **settings) -> None:
    """KAMAR, uploads applied straight away, nobody mailed, unless said otherwise."""
    values = {
        "use_sms": True,
        "provider": "kamar",
        "review": "never",
        "automatic_export": True,
        "changed_at": clock.now(),
    }
    with at_school(school.id):
        Connection.objects.update_or_create(school=school, defaults=values | settings)


def written(people, *, school_number=7999, later=0) -> bytes:
    """An IDE file, written `later` hours after the first."""
    return ide.write(people, school_number=school_number, exported_at=WRITTEN + timedelta(hours=later))


def send(school, content: bytes, **how) -> Exchange:
    values = {"trigger": Trigger.AUTOMATIC, "source": Exchange.Source.SMS, "provider": "kamar"} | how
    return receive(school, content=io.BytesIO(content), **values)


def upload(school, content: bytes, **how) -> Exchange:
    """Sent, and checked by the worker."""
    exchange = send(school, content, **how)
    run_jobs()
    return fresh(school, exchange)


def fresh(school, exchange: Exchange) -> Exchange:
    with at_school(school.id):
        return Exchange.objects.select_related("decided_by").get(id=exchange.id)


def codes(exchange: Exchange) -> list[str]:
    return [reason["code"] for reason in exchange.reasons]
