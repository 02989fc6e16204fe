"""A school without an SMS pastes its spreadsheet: the columns are recognised, the preview says what it would do, it is applied."""

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import NEW_SCHOOL as SCHOOL
from tests.browser.walk import manage

pytestmark = pytest.mark.browser

HEADS = ("Surname", "First names", "Room", "Yr", "DOB", "Teacher")
PUPILS = (
    ("Ngata", "Āwhina", "Room 3", "4", "14/03/2018", "Huia Brown"),
    ("Te Whānau-Nikau", "Wiremu", "Room 3", "4", "28/11/2017", "Huia Brown"),
    ("O'Connor", "Niamh", "Room 5", "6", "02/02/2016", "Sam Faleolo"),
)


def test_a_list_is_pasted_previewed_and_applied(office_of, eye):
    office = office_of(SCHOOL)
    manage(office, "People")
    office.get_by_role("link", name="Bring a list").first.click()
    eye.look_twice(office, "bring-a-list")
    office.get_by_label("Paste it").fill("\n".join("\t".join(row) for row in (HEADS, *PUPILS)))
    office.get_by_role("button", name="Look at it").first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Your list")
    columns = office.get_by_role("columnheader").get_by_role("combobox")
    assert columns.evaluate_all("all => all.map(one => one.selectedOptions[0].textContent)") == [
        "Last name",
        "First name",
        "Class (home group)",
        "Year level",
        "Date of birth",
        "Teacher of the class",
    ]
    expect(office.get_by_role("region", name="What was understood")).to_contain_text("5 people")
    eye.look_twice(office, "your-list")
    office.get_by_role("button", name="See what it would do").click()
    expect(office.get_by_text("Nothing has changed yet.")).to_be_visible()
    expect(office.get_by_role("region", name="Joining")).to_contain_text("Wiremu Te Whānau-Nikau")
    eye.look_twice(office, "list-preview")
    office.get_by_role("button", name="Approve and apply").click()
    expect(office.get_by_text("Applied.", exact=False).first).to_be_visible()
    manage(office, "People")
    for last, _first, room, *_more in PUPILS:
        expect(office.get_by_role("row").filter(has_text=last)).to_contain_text(room)
