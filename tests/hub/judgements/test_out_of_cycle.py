"""Judging out of cycle: always possible, kept apart from what a cycle asks for, and told to the SMS as such."""

import re

import pytest

from openpact.hub.judgements import errors
from openpact.hub.judgements.feed import feed
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import out_of_cycle
from tests.hub.conftest import signed_in

JUDGE = "/schools/7999/judge/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.fixture
def page(linked):
    return signed_in(linked)


def test_there_is_one_for_each_year_made_when_it_is_first_asked_for(school, on):
    with at_school(school.id):
        assert not Cycle.objects.filter(kind="ad-hoc").exists()
        first = out_of_cycle(school)
        assert out_of_cycle(school) == first
        assert (first.name, first.years, str(first.opens_on)) == ("Out of cycle 2026", [], "2026-01-01")
        on(3, 1, 2027)
        assert out_of_cycle(school).name == "Out of cycle 2027"


def test_the_pages_offer_it_beside_the_cycles_and_begin_with_a_cycle(school, page, students, room):
    html = text(page.get(JUDGE))
    assert '<option value="out">Out of cycle 2026</option>' in html
    assert "Interim 2026 is open until" in html
    html = text(page.get(JUDGE, {"cycle": "out"}))
    assert "Out of cycle you can judge at any time" in html
    assert html.count("0 judged") == 3
    assert "<progress" not in html
    with at_school(school.id):
        made = Cycle.objects.get(kind="ad-hoc")
    html = text(page.get(f"{JUDGE}{room.id}/", {"cycle": made.id}))
    assert f'<option value="{made.id}" selected>Out of cycle 2026</option>' in html
    assert 'value="out"' not in html


def test_between_cycles_a_teacher_is_led_there_and_confirms(school, page, students, room, on):
    on(27, 12)
    assert 'href="?cycle=out"' in text(page.get(f"{JUDGE}{room.id}/"))
    html = text(page.get(f"{JUDGE}{room.id}/", {"cycle": "out"}))
    assert "<fieldset disabled" not in html
    student = students[0]
    form = {f"was-{student.id}": "", f"seen-{student.id}": "0", f"level-{student.id}": "3"}
    assert "Confirmed 1 judgement." in text(page.post(f"{JUDGE}{room.id}/?cycle=out", form, follow=True))
    with at_school(school.id):
        assert Judgement.objects.get().cycle.name == "Out of cycle 2026"


def test_a_school_without_a_cycle_can_still_judge(school, page, students, room):
    with at_school(school.id):
        Cycle.objects.all().delete()
    assert 'href="?cycle=out"' in text(page.get(JUDGE))
    assert "Out of cycle you can judge" in text(page.get(JUDGE, {"cycle": "out"}))


def test_it_is_beside_the_cycles_judgement_and_the_next_of_a_year_is_a_version(school, linked, students, confirmed):
    confirmed(linked, Entry(students[0].id, "3"))
    with at_school(school.id):
        cycle = out_of_cycle(school)
        confirm(school, linked, [Entry(students[0].id, "4")], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, linked, [Entry(students[0].id, "5", 1, "New topic")], area="reading", cycle=cycle)
        rows = feed(school, reader="kamar").rows
    assert [(r.cycle, r.cycle_kind, r.year, r.level, r.version) for r in rows] == [
        ("Interim 2026", "interim", 2026, "3", 1),
        ("Out of cycle 2026", "ad-hoc", 2026, "4", 1),
        ("Out of cycle 2026", "ad-hoc", 2026, "5", 2),
    ]


def test_last_years_is_over(school, linked, students, on):
    with at_school(school.id):
        last = out_of_cycle(school)
    on(3, 2, 2027)
    with at_school(school.id), pytest.raises(errors.CycleNotOpen):
        confirm(school, linked, [Entry(students[0].id, "3")], area="reading", cycle=last)
