"""A file of the enrolment register, from its upload to the mended differences: in a small school, which has none yet."""

from datetime import date

import pytest
from playwright.sync_api import Locator, Page, expect

from openpact.demo.register import NOT_YET_IN_SMS, _differing, _told
from openpact.demo.schools import MUSAC_EDGE_SCHOOL as SCHOOL
from openpact.hub.register.core import write
from tests.browser.walk import manage

pytestmark = pytest.mark.browser

TOLD = _told(SCHOOL)
DIFFERING = _differing(TOLD.copy())
MISSING = TOLD[-2:]


def upload(office: Page, path, entries) -> None:
    path.write_bytes(write(entries, school_number=SCHOOL.number, as_of=date.today()))
    office.get_by_role("link", name="Upload a file").click()
    office.get_by_label("Register file").set_input_files(path)
    office.get_by_role("button", name="Upload and preview").click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Register file")


def tab(office: Page, name: str) -> Locator:
    """The list under it."""
    office.get_by_role("navigation", name="Register and SMS").get_by_role("link", name=name).click()
    return office.locator("#list")


def test_differences_are_seen_and_mended_with_the_next_file(office_of, eye, tmp_path):
    office = office_of(SCHOOL)
    manage(office, "Enrolment register")
    expect(office.get_by_text("No register yet")).to_be_visible()
    upload(office, tmp_path / "first.csv", [*DIFFERING, NOT_YET_IN_SMS])
    expect(office.get_by_role("region", name="What should happen?")).to_contain_text(f"{len(DIFFERING) + 1} new")
    eye.look_twice(office, "register-preview")
    office.get_by_role("button", name="Approve and apply").click()
    expect(office.get_by_text("Applied. The register is as the file says.")).to_be_visible()

    named, born = DIFFERING[3], DIFFERING[5]
    found = tab(office, "Differences")
    line = found.get_by_role("row").filter(has_text="First name")
    expect(line).to_contain_text(f"In your SMS if {named.first_name} is right; in ENROL if {TOLD[3].first_name} is.")
    expect(found.get_by_role("row").filter(has_text="Date of birth")).to_contain_text(
        f"{born.dob.day} {born.dob:%B %Y}"
    )
    eye.look_twice(office, "register-differences")
    expect(tab(office, "Only enrolled")).to_contain_text(NOT_YET_IN_SMS.last_name)
    only_here = tab(office, "Only in the SMS")
    for one in MISSING:
        expect(only_here.get_by_role("row").filter(has_text=one.first_name)).to_contain_text(one.last_name)

    upload(office, tmp_path / "mended.csv", TOLD)
    expect(office.get_by_role("region", name="What should happen?")).to_contain_text("1 not listed any more")
    office.get_by_role("button", name="Approve and apply").click()
    expect(tab(office, "Differences")).to_contain_text("No differences")
    expect(tab(office, "Only in the SMS")).to_contain_text("Everybody is enrolled")
    office.get_by_role("link", name="Show them").click()
    expect(office.get_by_role("table").get_by_role("row")).to_have_count(3)
