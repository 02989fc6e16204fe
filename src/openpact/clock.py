"""The one place that reads the clock. Everything else asks here, or is given the time, so that tests and the demo can
move it.

The demo's clock can be set forward for all of its programs at once: OPENPACT_DEMO_CLOCK names a file that holds the
seconds by which the clock runs ahead (see `move`). Nobody else sets that variable."""

import os
import tempfile
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

VARIABLE = "OPENPACT_DEMO_CLOCK"


def now() -> datetime:
    """The moment, in UTC."""
    return datetime.now(UTC) + ahead()


def monotonic() -> float:
    """Seconds that only ever grow, for measuring how long something takes; they know nothing of `move`."""
    return time.monotonic()


def ahead() -> timedelta:
    """By how much the demo's clock runs ahead of the real one; nothing outside the demo."""
    path = os.environ.get(VARIABLE)
    if not path:
        return timedelta(0)
    try:
        return timedelta(seconds=float(Path(path).read_text("utf-8")))
    except FileNotFoundError:
        return timedelta(0)


def move(to: datetime) -> None:
    """Set the demo's clock. Raises RuntimeError outside the demo."""
    _run_ahead(to - datetime.now(UTC))


def move_back() -> None:
    """Have the demo's clock run as the real one. Raises RuntimeError outside the demo."""
    _run_ahead(timedelta(0))


def _run_ahead(by: timedelta) -> None:
    path = os.environ.get(VARIABLE)
    if not path:
        raise RuntimeError(f"Only the demo's clock can be moved: {VARIABLE} is not set.")
    # Whole or not at all: other programs read it at any moment.
    with tempfile.NamedTemporaryFile("w", dir=Path(path).parent, delete=False, encoding="utf-8") as file:
        file.write(repr(by.total_seconds()))
    os.replace(file.name, path)
