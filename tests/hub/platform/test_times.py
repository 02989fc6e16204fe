"""Times of day are said in one way on every page."""

import re
from datetime import UTC, datetime
from pathlib import Path

from django.template import engines

from openpact import hub

TEMPLATES = Path(hub.__file__).parent / "templates"
EVENING = datetime(2026, 12, 1, 9, 20, tzinfo=UTC)
#: A format of Django's that shows an hour.
AN_HOUR = re.compile(r"""\|(?:date|time):["'][^"']*[aAgGhHP]""")


def shown(text: str) -> str:
    return engines["django"].from_string(text).render({"then": EVENING, "never": None})


def test_a_moment_is_a_day_and_a_time_in_the_zone_of_the_page():
    page = (
        '{% load tz %}{% timezone "Pacific/Chatham" %}{{ then|moment:"l j F Y" }}{% endtimezone %}; {{ then|moment }}'
    )
    assert shown(page) == "Tuesday 1 December 2026, 11:05pm; 1 December 2026, 10:20pm"


def test_a_zone_given_with_the_moment_counts():
    assert shown('{% load tz %}{{ then|timezone:"Pacific/Chatham"|clock }}, {{ then|clock }}') == "11:05pm, 10:20pm"


def test_a_moment_that_never_came_is_nothing():
    assert shown("{{ never|moment }}{{ never|clock }}") == ""


def test_no_template_has_a_way_of_its_own():
    found = {file.name for file in TEMPLATES.rglob("*.html") if AN_HOUR.search(file.read_text())}
    assert found == set()
