"""Manage > Audit, and with it what every list of platform.lists does: search, sort, pages, and a file."""

import pytest

from openpact.hub.audit.services import Area, record
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in

PAGE = "/schools/7999/manage/audit/"


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def lines(school, administrator):
    with at_school(school.id):
        record(school, administrator, Area.ACCESS, "Removed the access of Tāmati Walker.")
        record(school, None, Area.UPLOADS, "Applied an upload from KAMAR.")


def text(answer):
    assert answer.status_code == 200
    return answer.content.decode()


def test_an_empty_audit_says_what_will_stand_there(office):
    assert "written here by itself" in text(office.get(PAGE))


def test_the_newest_line_comes_first(office, lines):
    page = text(office.get(PAGE))
    assert page.index("Applied an upload") < page.index("Removed the access")


def test_a_head_turns_the_order_round(office, lines):
    assert 'aria-sort="descending"' in text(office.get(PAGE))
    page = text(office.get(PAGE, {"sort": "at"}))
    assert page.index("Removed the access") < page.index("Applied an upload")
    assert 'aria-sort="ascending"' in page
    assert text(office.get(PAGE, {"sort": "no such"})).index("Applied") > 0


def test_one_area_alone_can_be_shown(office, lines):
    page = text(office.get(PAGE, {"area": "uploads"}))
    assert "Applied an upload" in page
    assert "Removed the access" not in page


@pytest.mark.parametrize("words", ["walker", "tāmati removed", "TAMATI", "mere walker"])
def test_a_search_finds_who_and_what_without_capitals_or_macrons(office, lines, words):
    answer = office.post(PAGE, {"search": words})
    assert answer["Location"] == f"{PAGE}?found="
    page = text(office.get(answer["Location"]))
    assert "Removed the access" in page
    assert "Applied an upload" not in page


def test_what_somebody_searched_for_is_in_no_address(office, lines):
    office.post(PAGE, {"search": "walker"})
    page = text(office.get(PAGE, {"found": ""}))
    assert 'value="walker"' in page
    assert "walker" not in "".join(part.split('"')[0] for part in page.split('href="')[1:])


def test_without_found_in_the_address_everything_is_there_again(office, lines):
    office.post(PAGE, {"search": "walker"})
    assert "Applied an upload" in text(office.get(PAGE))


def test_a_search_without_a_match_says_so(office, lines):
    office.post(PAGE, {"search": "kererū"})
    assert "No match" in text(office.get(PAGE, {"found": ""}))


def test_while_one_types_only_the_list_comes(office, lines):
    answer = office.post(PAGE, {"search": "walker"}, headers={"HX-Request": "true"})
    assert "<html" not in text(answer)
    assert answer["HX-Replace-Url"] == f"{PAGE}?found="


def test_the_file_has_what_the_list_has(office, lines):
    answer = office.get(PAGE, {"as": "csv", "area": "access"})
    assert answer["Content-Disposition"].startswith('attachment; filename="audit-7999-')
    head, *rows = b"".join(answer).decode("utf-8-sig").split("\r\n")
    assert head == "When,Who,About,What"
    assert [row.split(",", 1)[1] for row in rows if row] == ["Mere Office,Access,Removed the access of Tāmati Walker."]


def test_a_long_audit_has_pages_and_few_queries(school, office, administrator, django_assert_max_num_queries):
    with at_school(school.id):
        for number in range(120):
            record(school, administrator, Area.SETTINGS, f"Changed setting {number}.")
    with django_assert_max_num_queries(20):
        page = text(office.get(PAGE, {"page": 2}))
    assert "51 to 100 of 120" in page
