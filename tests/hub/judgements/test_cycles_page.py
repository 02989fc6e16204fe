"""Manage > Reporting cycles: the list, a cycle, and its buttons."""

import re
from datetime import date

import pytest

from openpact.hub.judgements import cycles
from openpact.hub.judgements.services import Entry
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from tests.hub.conftest import signed_in
from tests.hub.jobs import queued

from .people import add_people

CYCLES = "/schools/7999/manage/cycles/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def page(cycle) -> str:
    return f"{CYCLES}{cycle.id}/"


@pytest.fixture
def now(school, cycle):
    def now() -> Cycle:
        with at_school(school.id):
            return Cycle.objects.get(id=cycle.id)

    return now


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def form(**changed) -> dict[str, object]:
    return {
        "opens_on": "2026-02-02", "closes_on": "2026-07-19", "areas": ["reading", "writing", "mathematics"],
        "years": ["7", "8", "9", "10"], "remind_days": "",
    } | changed  # fmt: skip


def test_the_list_says_what_is_open_and_how_far_it_is(office, linked, students, confirmed, page):
    confirmed(linked, Entry(students[0].id, "3"))
    html = text(office.get(CYCLES))
    assert "Interim 2026 <span" in html
    assert "1 of 3 students confirmed" in html
    assert html.index("Interim 2026") < html.index("End of year 2026")
    assert "Not open yet" in html
    assert f'href="{page}"' in html
    assert "7-10" in html


def test_next_years_are_added_with_their_days_said_before(school, office):
    html = text(office.get(CYCLES))
    assert "Interim: 1 February to 18 July" in html
    html = text(office.post(f"{CYCLES}add/2027/", follow=True))
    assert "Added Interim 2027 and End of year 2027 with the usual days. You can change them." in html
    assert "Add the reporting cycles of" not in html
    assert "are there already" in text(office.post(f"{CYCLES}add/2027/", follow=True))


def test_a_school_without_cycles_is_taught_to_add_them(school, office):
    with at_school(school.id):
        Cycle.objects.all().delete()
    html = text(office.get(CYCLES))
    assert "No reporting cycle yet" in html
    assert "Add the reporting cycles of 2026" in html


def test_before_there_are_students_nothing_is_counted(office, page):
    for url in (CYCLES, page):
        html = text(office.get(url))
        assert "No students are in it yet." in html
        assert "0 of 0" not in html


def test_earlier_years_are_listed_below(school, office, on):
    on(3, 2, 2027)
    html = text(office.get(CYCLES))
    assert "Earlier" in html
    assert "2 February – 19 July 2026" in html


def test_a_cycles_page_says_who_still_has_to_confirm_and_who_gets_a_reminder(
    school, office, page, room, linked, students, other_class, confirmed
):
    with at_school(school.id):
        add_people(school, "Nobody Yet", role=Person.Role.TEACHING_STAFF, group=room, prefix="t")
    confirmed(linked, *[Entry(s.id, "3") for s in students])
    html = text(office.get(page))
    assert "3 of 5 students confirmed" in html
    assert 'Room 1: <span class="completion-part">writing 0 of 3' in html
    assert "No teacher is listed in: <a" in html
    assert "One e-mail now, with what is left in their classes, to: Tama Teacher." in html
    assert "no access to PaCT yet" in html
    assert "Cannot be reminded, because they have no access to PaCT yet: Nobody Yet." in html


def test_reminding_says_what_happened_and_then_who_was_reminded(office, page, linked, students):
    assert "A reminder is on its way to 1 teacher." in text(office.post(f"{page}remind/", follow=True))
    assert [name for name, _ in queued()] == ["judgements.send_reminder"]
    html = text(office.post(f"{page}remind/", follow=True))
    assert "Nobody was left to remind today." in html
    assert "Everybody who can be reminded was reminded today." in html


def test_outside_its_days_nobody_is_reminded(office, page, linked, students, on):
    on(1, 8)
    assert "so nobody was reminded" in text(office.post(f"{page}remind/", follow=True))
    assert queued() == []
    assert "Remind them</button>" not in text(office.get(page))


def test_days_areas_year_levels_and_reminders_are_changed(office, page, now):
    changed = form(closes_on="2026-07-03", areas=["reading"], years=["7", "8"], remind_days="5")
    html = text(office.post(f"{page}change/", changed, follow=True))
    assert "Saved. Last day: 3 July 2026 (was: 19 July 2026)" in html
    cycle = now()
    assert (cycle.closes_on, cycle.areas, cycle.years, cycle.remind_days) == (
        date(2026, 7, 3), ["reading"], [7, 8], 5,
    )  # fmt: skip
    assert "Nothing was changed." in text(office.post(f"{page}change/", changed, follow=True))


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"areas": []}, "Choose one learning area at least."),
        ({"years": []}, "Choose one year level at least."),
        ({"closes_on": "2026-01-05"}, "The last day lies before the first."),
        ({"closes_on": "2026-06-01"}, "This day is over. To end the cycle now, close it."),
        ({"opens_on": "2025-12-01"}, "This day is not in 2026."),
        ({"remind_days": "99"}, "Ensure this value is less than or equal to 28."),
    ],
)
def test_mistakes_keep_what_was_typed_and_change_nothing(office, page, now, wrong, said):
    html = text(office.post(f"{page}change/", form(remind_days="3") | wrong), status=422)
    assert said in html
    assert "Nothing was saved yet" in html
    assert now().remind_days is None


def test_closed_early_and_opened_again_with_a_reason(office, page, now, students):
    html = text(office.post(f"{page}close/", follow=True))
    assert "Interim 2026 is closed. Teachers can no longer confirm in it" in html
    assert "Mere Office closed it on 10 June 2026, before its last day (19 July)." in html
    html = text(office.post(f"{page}reopen/", {"closes_on": "2026-07-19", "reason": ""}), status=422)
    assert "This field is required." in html
    assert now().closed_at is not None
    html = text(office.post(f"{page}reopen/", {"closes_on": "2026-06-30", "reason": "Room 1 was away"}, follow=True))
    assert "Interim 2026 is open again until 30 June 2026." in html
    assert "Mere Office opened it again on 10 June 2026: Room 1 was away" in html


def test_a_new_last_day_lies_in_the_future(office, page, on):
    on(1, 8)
    html = text(office.post(f"{page}reopen/", {"closes_on": "9999-07-31", "reason": "Late"}), status=422)
    assert "more than 183 days away" in html
    html = text(office.post(f"{page}reopen/", {"closes_on": "2026-07-31", "reason": "Late"}), status=422)
    assert "This day is over: choose today or a later day." in html
    assert 'value="Late"' in html


def test_one_that_was_opened_again_into_the_next_year_can_still_be_changed(office, page, now, on):
    on(20, 12)
    office.post(f"{page}reopen/", {"closes_on": "2027-01-15", "reason": "Late"})
    html = text(office.post(f"{page}change/", form(closes_on="2027-01-15", areas=["reading"]), follow=True))
    assert "Saved." in html
    assert now().areas == ["reading"]


def test_a_closed_cycle_keeps_its_days_in_the_form(office, page, now, on):
    on(1, 8)
    assert "To change the last one, open it again." in text(office.get(page))
    office.post(f"{page}change/", form(closes_on="2026-12-01", areas=["reading"]))
    assert (now().closes_on, now().areas) == (date(2026, 7, 19), ["reading"])


def test_deleting_asks_and_is_refused_once_something_was_judged(
    school, office, page, administrator, students, confirmed
):
    assert "Delete Interim 2026</button>" in text(office.get(page))
    confirmed(administrator, Entry(students[0].id, "3"))
    html = text(office.get(page))
    assert "Delete Interim 2026</button>" not in html
    assert "Judgements were made in it, so it stays." in html
    assert "so it stays. Nothing was changed." in text(office.post(f"{page}delete/", follow=True))
    with at_school(school.id):
        final = Cycle.objects.get(kind="final")
    assert "End of year 2026 is deleted." in text(office.post(f"{CYCLES}{final.id}/delete/", follow=True))


def test_classes_are_searched_sorted_and_taken_as_a_file(office, page, linked, students, other_class, confirmed):
    confirmed(linked, *[Entry(s.id, "3") for s in students])
    answer = office.post(page, {"search": "tama"}, follow=True)
    assert ">Room 1</a>" in text(answer)
    assert ">Room 2</a></th>" not in text(answer)
    html = text(office.get(page, {"sort": "-reading"}))
    assert html.index(">Room 1</a>") < html.index(">Room 2</a></th>")
    rows = b"".join(office.get(page, {"as": "csv"})).decode("utf-8-sig").split("\r\n")
    assert rows[:3] == [
        "Class,Students,Reading,Writing,Mathematics,Still to confirm,Teachers",
        "Room 1,3,3,0,0,6,Tama Teacher",
        "Room 2,2,0,0,0,6,",
    ]


def test_two_hundred_classes_take_no_more_queries(school, office, page, students, django_assert_max_num_queries):
    with at_school(school.id):
        groups = Group.objects.bulk_create(Group(school=school, name=f"Set {i}", is_home=True) for i in range(200))
        for place, group in enumerate(groups):
            add_people(school, f"Student {place}", group=group, prefix=f"g{place}-")
    with django_assert_max_num_queries(36):
        assert "1 to 50 of 201 classes" in text(office.get(page))


def test_cycles_are_the_leaders_and_administrators(school, page, leader, reader, linked, students):
    for user in (reader, linked):
        for url in (CYCLES, page):
            assert signed_in(user).get(url).status_code == 403
        assert signed_in(user).post(f"{page}close/").status_code == 403
    assert "is closed" in text(signed_in(leader).post(f"{page}close/", follow=True))


def test_a_neighbours_cycle_is_not_there(school, page, cycle, neighbours_administrator, stranger, now):
    for user in (neighbours_administrator, stranger):
        client = signed_in(user)
        assert client.get(page).status_code == 404
        for what in ("change", "close", "reopen", "delete", "remind"):
            assert client.post(f"{page}{what}/", form()).status_code == 404
            assert client.post(f"/schools/7998/manage/cycles/{cycle.id}/{what}/", form()).status_code == 404
    assert now().closed_at is None


def test_out_of_cycle_is_no_cycle_to_manage(school, office):
    from openpact.hub.schools.services import out_of_cycle

    with at_school(school.id):
        made = out_of_cycle(school)
    assert "Out of cycle 2026" not in text(office.get(CYCLES))
    assert office.get(f"{CYCLES}{made.id}/").status_code == 404
    with at_school(school.id):
        assert cycles.years_to_add(school) == [2027]
