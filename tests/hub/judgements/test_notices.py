"""What about cycles becomes a notice, and when it is none any more."""

import pytest

from openpact.hub.judgements import cycles, notices
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.notices.sources import causes_at
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle


@pytest.fixture
def causes(school):
    def causes() -> list[tuple[str, str]]:
        with at_school(school.id):
            return [(cause.kind, str(cause.title)) for cause in notices.causes(school)]

    return causes


@pytest.fixture
def complete(school, administrator, cycle, students):
    def complete() -> None:
        for area in ("reading", "writing", "mathematics"):
            with at_school(school.id):
                confirm(school, administrator, [Entry(s.id, "3") for s in students], area=area, cycle=cycle)

    return complete


def test_a_cycle_that_closes_within_seven_days_says_how_far_it_is(school, causes, cycle, students, on, complete):
    on(11, 7)
    assert causes() == []
    on(12, 7)
    assert causes() == [("cycle-closing", "Interim 2026 closes on 19 July")]
    with at_school(school.id):
        (cause,) = notices.causes(school)
    assert cause.text == "9 judgements are still to confirm (0% are confirmed)."
    assert (cause.key, cause.url) == (str(cycle.id), f"/schools/7999/manage/cycles/{cycle.id}/")
    assert cause.roles == {"administrator", "leader"}
    complete()
    assert causes() == []


def test_a_cycle_that_closed_incomplete_says_so_for_four_weeks(causes, students, on):
    on(20, 7)
    assert causes() == [("cycle-incomplete", "Interim 2026 closed with judgements missing")]
    on(16, 8)
    assert causes() == [("cycle-incomplete", "Interim 2026 closed with judgements missing")]
    on(17, 8)
    assert causes() == []


def test_one_that_was_closed_by_hand_counts_from_then(school, administrator, cycle, causes, students, on):
    with at_school(school.id):
        cycles.close(school, administrator, cycle)
    assert [kind for kind, _ in causes()] == ["cycle-incomplete"]
    on(10, 7)
    assert causes() == []


def test_a_year_without_cycles_asks_for_them(school, administrator, causes, on):
    on(5, 1, 2027)
    assert causes() == [("no-cycle", "No reporting cycles for 2027")]
    with at_school(school.id):
        cycles.add_year(school, administrator, 2027)
    assert causes() == []


def test_judging_out_of_cycle_is_no_cycle(school, causes, on):
    with at_school(school.id):
        Cycle.objects.filter(kind="final").delete()
        Cycle.objects.filter(kind="interim").update(kind="ad-hoc")
    assert causes() == [("no-cycle", "No reporting cycles for 2026")]


def test_a_school_without_students_has_nothing_to_confirm(causes, on):
    on(15, 7)
    assert causes() == []


def test_the_notices_page_gets_them(school, students, on):
    on(15, 7)
    with at_school(school.id):
        assert "cycle-closing" in {cause.kind for cause in causes_at(school)}


def test_they_take_few_queries(school, students, on, django_assert_max_num_queries):
    on(15, 7)
    with at_school(school.id), django_assert_max_num_queries(5):
        notices.causes(school)
