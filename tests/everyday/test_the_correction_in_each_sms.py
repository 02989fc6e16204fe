"""A judgement by aspects is confirmed, unlocked, corrected and confirmed again; the correction arrives in each of the four SMSs."""

import re

import pytest
from playwright.sync_api import Page, expect

from openpact.demo.schools import ASSEMBLY_SCHOOL, ETAP_SCHOOL, KAMAR_SCHOOL, MUSAC_EDGE_SCHOOL, PASSWORD
from openpact.link.providers import PROVIDERS
from tests.browser.conftest import _person
from tests.browser.tour import sign_in

pytestmark = pytest.mark.browser

#: In each SMS: the tab, the page under it, and the button that collects what PaCT has.
COLLECT = {
    "assembly": ("PaCT", "PaCT configuration", "Collect results now"),
    "etap": ("Admin tools", "PaCT Management", "Collect results now"),
    "kamar": ("IAM/PaCT", "PaCT configuration", "Collect results now"),
    "musac-edge": ("PaCT", "Uploads and downloads", "Download from PaCT now"),
}
SCHOOLS = (ASSEMBLY_SCHOOL, ETAP_SCHOOL, KAMAR_SCHOOL, MUSAC_EDGE_SCHOOL)


@pytest.fixture
def windows(chromium, eye, demo):
    """PaCT with the school's leader signed in, and the school's SMS."""
    opened = []

    def windows(school) -> tuple[Page, Page]:
        pact, sms = (_person(chromium, eye, address) for address in (demo.hub, demo.sms))
        opened.extend((pact, sms))
        sign_in(pact, demo.hub, school.leader, PASSWORD)
        sms.goto("/")
        section = sms.get_by_role("region", name=PROVIDERS[school.provider].name, exact=True)
        section.get_by_role("link", name=school.name).click()
        return pact, sms

    yield windows
    for page in opened:
        page.context.close()


def place_everywhere(pact: Page, row: int, number: int) -> None:
    """The student at the same set of every aspect."""
    for aspect in range(pact.locator("[data-tab]").count()):
        pact.locator("[data-tab]").nth(aspect).click()
        cell = pact.locator(".aspect-row").nth(row).locator(".aspect-cell").nth(aspect)
        cell.locator(f"input[type=radio][value='{number}']").check(force=True)
    expect(pact.locator("[data-status]")).to_have_text("All saved")


def confirm(pact: Page, row: int) -> None:
    pact.locator(".aspect-row").nth(row).get_by_role("button", name=re.compile("^Confirm Level")).click()
    expect(pact.get_by_text("Confirmed 1 judgement as recommended.")).to_be_visible()


@pytest.mark.parametrize("school", SCHOOLS, ids=lambda school: school.provider)
def test_the_correction_arrives(school, windows, eye):
    pact, sms = windows(school)
    pact.get_by_role("navigation", name="Main").get_by_role("link", name="Judge").click()
    with pact.expect_navigation():
        pact.get_by_role("link", name=re.compile("Writing")).first.click()
    row = next(n for n in range(40) if not pact.locator(".aspect-row").nth(n).locator(".tone").count())
    student = pact.locator(".aspect-who").nth(row).inner_text()
    place_everywhere(pact, row, 3)
    confirm(pact, row)
    line = pact.locator(".aspect-row").nth(row)
    line.get_by_text("Unlock").first.click()
    line.get_by_label("Why is it unlocked?").fill("Her second story shows more")
    line.get_by_role("button", name="Unlock").click()
    place_everywhere(pact, row, 5)
    confirm(pact, row)
    score = line.locator(".score-words b").inner_text().replace("–", " to ")

    name, (tab, page, button) = PROVIDERS[school.provider].name, COLLECT[school.provider]
    sms.get_by_role("navigation", name=name).get_by_role("link", name=tab, exact=True).click()
    sms.get_by_role("main").get_by_role("link", name=page, exact=True).click()
    sms.get_by_role("button", name=button).first.click()
    sms.get_by_role("navigation", name=name).get_by_role("link", name="Results", exact=True).click()
    sms.get_by_label("Student").fill(student.split()[-1])
    sms.get_by_label("Learning area").select_option("writing")
    sms.get_by_role("button", name="Find").click()
    arrived = sms.get_by_role("row").filter(has_text="Her second story shows more")
    expect(arrived).to_contain_text("version 2")
    expect(arrived).to_contain_text(f"({score})")
    eye.look(sms, f"{school.provider}-a-correction")
