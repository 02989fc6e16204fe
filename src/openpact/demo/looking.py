"""Looking at both sides' databases as their owners see them."""

import time
from collections.abc import Callable

import psycopg

from openpact import clock

from .schools import DemoSchool

#: Seconds for something to arrive on the other side.
PATIENCE = 60


class Eyes:
    """One school in both databases. In a query, {school} stands for its key in PaCT, {sms} for its key in the SMS."""

    def __init__(self, hub_database: str, sms_database: str, school: DemoSchool, provider: str = "") -> None:
        self.school, self.provider = school, provider or school.provider
        self.hub = psycopg.connect(hub_database, autocommit=True)
        self.sms = psycopg.connect(sms_database, autocommit=True)

    def close(self) -> None:
        self.hub.close()
        self.sms.close()

    def row(self, query: str, *values: object):
        """The first row; of the SMS's database where the query speaks of {sms}."""
        return self._ask(query, values).fetchone()

    def column(self, query: str, *values: object) -> list:
        return [row[0] for row in self._ask(query, values).fetchall()]

    def value(self, query: str, *values: object):
        row = self.row(query, *values)
        return row and row[0]

    def until(self, query: str, holds: Callable, *values: object):
        """The first value of the query's first row, once it holds; or what it is when patience ends."""
        until = clock.monotonic() + PATIENCE
        while True:
            value = self.value(query, *values)
            if holds(value) or clock.monotonic() > until:
                return value
            time.sleep(0.1)

    def _ask(self, query: str, values: tuple) -> psycopg.Cursor:
        connection = self.sms if "{sms}" in query else self.hub
        number = self.school.number
        query = query.replace("{school}", f"(SELECT id FROM schools_school WHERE number = {number})")
        query = query.replace(
            "{sms}", f"(SELECT id FROM sms_school WHERE number = {number} AND provider = '{self.provider}')"
        )
        return connection.execute(query, values or None)
