"""Deciding about reporting cycles: adding, changing, closing early, opening again, deleting; each in the audit."""

from datetime import date

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.judgements import cycles
from openpact.hub.judgements.models import Reminder
from openpact.hub.judgements.services import Entry, cycle_is_open
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools import terms
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import save_terms


@pytest.fixture
def here(school):
    with at_school(school.id):
        yield


def told() -> list[str]:
    return list(Line.objects.filter(area="cycles").order_by("id").values_list("words", flat=True))


@pytest.fixture
def change(school, administrator, cycle, here):
    def change(**what) -> str:
        now = {name: getattr(cycle, name) for name in ("opens_on", "closes_on", "areas", "years", "remind_days")}
        return cycles.change(school, administrator, cycle, **(now | what))

    return change


def test_next_years_cycles_are_added_with_the_days_of_its_terms(school, administrator, here):
    save_terms(school, administrator, 2027, list(terms.suggested(2027)))
    assert cycles.years_to_add(school) == [2027]
    interim, final = cycles.add_year(school, administrator, 2027)
    assert (interim.name, interim.opens_on, interim.closes_on) == ("Interim 2027", date(2027, 2, 1), date(2027, 7, 18))
    assert (final.name, final.opens_on, final.closes_on) == ("End of year 2027", date(2027, 7, 19), date(2027, 12, 17))
    assert (interim.areas, interim.years) == (["reading", "writing", "mathematics"], [7, 8, 9, 10])
    assert cycles.years_to_add(school) == []
    assert told()[0].startswith("Added Interim 2027. First day: 1 February 2027 (was: nothing); Last day: 18 July 2027")


def test_only_what_is_missing_of_a_year_is_added(school, administrator, cycle, here):
    cycles.delete(school, administrator, cycle)
    assert cycles.years_to_add(school) == [2026, 2027]
    (added,) = cycles.add_year(school, administrator, 2026)
    assert added.name == "Interim 2026"
    with pytest.raises(cycles.CycleRefused, match="there already"):
        cycles.add_year(school, administrator, 2026)
    with pytest.raises(cycles.CycleRefused):
        cycles.add_year(school, administrator, 2031)


def test_a_change_says_what_differs(change, cycle):
    said = change(closes_on=date(2026, 7, 3), areas=["reading"], years=[7, 8], remind_days=5)
    assert said == (
        "Last day: 3 July 2026 (was: 19 July 2026); Learning areas: Reading (was: Reading, Writing, Mathematics);"
        " Year levels: Years 7-8 (was: Years 7-10); Automatic reminders: 5 days before the last day (was: no)"
    )
    assert told() == [f"Changed Interim 2026. {said}."]
    assert change() == ""
    assert len(told()) == 1


def test_closed_early_it_is_not_open_any_more(school, administrator, cycle, here):
    cycles.close(school, administrator, cycle)
    cycle.refresh_from_db()
    assert not cycle_is_open(school, cycle)
    assert (cycle.closed_at, cycle.closed_by_id, cycle.closes_on) == (clock.now(), administrator.id, date(2026, 7, 19))
    assert told() == ["Closed Interim 2026 before its last day, 19 July 2026."]
    with pytest.raises(cycles.CycleRefused, match="is not open"):
        cycles.close(school, administrator, cycle)


def test_opened_again_it_says_by_whom_and_why(school, administrator, cycle, here):
    cycles.close(school, administrator, cycle)
    cycles.reopen(school, administrator, cycle, closes_on=date(2026, 7, 25), reason="Room 1 was away.")
    cycle.refresh_from_db()
    assert cycle_is_open(school, cycle)
    assert (cycle.closed_at, cycle.closed_by_id, cycle.closes_on) == (None, None, date(2026, 7, 25))
    assert (cycle.reopened_by_id, cycle.reopened_because) == (administrator.id, "Room 1 was away.")
    assert told()[-1] == "Opened Interim 2026 again until 25 July 2026. Why: Room 1 was away."


def test_one_that_is_over_is_opened_again_with_a_last_day_to_come(school, administrator, cycle, here, on):
    on(1, 8)
    with pytest.raises(cycles.CycleRefused, match="in the past"):
        cycles.reopen(school, administrator, cycle, closes_on=date(2026, 7, 31), reason="Late")
    cycles.reopen(school, administrator, cycle, closes_on=date(2026, 8, 1), reason="Late")
    assert cycle_is_open(school, cycle)


def test_an_open_one_is_not_opened_again_and_a_closed_one_keeps_its_days(school, administrator, cycle, change, here):
    with pytest.raises(cycles.CycleRefused, match="is not closed"):
        cycles.reopen(school, administrator, cycle, closes_on=date(2026, 8, 1), reason="Late")
    cycles.close(school, administrator, cycle)
    assert change(closes_on=date(2026, 12, 1), areas=["reading"]).startswith("Learning areas")
    cycle.refresh_from_db()
    assert cycle.closes_on == date(2026, 7, 19)


def test_one_in_which_something_was_ever_judged_stays(school, administrator, students, cycle, confirmed):
    confirmed(administrator, Entry(students[0].id, "3"))
    confirmed(administrator, Entry(students[0].id, "", 1, "Wrong student"))
    with at_school(school.id):
        with pytest.raises(cycles.CycleRefused, match="so it stays"):
            cycles.delete(school, administrator, cycle)
        assert Cycle.objects.filter(id=cycle.id).exists()
        assert told() == []


def test_one_in_which_nothing_was_judged_goes_with_its_reminders(school, administrator, cycle, here):
    Reminder.objects.create(school=school, cycle=cycle, user=administrator, day=date(2026, 6, 10))
    cycles.delete(school, administrator, cycle)
    assert not Cycle.objects.filter(kind="interim").exists()
    assert told() == ["Deleted Interim 2026, in which nothing was judged."]
