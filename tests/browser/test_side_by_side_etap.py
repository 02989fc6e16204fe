"""eTAP, bullet by bullet as its instructions have them, in the two products side by side."""

import re

import pytest
from playwright.sync_api import expect

from openpact import clock
from openpact.demo.schools import ETAP_SCHOOL as SCHOOL

from .sides import pupils_of

pytestmark = pytest.mark.browser

WARNING = "End-of-year OTJs made in the PaCT will over-write end-of-year OTJs made in eTAP."
#: To begin with, eTAP has an end-of-year OTJ in reading for this student: curriculum level 2.
STUDENT = pupils_of(SCHOOL)[0]
WEEKLY = re.compile(r"every week on (\w+) between 10pm and midnight")


@pytest.fixture
def sides(sides_of):
    return sides_of(SCHOOL)


def test_the_pact_says_first_what_happens_to_etaps_end_of_year_otjs_and_asks(sides):
    in_the_second_half_of_the_year(sides.office)
    sides.sign_in()
    sides.use_sms()
    expect(sides.office.get_by_role("note")).to_contain_text(WARNING)
    expect(sides.office.get_by_role("note")).to_contain_text("you can still transfer student data")
    choice = sides.office.get_by_role("group", name=re.compile("exporting judgement data"))
    expect(choice.get_by_label("Student data only")).not_to_be_checked()
    sides.office.get_by_role("button", name="Save changes").click()
    expect(choice).to_contain_text("Choose one of the two.")
    sides.look(sides.office, "settings-before-choosing", expected="422")


def test_in_the_pact_one_gets_the_secret_chooses_and_saves(sides):
    sides.get_secret_and_copy()
    sides.export("Judgements and student data")
    expect(sides.office.get_by_text(WEEKLY)).to_be_visible()
    sides.look(sides.office, "settings-with-the-secret")
    sides.save_the_changes()


def test_in_etap_one_reads_the_same_chooses_and_saves_the_secret(sides):
    sides.tab("Admin tools")
    sides.look_twice(sides.sms, "admin-tools")
    sides.under("Admin tools", "PaCT Management")
    expect(sides.sms.get_by_role("main")).to_contain_text(WARNING)
    day = WEEKLY.search(sides.sms.get_by_role("main").inner_text())[1]
    expect(sides.office.get_by_text(f"every week on {day}").first).to_be_visible()
    expect(sides.sms.get_by_role("button", name="Upload Latest IDE file To PaCT")).to_be_disabled()
    sides.look_twice(sides.sms, "pact-management")
    sides.paste(sides.sms.get_by_label("Secret", exact=True))
    sides.sms.get_by_role("button", name="Save Secret").click()
    expect(sides.sms.get_by_text("Choose first what may pass")).to_be_visible()
    sides.look_twice(sides.sms, "pact-management-before-choosing", expected="422")
    sides.sms.get_by_label("Student data to PaCT, and judgements from PaCT").check()
    sides.paste(sides.sms.get_by_label("Secret", exact=True))
    sides.sms.get_by_role("button", name="Save Secret").click()
    expect(sides.sms.get_by_role("status")).to_contain_text("Now select Upload Latest IDE file To PaCT.")
    sides.look(sides.sms, "secret-saved")


def test_in_etap_one_selects_upload_latest_ide_file_to_pact(sides):
    sides.sms.get_by_role("button", name="Upload Latest IDE file To PaCT").click()
    expect(sides.sms.get_by_role("status")).to_contain_text("The IDE file was uploaded.")
    sides.look_twice(sides.sms, "uploaded")
    sides.approve_the_first_upload()


def test_a_teacher_judges_a_student_for_whom_etap_has_an_otj(sides):
    open_student(sides, STUDENT)
    otjs = sides.sms.get_by_role("region", name="End-of-year OTJs")
    expect(otjs).to_contain_text("Curriculum level 2 by Teacher at the school")
    sides.look_twice(sides.sms, "student-with-an-otj")
    sides.accept_the_invitation()
    sides.confirm(STUDENT, "4")


def open_student(sides, pupil):
    sides.tab("Students")
    sides.sms.get_by_label("Find").fill(pupil.sms_id)
    sides.sms.get_by_role("button", name="Find").click()
    sides.sms.get_by_role("link", name=f"{pupil.last_name}, {pupil.first_name}").click()


def in_the_second_half_of_the_year(page):
    """When end-of-year judgements are made."""
    now = clock.now()
    if now.month < 8:
        page.goto("/demo/clock/")
        page.get_by_label("Set it to").fill(f"{now.year}-08-10T09:00")
        page.get_by_role("button", name="Set the clock").click()
