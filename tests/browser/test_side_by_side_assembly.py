"""Assembly, bullet by bullet as its instructions have them, in the two products side by side."""

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import ASSEMBLY_SCHOOL as SCHOOL

from .sides import pupils_of
from .walk import manage

pytestmark = pytest.mark.browser

PEOPLE = SCHOOL.people()
SELECTED = [p for p in PEOPLE if p.role in ("Student", "TeachingStaff", "NonTeachingStaff")]
PUPILS = pupils_of(SCHOOL)
KAPA_HAKA = sum("Kapa Haka" in p.groups for p in PEOPLE if p.role == "Student")


@pytest.fixture
def sides(sides_of):
    return sides_of(SCHOOL)


def test_in_the_pact_one_selects_use_sms_and_assembly_and_gets_the_secret(sides):
    sides.sign_in()
    sides.use_sms()
    sides.get_secret_and_copy()
    sides.export("Yes")
    sides.look(sides.office, "settings-with-the-secret")
    sides.save_the_changes()
    expect(sides.office.get_by_text("Waiting for the SMS")).to_be_visible()


def test_in_assembly_one_pastes_it_into_oauth_token_selects_roles_and_groups_and_clicks_the_tick(sides):
    sides.tab("PaCT")
    sides.look_twice(sides.sms, "pact-tab")
    sides.under("PaCT", "PaCT configuration")
    sides.look_twice(sides.sms, "pact-configuration")
    sides.paste(sides.sms.get_by_label("OAuth Token:", exact=True))
    roles = sides.sms.get_by_role("group", name="Roles")
    for role in ("Students", "Teaching staff", "Non-teaching staff"):
        expect(roles.get_by_label(role, exact=True)).to_be_checked()
    expect(roles.get_by_label("Parents and caregivers")).not_to_be_checked()
    groups = sides.sms.get_by_role("group", name="Non-home groups")
    for group in ("Kapa Haka", "Choir"):
        groups.get_by_label(group, exact=True).check()
    expect(groups.get_by_label("Reading Recovery")).not_to_be_checked()
    tick = sides.sms.get_by_role("button", name="Save the changes")
    expect(tick).to_have_text("✓")
    tick.click()
    expect(sides.sms.get_by_role("status")).to_contain_text("is linked with PaCT")
    sides.look_twice(sides.sms, "linked")


def test_what_was_not_selected_is_not_in_the_upload(sides):
    def first():
        expect(sides.office.get_by_text("Assembly was told")).to_contain_text("Reading Recovery")
        expect(sides.office.get_by_role("region", name="Joining")).to_contain_text(str(len(SELECTED)))
        sides.look(sides.office, "first-upload")

    sides.approve_the_first_upload(first)
    other_groups(sides)
    expect(sides.office.get_by_role("main")).to_contain_text("Kapa Haka")
    expect(sides.office.get_by_role("main")).not_to_contain_text("Reading Recovery")


def test_a_group_that_is_no_longer_selected_keeps_its_members_in_the_pact(sides):
    sides.under("PaCT", "PaCT configuration")
    sides.sms.get_by_role("group", name="Non-home groups").get_by_label("Kapa Haka").uncheck()
    sides.sms.get_by_role("button", name="Save the changes").click()
    expect(sides.sms.get_by_role("status")).to_contain_text("The selection is saved.")
    sides.sms.get_by_role("button", name="Upload now").click()
    expect(sides.sms.get_by_role("status")).to_contain_text("The IDE file was uploaded.")
    sides.look(sides.sms, "narrowed")
    manage(sides.office, "Exchange log")
    expect(sides.office.get_by_role("row").nth(1)).to_contain_text("No change")
    sides.office.get_by_role("row").nth(1).get_by_role("link").first.click()
    sides.look(sides.office, "upload-of-a-narrower-selection")
    other_groups(sides)
    sides.office.get_by_role("link", name="Kapa Haka", exact=True).click()
    expect(sides.office.get_by_role("heading", name=f"{KAPA_HAKA} students")).to_be_visible()


def test_a_teacher_accepts_and_confirms_a_judgement(sides):
    sides.accept_the_invitation()
    sides.confirm(PUPILS[0], "3")
    sides.tab("Results")
    expect(sides.sms.get_by_text("Nothing has come from PaCT yet.")).to_be_visible()
    sides.look_twice(sides.sms, "results-empty")


def other_groups(sides):
    manage(sides.office, "Groups")
    sides.office.get_by_role("navigation", name="Kinds of group").get_by_role("link", name="Other").click()
