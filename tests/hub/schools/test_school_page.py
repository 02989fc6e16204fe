"""Manage > School: the school's own settings and terms."""

import re
from datetime import UTC, date, datetime

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.audit.models import Line
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School, Term

from ..conftest import make_user, signed_in

PAGE, TERMS = "/schools/7999/manage/school/", "/schools/7999/manage/school/terms/"
SCHOOL = {
    "name": "Kōwhai Flats School", "kind": "year-7-15", "first_year": "7", "last_year": "15",
    "time_zone": "Pacific/Auckland",
}  # fmt: skip


@pytest.fixture(autouse=True)
def in_june(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 10, 2, 0, tzinfo=UTC))


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def text(answer, status=200) -> str:
    assert answer.status_code == status
    return re.sub(r"\s+", " ", answer.content.decode())


def kept(school) -> School:
    with at_school(school.id):
        return School.objects.get()


def terms_form(**changed: str) -> dict[str, str]:
    days = [
        "2026-02-03",
        "2026-04-02",
        "2026-04-20",
        "2026-07-03",
        "2026-07-20",
        "2026-09-25",
        "2026-10-12",
        "2026-12-16",
    ]
    names = [f"{end}_{number}" for number in range(1, 5) for end in ("first", "last")]
    return dict(zip(names, days, strict=True)) | changed


def test_the_page_shows_the_school_with_its_number_that_only_the_operator_changes(office):
    html = text(office.get(PAGE))
    assert 'value="Kōwhai Flats School"' in html
    assert '<dd class="m-0">7999</dd>' in html
    assert 'name="number"' not in html
    assert "only they can" in html


def test_changes_are_saved_and_told_to_the_audit_in_words(school, office, administrator):
    changed = SCHOOL | {"name": "Kōwhai School", "first_year": "9", "time_zone": "Pacific/Chatham"}
    html = text(office.post(PAGE, changed, follow=True))
    assert "Name: Kōwhai School (was: Kōwhai Flats School)" in html
    found = kept(school)
    assert (found.name, found.first_year, found.time_zone) == ("Kōwhai School", 9, "Pacific/Chatham")
    with at_school(school.id):
        (line,) = Line.objects.all()
    assert (line.area, line.by_id) == ("settings", administrator.id)
    assert line.words == (
        "Changed the school. Name: Kōwhai School (was: Kōwhai Flats School); Year levels: 9-15 (was: 7-15);"
        " Time zone: Chatham Islands (was: New Zealand)."
    )


@pytest.mark.parametrize(
    ("name", "told"),
    [
        ("reports_standards", "Report how judgements compare with what is expected of the year"),
        ("needs_aspects", "Confirm only once enough aspects are judged"),
    ],
)
def test_how_judgements_are_made_is_chosen_and_told_to_the_audit(school, office, name, told):
    assert not getattr(kept(school), name)
    assert f"{told}: yes (was: no)" in text(office.post(PAGE, SCHOOL | {name: "on"}, follow=True))
    assert getattr(kept(school), name)
    assert re.search(rf'name="{name}"[^>]* checked', text(office.get(PAGE)))
    office.post(PAGE, SCHOOL)
    assert not getattr(kept(school), name)
    with at_school(school.id):
        assert Line.objects.order_by("-id")[0].words == f"Changed the school. {told}: no (was: yes)."


def test_saving_what_is_there_already_writes_nothing(school, office):
    assert "Nothing was changed." in text(office.post(PAGE, SCHOOL, follow=True))
    with at_school(school.id):
        assert not Line.objects.exists()


def test_another_kind_brings_its_year_levels_unless_they_are_chosen_too(school, office):
    office.post(PAGE, SCHOOL | {"kind": "contributing"})
    assert (kept(school).first_year, kept(school).last_year) == (1, 6)
    office.post(PAGE, SCHOOL | {"kind": "composite", "first_year": "1", "last_year": "10"})
    assert (kept(school).kind, kept(school).last_year) == ("composite", 10)


def test_mistakes_keep_what_was_typed_and_change_nothing(school, office):
    html = text(office.post(PAGE, SCHOOL | {"name": "", "first_year": "9", "last_year": "8"}), status=422)
    assert "Nothing was saved yet" in html
    html = text(office.post(PAGE, SCHOOL | {"name": "Another", "first_year": "9", "last_year": "8"}), status=422)
    assert "The last year level lies before the first." in html
    assert 'value="Another"' in html
    assert kept(school).name == "Kōwhai Flats School"


def test_terms_are_a_suggestion_until_they_are_saved(school, office):
    html = text(office.get(PAGE))
    assert "These dates are a suggestion" in html
    assert 'value="2026-02-02"' in html
    html = text(office.post(f"{TERMS}2026/", terms_form(), follow=True))
    assert "The terms of 2026 are saved." in html
    assert "These dates are a suggestion" not in html
    assert 'value="2026-02-03"' in html
    with at_school(school.id):
        assert Term.objects.values_list("number", "last_day").first() == (1, date(2026, 4, 2))


def test_next_years_terms_can_be_looked_at_and_no_others(office):
    assert "Terms of 2027" in text(office.get(PAGE, {"year": "2027"}))
    assert "Terms of 2026" in text(office.get(PAGE, {"year": "1999"}))
    assert office.post(f"{TERMS}1999/", terms_form()).status_code == 404


@pytest.mark.parametrize(
    ("wrong", "said"),
    [
        ({"last_1": "2025-04-02"}, "This day is not in 2026."),
        ({"last_2": "2026-04-01"}, "This day lies before the one above it."),
        ({"first_3": "2026-07-03"}, "This day lies before the one above it."),
        ({"first_4": ""}, "This field is required."),
    ],
)
def test_terms_that_cannot_be_are_refused_with_what_was_typed(school, office, wrong, said):
    html = text(office.post(f"{TERMS}2026/", terms_form(**wrong)), status=422)
    assert said in html
    assert "Nothing was saved yet" in html
    assert 'value="2026-02-03"' in html
    with at_school(school.id):
        assert not Term.objects.exists()


def test_school_settings_are_the_administrators_alone(school, teacher):
    leader = make_user("leader@kowhai.example", "Lani Leader")
    with at_school(school.id):
        give_access(school, leader, Role.LEADER)
    for user in (teacher, leader):
        for url in (PAGE, f"{TERMS}2026/"):
            assert signed_in(user).post(url, SCHOOL).status_code == 403
    assert kept(school).kind == "year-7-15"


def test_a_neighbours_administrator_changes_only_their_own(school, neighbours_administrator):
    client = signed_in(neighbours_administrator)
    assert client.post(PAGE, SCHOOL | {"name": "Taken over"}).status_code == 404
    client.post(PAGE.replace("7999", "7998"), SCHOOL | {"name": "Rimu School"})
    assert kept(school).name == "Kōwhai Flats School"
