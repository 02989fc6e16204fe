"""What an office does by hand on top of what the SMS says, and that an upload leaves it as it is."""

import re

import pytest
from playwright.sync_api import Page, expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL
from tests.browser.conftest import _person
from tests.browser.walk import kamar_tab, manage, pact_configuration

pytestmark = pytest.mark.browser

OWN = "Kapa haka 2026"


@pytest.fixture
def kamar(chromium, eye, demo):
    """The stand-in KAMAR, at the school's page."""
    page = _person(chromium, eye, demo.sms)
    page.goto("/")
    page.get_by_role("region", name="KAMAR", exact=True).get_by_role("link", name=SCHOOL.name).click()
    yield page
    page.context.close()


def open_group(office: Page, tab: str, name: str) -> None:
    manage(office, "Groups")
    office.get_by_role("navigation", name="Kinds of groups").get_by_role("link", name=tab).click()
    office.get_by_role("rowheader", name=name, exact=True).get_by_role("link").click()
    expect(office.get_by_role("heading", level=1)).to_have_text(name)


def an_upload_that_moves_somebody(kamar: Page) -> str:
    """Somebody is in another class from here on: who."""
    kamar_tab(kamar, "Students")
    mover = kamar.get_by_role("main").get_by_role("table").get_by_role("link").last
    name = mover.inner_text()
    mover.click()
    at = kamar.get_by_label("Home class")
    now = at.locator("option:checked").inner_text()
    at.select_option(
        label=next(each for each in at.locator("option").all_inner_texts() if each.strip() and each != now)
    )
    kamar.get_by_role("button", name="Save").click()
    pact_configuration(kamar)
    kamar.get_by_role("button", name="Upload now").click()
    expect(kamar.get_by_role("status")).to_contain_text("The IDE file was uploaded.")
    return name.partition(",")[0]


def test_a_group_of_ones_own_and_a_hidden_one_stay_as_they_are_when_an_upload_comes(office_of, kamar, eye):
    office = office_of(SCHOOL)
    manage(office, "Groups")
    office.get_by_role("link", name="Make a group").click()
    office.get_by_label("Name", exact=True).fill(OWN)
    office.get_by_role("button", name="Make the group").click()
    expect(office.get_by_text(f"{OWN} is made. Now put people into it.")).to_be_visible()
    teacher = office.get_by_label("Give this group to")
    last, _comma, first = teacher.locator("option").first.inner_text().partition(", ")
    office.get_by_role("button", name="Give", exact=True).click()
    expect(office.get_by_role("region", name="Teachers")).to_contain_text(f"{first} {last}")
    office.get_by_role("link", name="Put students in").click()
    eye.look_twice(office, "pick-students")
    office.get_by_role("button", name="Put them all in").click()
    students = office.get_by_role("heading", name=re.compile(r"^\d+ students")).inner_text()
    assert not students.startswith("0 ")
    eye.look_twice(office, "own-group")
    office.get_by_role("link", name="Rename or change").click()
    eye.look(office, "change-a-group")

    manage(office, "Groups")
    office.get_by_role("link", name="Other groups").click()
    hidden = office.get_by_role("rowheader").filter(has_not_text=OWN).get_by_role("link").first
    unused = hidden.inner_text()
    hidden.click()
    office.get_by_role("button", name="Hide it from PaCT").click()
    expect(office.get_by_text("It is hidden from PaCT")).to_be_visible()
    eye.look(office, "hidden-group")

    mover = an_upload_that_moves_somebody(kamar)
    manage(office, "Exchange log")
    latest = office.get_by_role("row").nth(1)
    expect(latest).to_contain_text("Applied")
    latest.get_by_role("link").first.click()
    expect(office.get_by_role("region", name="Moving between groups")).to_contain_text(mover)
    open_group(office, "Other groups", OWN)
    expect(office.get_by_role("heading", name=students)).to_be_visible()
    expect(office.get_by_role("region", name="Teachers")).to_contain_text(f"{first} {last}")
    open_group(office, "Hidden", unused)
    office.get_by_role("navigation", name="Main").get_by_role("link", name="Judge").click()
    expect(office.get_by_role("link", name=OWN, exact=True)).to_be_visible()
    expect(office.get_by_role("link", name=unused, exact=True)).to_have_count(0)
