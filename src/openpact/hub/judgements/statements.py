"""The SQL that matters, by name: see sql/."""

from pathlib import Path
from typing import Any

from django.db import connection

from openpact.hub.platform import sqlfile

HERE = Path(__file__).parent
FILES = ("aspects", "confirm", "elsewhere", "feed", "remind")
STATEMENTS = {name: sql for file in FILES for name, sql in sqlfile.load(HERE / f"sql/{file}.sql").items()}


def run(name: str, **values: Any) -> list[tuple[Any, ...]]:
    """Run the statement with named values; its rows."""
    with connection.cursor() as cursor:
        cursor.execute(STATEMENTS[name], values)
        return cursor.fetchall() if cursor.description else []
