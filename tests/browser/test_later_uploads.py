"""What comes after the first file: changes that apply by themselves, an upload that is held and discarded, and an undo."""

import re
from dataclasses import replace
from datetime import datetime
from zoneinfo import ZoneInfo

import pytest
from playwright.sync_api import expect

from openpact import ide
from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL

from .walk import CLASS, PEOPLE, PUPILS, STUDENTS, kamar_tab, manage, pact_configuration

pytestmark = pytest.mark.browser

MOVER = PUPILS[1]
OTHER_CLASS = next(p.home_groups[0] for p in STUDENTS if p.home_groups and p.home_groups[0] != CLASS)
NEWCOMER = ("Ānahera", "Te Whānau-Nikau")


def upload_now(kamar) -> None:
    pact_configuration(kamar)
    kamar.get_by_role("button", name="Upload now").click()
    expect(kamar.get_by_role("status")).to_contain_text("The IDE file was uploaded.")


def test_somebody_who_joins_and_somebody_who_moves_arrive_by_themselves(kamar, office, eye):
    kamar_tab(kamar, "Students")
    kamar.get_by_role("link", name="Add a student").click()
    for label, value in (
        ("First name", NEWCOMER[0]),
        ("Last name", NEWCOMER[1]),
        ("Date of birth", "2014-06-24"),
        ("First day", "2026-11-02"),
    ):
        kamar.get_by_label(label, exact=True).fill(value)
    kamar.get_by_label("Home class").select_option(CLASS)
    eye.look(kamar, "kamar-add-a-student")
    kamar.get_by_role("button", name="Save").click()
    expect(kamar.get_by_role("status")).to_be_visible()
    kamar_tab(kamar, "Students")
    kamar.get_by_label("Find").fill(MOVER.sms_id)
    kamar.get_by_role("button", name="Find").click()
    kamar.get_by_role("link", name=f"{MOVER.last_name}, {MOVER.first_name}").click()
    kamar.get_by_label("Home class").select_option(OTHER_CLASS)
    kamar.get_by_role("button", name="Save").click()
    eye.look(kamar, "kamar-student-moved")
    upload_now(kamar)
    eye.look(kamar, "kamar-uploaded-by-hand")

    manage(office, "Exchange log")
    latest = office.get_by_role("row").nth(1)
    expect(latest).to_contain_text("Applied")
    expect(latest).to_contain_text("1 joining")
    latest.get_by_role("link").first.click()
    expect(office.get_by_role("region", name="Joining")).to_contain_text(NEWCOMER[1])
    expect(office.get_by_role("region", name="Moving between groups")).to_contain_text(MOVER.last_name)
    eye.look(office, "exchange-applied-by-itself")
    office.get_by_role("link", name=re.compile(MOVER.last_name)).click()
    expect(office.get_by_role("main")).to_contain_text(OTHER_CLASS)
    eye.look(office, "person-who-moved")


def test_an_applied_upload_is_undone(office, eye):
    manage(office, "Exchange log")
    office.get_by_role("row").nth(1).get_by_role("link").first.click()
    office.locator("summary", has_text="Undo this upload").click()
    eye.look(office, "exchange-before-undoing")
    office.get_by_role("button", name="Yes, undo it").click()
    expect(office.get_by_role("main")).to_contain_text("everything is as it was before")
    eye.look(office, "exchange-undone")
    manage(office, "People")
    office.get_by_role("searchbox").fill(NEWCOMER[1])
    expect(office.get_by_role("heading", name="No match").or_(office.get_by_text("No match"))).to_be_visible()


def test_an_upload_that_would_do_harm_waits_and_is_discarded(office, eye, tmp_path, database):
    first, *others = STUDENTS[:100]
    renamed = replace(first, last_name=f"{first.last_name}-Ranginui")
    few = [*(p for p in PEOPLE if p.role != "Student"), renamed, *others]
    file = tmp_path / "cut-short.csv"
    file.write_bytes(ide.write(few, school_number=SCHOOL.number, exported_at=_now()))
    manage(office, "Exchange log")
    office.get_by_role("link", name="Bring people and classes").click()
    eye.look(office, "upload-by-hand")
    office.get_by_label("IDE file", exact=True).set_input_files(file)
    office.get_by_role("button", name="Upload and preview").click()
    expect(office.get_by_role("region", name="Why")).to_contain_text(
        f"of your {len(STUDENTS)} students are not in the file"
    )
    expect(office.get_by_role("region", name="Leaving")).to_contain_text(str(len(STUDENTS) - 100))
    expect(office.get_by_role("region", name="Changing")).to_contain_text(renamed.last_name)
    eye.look(office, "exchange-held-with-reasons")
    before = _active(database)
    office.locator("summary", has_text="Discard it").click()
    office.get_by_role("button", name="Discard it").click()
    expect(office.get_by_text("Discarded. Nothing was changed.")).to_be_visible()
    eye.look(office, "exchange-discarded")
    assert _active(database) == before


def test_a_file_that_cannot_be_read_is_refused_with_the_reason(office, eye, tmp_path):
    file = tmp_path / "photo.csv"
    file.write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(200))
    manage(office, "Exchange log")
    office.get_by_role("link", name="Bring people and classes").click()
    office.get_by_label("IDE file", exact=True).set_input_files(file)
    office.get_by_role("button", name="Upload and preview").click()
    expect(office.get_by_role("main").get_by_role("status").filter(has_text="Refused")).to_be_visible()
    eye.look(office, "exchange-refused")
    manage(office, "Exchange log")
    eye.look(office, "exchange-log-at-the-end")


def _active(database) -> int:
    return database.execute("SELECT count(*) FROM roster_person WHERE active").fetchone()[0]


def _now() -> datetime:
    return datetime.now(ZoneInfo("Pacific/Auckland")).replace(tzinfo=None)
