"""The console's transactions: an operator's own, at a moment of our clock. The doors ask for both (see migrations)."""

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import as_user


@contextmanager
def as_operator(user_id: int) -> Iterator[None]:
    with as_user(user_id):
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('openpact.moment', %s, true)", [clock.now().isoformat()])
        yield
