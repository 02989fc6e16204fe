"""What a teacher's home page says about judgements."""

from datetime import UTC, datetime

import pytest

from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from tests.hub.conftest import signed_in

HOME = "/schools/7999/"


@pytest.fixture
def home(linked):
    return lambda: signed_in(linked).get(HOME).content.decode()


def test_a_class_with_judgements_to_confirm_is_named(home, students):
    assert "Judgements to confirm" in home()
    assert "Room 1. Interim 2026 is open until 19 July." in home()


def test_when_all_is_confirmed_nothing_is_asked(school, home, linked, students, cycle):
    for area in ("reading", "writing", "mathematics"):
        with at_school(school.id):
            confirm(school, linked, [Entry(s.id, "3") for s in students], area=area, cycle=cycle)
    assert "All judgements confirmed" in home()
    assert "Judgements to confirm" not in home()


def test_between_cycles_nothing_is_asked(home, students, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 27, tzinfo=UTC))
    assert "Judgements to confirm" not in home()


def test_a_teacher_without_classes_yet_is_told_of_the_invitation(teacher, students):
    assert "Your classes are not here yet" in signed_in(teacher).get(HOME).content.decode()


def test_an_administrator_without_classes_is_not_asked_to_judge(administrator, students):
    html = signed_in(administrator).get(HOME).content.decode()
    assert "Judgements to confirm" not in html
    assert "Your classes are not here yet" not in html
