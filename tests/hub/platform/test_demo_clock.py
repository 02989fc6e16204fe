"""The demo's clock on a page, and nothing of it anywhere else."""

import ast
import re
import subprocess
import sys
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from django.test import Client

from openpact import clock
from openpact.hub.platform.demo_clock import PLACE, next_stop

SOURCES = Path(__file__).parents[3] / "src"
#: What reads the system's clock, in Python and in SQL.
READS = re.compile(
    r"datetime\.now|datetime\.today|date\.today|utcnow|timezone\.now|auto_now"
    r"|\btime\.(time|time_ns|monotonic|monotonic_ns|perf_counter|perf_counter_ns|localtime|gmtime|strftime)\b"
    r"|from time import (?!sleep\b)|functions import .*\bNow\b"
)
READS_IN_SQL = re.compile(
    r"\bnow\(\)|\b(clock|statement|transaction)_timestamp\(|\bcurrent_(date|time|timestamp)\b|\blocaltime(stamp)?\b",
    re.I,
)
#: SQL of ours that reads PostgreSQL's clock, and why it may.
MAY = {
    "openpact/hub/platform/metrics.py": "the queue keeps its own times by that clock",
    "openpact/hub/sms/housekeeping.py": "so it does here",
}


def statements(path):
    """What may be SQL in a file: all of it, or the strings in Python that are no docstrings."""
    text = path.read_text()
    if path.suffix == ".sql":
        return [text]
    nodes = list(ast.walk(ast.parse(text)))
    prose = {id(node.value) for node in nodes if isinstance(node, ast.Expr)}
    return [n.value for n in nodes if isinstance(n, ast.Constant) and isinstance(n.value, str) and id(n) not in prose]


@pytest.fixture
def demo(settings, monkeypatch, tmp_path):
    settings.DEMO, settings.DEMO_CLOCK = True, str(tmp_path / "clock")
    monkeypatch.setenv(clock.VARIABLE, settings.DEMO_CLOCK)
    return Client()


def test_nothing_but_one_module_reads_the_system_clock():
    readers = {str(path.relative_to(SOURCES)) for path in SOURCES.rglob("*.py") if READS.search(path.read_text())}
    # Migrations say what was.
    assert {name for name in readers if "migrations/" not in name} == {"openpact/clock.py"}


def test_our_sql_is_told_the_time():
    files = [*SOURCES.rglob("*.py"), *SOURCES.rglob("*.sql")]
    readers = {str(p.relative_to(SOURCES)) for p in files if any(map(READS_IN_SQL.search, statements(p)))}
    assert {name for name in readers if "migrations/" not in name} == set(MAY)


def test_outside_the_demo_there_is_no_such_page(db, settings):
    settings.DEMO, settings.DEMO_CLOCK = False, None
    assert Client().get("/demo/clock/").status_code == 404
    assert Client().post("/demo/clock/", {"move": "evening"}).status_code == 404


def test_a_hub_that_is_no_demo_does_not_start_with_a_movable_clock(tmp_path):
    started = subprocess.run(
        [sys.executable, "-c", "from openpact.hub import settings"],
        env={"OPENPACT_SECRET_KEY": "x", clock.VARIABLE: str(tmp_path / "clock"), "PYTHONPATH": str(SOURCES)},
        capture_output=True,
        text=True,
    )
    assert "which only the demo may do" in started.stderr


@pytest.mark.parametrize(
    ("now", "stop"),
    [
        (datetime(2026, 11, 24, 9), datetime(2026, 11, 24, 23, 11)),
        (datetime(2026, 11, 24, 23, 11), datetime(2026, 11, 24, 23, 56)),
        (datetime(2026, 11, 24, 23, 58), datetime(2026, 11, 25, 23, 11)),
    ],
)
def test_an_evening_has_two_stops(now, stop):
    assert next_stop(now.replace(tzinfo=PLACE)) == stop.replace(tzinfo=PLACE)


def test_to_the_next_evening_and_back(db, demo):
    page = demo.post("/demo/clock/", {"move": "evening"}, follow=True)
    assert clock.now().astimezone(PLACE).time().minute in (11, 56)
    assert "The clock runs ahead" in page.content.decode()
    demo.post("/demo/clock/", {"move": "back"})
    assert clock.ahead() == timedelta(0)


def test_an_hour_and_any_time(db, demo):
    demo.post("/demo/clock/", {"move": "hour"})
    assert timedelta(minutes=59) < clock.ahead() < timedelta(minutes=61)
    demo.post("/demo/clock/", {"move": "to", "to": "2030-01-02T03:04"})
    assert abs(clock.now() - datetime(2030, 1, 2, 3, 4, tzinfo=PLACE).astimezone(UTC)) < timedelta(minutes=1)


def test_what_is_no_time_is_refused_and_moves_nothing(db, demo):
    refused = demo.post("/demo/clock/", {"move": "to", "to": "tomorrow"})
    assert refused.status_code == 422
    assert clock.ahead() == timedelta(0)


def test_a_week_passes_stop_by_stop(db, demo):
    headers = {"HX-Request": "true"}
    page = demo.post("/demo/clock/", {"move": "evening", "left": "14"}, headers=headers).content.decode()
    assert '"left": "13"' in page
    last = demo.post("/demo/clock/", {"move": "evening", "left": "1"}, headers=headers).content.decode()
    assert "hx-vals" not in last
