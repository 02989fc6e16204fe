"""The two journeys, walked in a browser with the words of the brief: an IDE file in, staff invited, a judgement out."""

import re

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL
from openpact.demo.schools import PASSWORD

from .walk import CLASS, PEOPLE, PUPILS, STUDENTS, TEACHER, kamar_tab, manage, pact_configuration

pytestmark = pytest.mark.browser

IN_ORDER = sorted(PUPILS, key=lambda person: (person.last_name, person.first_name))
TEACHERS_PASSWORD = "the tui sings before dawn"
SECRET = re.compile(r"pact_\S+")


def test_the_administrator_signs_in_to_a_school_with_nothing_set_up(office, eye):
    office.goto("/")
    eye.look(office, "sign-in")
    office.get_by_label(re.compile("^E-?mail")).fill(SCHOOL.administrator)
    office.get_by_label("Password").fill("not this one")
    office.get_by_role("button", name="Sign in", exact=True).click()
    expect(office.get_by_role("alert")).to_be_visible()
    eye.look(office, "sign-in-refused")
    office.get_by_label("Password").fill(PASSWORD)
    office.get_by_role("button", name="Sign in", exact=True).click()
    expect(office.get_by_role("heading", level=1)).to_have_text(SCHOOL.name)
    eye.look(office, "home-at-first")
    office.get_by_role("link", name="Manage").first.click()
    eye.look(office, "manage")
    for page in ("People", "Groups", "Users", "Exchange log", "Reporting cycles", "School"):
        manage(office, page)
        eye.look(office, f"{page.lower().replace(' ', '-')}-empty")


def test_the_secret_is_shown_once_and_copied(office, eye, kamar):
    manage(office, "Change SMS Settings")
    eye.look(office, "settings-at-first")
    office.get_by_label("Use SMS").check()
    office.get_by_label("Your SMS", exact=True).select_option("KAMAR")
    expect(office.get_by_text("Under IAM/PaCT tab, select PaCT configuration.")).to_be_visible()
    office.get_by_role("button", name="Get secret").click()
    field = office.get_by_label("Your secret for KAMAR")
    expect(field).to_have_value(SECRET)
    office.get_by_role("button", name="Copy").click()
    expect(office.get_by_role("button", name="Copied")).to_be_visible()
    secret = office.evaluate("navigator.clipboard.readText()")
    assert secret == field.input_value()
    eye.look(office, "settings-with-the-secret")
    office.get_by_role("group", name=re.compile("exporting judgement data")).get_by_label(re.compile("^Yes")).check()
    office.get_by_role("button", name="Save changes").click()
    expect(office.get_by_text("Waiting for the SMS")).to_be_visible()
    assert secret not in office.content()
    eye.look(office, "settings-saved")
    kamar.secret = secret


def test_the_first_file_arrives_and_is_checked_before_ones_eyes(office, eye, kamar, database):
    kamar.goto("/")
    eye.look(kamar, "kamar-schools")
    kamar.get_by_role("link", name=SCHOOL.name).click()
    eye.look(kamar, "kamar-students")
    kamar_tab(kamar, "IAM/PaCT")
    eye.look(kamar, "kamar-iam-pact")
    pact_configuration(kamar)
    eye.look(kamar, "kamar-pact-configuration")
    manage(office, "Exchange log")
    expect(office.get_by_text("Nothing has been exchanged yet")).to_be_visible()
    # What is checked waits here, so that there is time to look.
    with database.transaction():
        database.execute("LOCK TABLE roster_rosterstate IN EXCLUSIVE MODE")
        kamar.get_by_role("textbox", name=SCHOOL.name).fill(kamar.secret)
        kamar.get_by_role("button", name="Save changes").click()
        expect(office.get_by_role("table")).to_contain_text("Checking")
        eye.look(office, "exchange-log-while-it-is-checked")
    expect(office.get_by_role("table")).to_contain_text("Waits for you")
    expect(kamar.get_by_role("status")).to_contain_text("is linked with PaCT")
    eye.look(kamar, "kamar-linked")
    eye.look(office, "exchange-log-with-a-held-upload")


def test_the_upload_is_previewed_and_approved_with_invitations(office, eye, database):
    office.get_by_role("row").nth(1).get_by_role("link").first.click()
    expect(office.get_by_role("heading", level=1)).to_have_text("Upload from KAMAR")
    first = min(PEOPLE, key=lambda person: (person.last_name.casefold(), person.first_name.casefold()))
    expect(office.get_by_role("region", name="Joining")).to_contain_text(f"{first.first_name} {first.last_name}")
    eye.look(office, "exchange-preview")
    assert count(database, "roster_person") == 0
    office.get_by_label(re.compile("Mail an invitation to staff")).check()
    office.get_by_role("button", name="Approve and apply").click()
    expect(office.get_by_text("Applied. Your people, classes and groups are as your SMS says.")).to_be_visible()
    eye.look(office, "exchange-applied")
    assert count(database, "roster_person") == len(PEOPLE)


def test_people_classes_and_groups_are_in_pact(office, eye):
    manage(office, "People")
    student = PUPILS[0]
    eye.look(office, "people")
    office.get_by_role("searchbox").press_sequentially(student.last_name)
    expect(office.locator("#list")).not_to_contain_text(_somebody_else(student).last_name)
    office.get_by_role("link", name=f"{student.last_name}, {student.first_name}").click()
    expect(office.get_by_role("main")).to_contain_text(CLASS)
    expect(office.get_by_text("Nothing has been confirmed")).to_be_visible()
    eye.look(office, "person")
    manage(office, "Groups")
    eye.look(office, "groups")
    office.get_by_role("link", name=CLASS, exact=True).click()
    expect(office.get_by_role("heading", name=f"{len(PUPILS)} students")).to_be_visible()
    expect(office.get_by_role("main")).to_contain_text(f"{TEACHER.first_name} {TEACHER.last_name}")
    eye.look(office, "group")
    manage(office, "Users")
    eye.look(office, "users")
    office.get_by_role("link", name="Invitations").click()
    expect(office.get_by_role("main")).to_contain_text(TEACHER.email)
    eye.look(office, "invitations")
    office.get_by_role("link", name="Staff without access").click()
    eye.look(office, "staff-without-access")


def test_a_teacher_accepts_the_invitation_and_finds_their_classes(teacher, eye):
    teacher.goto("/demo/mail/")
    mail = teacher.get_by_role("article").filter(has_text=f"To {TEACHER.email}")
    eye.look(teacher, "mail-of-the-demo", whole=False)
    mail.get_by_role("link").click()
    eye.look(teacher, "invitation")
    teacher.get_by_label("Choose a password").fill(TEACHERS_PASSWORD)
    teacher.get_by_role("button", name="Make my account and accept").click()
    expect(teacher.get_by_role("region", name="Your groups").get_by_role("link")).to_contain_text([CLASS])
    eye.look(teacher, "teachers-home")


def test_a_confirmed_judgement_is_in_kamars_results(teacher, eye, kamar, database):
    teacher.get_by_role("navigation", name="Main").get_by_role("link", name="Judge").click()
    eye.look(teacher, "judge")
    teacher.get_by_role("link", name=CLASS, exact=True).click()
    teacher.get_by_role("navigation", name="Learning areas").get_by_role("link", name="Writing").click()
    cycle = teacher.get_by_label("Reporting cycle")
    open_now = cycle.locator("option:checked").inner_text()
    cycle.select_option(label=next(each for each in cycle.locator("option").all_inner_texts() if each != open_now))
    teacher.get_by_role("button", name="Show").click()
    expect(teacher.get_by_text("is closed today")).to_be_visible()
    eye.look(teacher, "class-in-a-closed-cycle", whole=False)
    teacher.get_by_label("Reporting cycle").select_option(label=open_now)
    teacher.get_by_role("button", name="Show").click()
    eye.look(teacher, "class-to-judge", whole=False)
    judged = dict(zip(IN_ORDER, "233423", strict=False))
    for pupil, level in judged.items():
        row = teacher.get_by_role("group", name=f"{pupil.first_name} {pupil.last_name}")
        row.get_by_text(level, exact=True).click()
    expect(teacher.get_by_text(f"{len(judged)} chosen, not confirmed yet")).to_be_visible()
    eye.look(teacher, "class-with-a-choice", whole=False)
    teacher.get_by_role("button", name="Confirm").click()
    expect(teacher.get_by_text(f"Confirmed {len(judged)} judgements.")).to_be_visible()
    eye.look(teacher, "class-confirmed", whole=False)
    pupil, level = next(iter(judged.items()))
    pact_configuration(kamar)
    kamar.get_by_role("button", name="Collect results now").click()
    expect(kamar.get_by_role("status")).to_contain_text(f"{len(judged)} results received from PaCT.")
    kamar_tab(kamar, "Results")
    result = kamar.get_by_role("row").filter(has_text=f"{pupil.last_name}, {pupil.first_name}")
    expect(result).to_contain_text("Writing")
    expect(result).to_contain_text(open_now)
    expect(result).to_contain_text(f"Curriculum level {level}")
    eye.look(kamar, "kamar-results")


def count(database, table: str) -> int:
    return database.execute(f"SELECT count(*) FROM {table}").fetchone()[0]


def _somebody_else(person):
    return next(p for p in STUDENTS if p.last_name != person.last_name and p.groups != person.groups)
