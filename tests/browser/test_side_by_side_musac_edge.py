"""MUSAC Edge, bullet by bullet as its instructions have them, in the two products side by side."""

import re

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import MUSAC_EDGE_SCHOOL as SCHOOL

from .sides import pupils_of
from .walk import manage

pytestmark = pytest.mark.browser

PUPILS = pupils_of(SCHOOL)


@pytest.fixture
def sides(sides_of):
    return sides_of(SCHOOL)


def test_before_it_is_selected_musac_edge_says_what_to_do(sides):
    sides.tab("PaCT")
    sides.look_twice(sides.sms, "pact-tab")
    sides.under("PaCT", "Uploads and downloads")
    sides.look_twice(sides.sms, "not-selected")


def test_in_the_pact_one_selects_use_sms_and_musac_edge_and_saves_the_changes(sides):
    sides.sign_in()
    sides.use_sms()
    expect(sides.office.get_by_role("button", name="Get secret")).to_have_count(0)
    sides.look(sides.office, "settings")
    sides.save_the_changes()
    sides.look(sides.office, "settings-saved")


def test_in_musac_edge_nothing_has_to_be_done(sides):
    sides.move_the_clock("An hour on")
    linked = sides.sms.get_by_role("definition").filter(has_text="Linked")
    sides.comes(sides.sms, linked)
    sides.comes(sides.sms, sides.sms.get_by_text("PaCT holds the file until its administrator has looked at it."))
    sides.look_twice(sides.sms, "linked")
    sides.approve_the_first_upload()


def test_a_manual_upload_resets_the_schedule_says_so_and_offers_the_download(sides):
    sides.accept_the_invitation()
    sides.confirm(PUPILS[0], "3")
    sides.under("PaCT", "Uploads and downloads")
    sides.sms.get_by_role("button", name="Upload to PaCT now").click()
    told = sides.sms.get_by_role("region", name="After your upload")
    expect(told).to_contain_text("It has moved no judgements")
    otherwise = re.search(r"comes on (.+?, between .+?m and .+?)\.", told.inner_text())[1]
    assert sides.told("Next automatic upload").startswith(otherwise)
    manage(sides.office, "Exchange log")
    expect(sides.office.get_by_role("region", name="Uploads from your SMS")).to_contain_text(otherwise)
    expect(told.get_by_role("button", name="Download from PaCT now")).to_be_visible()
    sides.look_twice(sides.sms, "after-a-manual-upload")


def test_a_manual_download_brings_the_judgements_and_leaves_the_schedule(sides):
    due = sides.told("Next automatic upload")
    told = sides.sms.get_by_role("region", name="After your upload")
    told.get_by_role("button", name="Download from PaCT now").click()
    expect(sides.sms.get_by_role("status")).to_contain_text("1 result received from PaCT.")
    assert sides.told("Next automatic upload") == due
    sides.look(sides.sms, "after-a-manual-download")
    sides.tab("Results")
    expect(sides.result_of(PUPILS[0])).to_contain_text("Curriculum level 3")
    sides.look_twice(sides.sms, "results")
    sides.confirm(PUPILS[1], "2")
