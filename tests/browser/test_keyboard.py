"""Signing in, linking an SMS and judging without a mouse: every step is a key, and one sees where one is."""

import re

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL
from openpact.demo.schools import PASSWORD

from .keys import press, stops, tab_to
from .walk import CLASS, PUPILS

pytestmark = pytest.mark.browser


def test_one_signs_in_and_skips_to_the_content(keys):
    keys.goto("/")
    tab_to(keys, "E-?mail.*")
    keys.keyboard.type(SCHOOL.administrator)
    tab_to(keys, "Password")
    keys.keyboard.type(PASSWORD)
    press(keys, "Enter")
    expect(keys.get_by_role("heading", level=1)).to_have_text(SCHOOL.name)
    press(keys, "Tab")
    expect(keys.get_by_role("link", name="Skip to the content")).to_be_focused()
    press(keys, "Enter")
    expect(keys.get_by_role("main")).to_be_focused()


def test_one_opens_and_closes_the_menu_of_ones_account(keys):
    keys.reload()
    tab_to(keys, "Your account: Mere Office")
    press(keys, "Enter")
    expect(keys.get_by_role("button", name="Sign out")).to_be_visible()
    press(keys, "Escape")
    expect(keys.get_by_role("button", name="Sign out")).to_be_hidden()


def test_one_changes_the_sms_settings(keys, eye):
    tab_to(keys, "Manage")
    press(keys, "Enter")
    expect(keys.get_by_role("heading", level=1)).to_have_text("Manage")
    tab_to(keys, "Change SMS Settings")
    press(keys, "Enter")
    expect(keys.get_by_role("heading", level=1)).to_have_text("Change SMS Settings")
    tab_to(keys, "Your SMS")
    press(keys, "ArrowUp")
    expect(keys.get_by_text("Select Admin tools/PaCT Management.")).to_be_visible()
    press(keys, "ArrowDown")
    expect(keys.get_by_text("Under IAM/PaCT tab, select PaCT configuration.")).to_be_visible()
    tab_to(keys, "Yes: .*")
    press(keys, "ArrowDown")
    expect(keys.get_by_label(re.compile("^No: "))).to_be_checked()
    press(keys, "ArrowUp")
    expect(keys.get_by_label(re.compile("^Yes: "))).to_be_checked()
    tab_to(keys, "Save changes")
    eye.look(keys, "keyboard-settings", whole=False)
    press(keys, "Enter")
    expect(keys.get_by_text("The SMS settings are saved.")).to_be_visible()


def test_one_judges_a_student(keys, eye, database):
    tab_to(keys, "Judge")
    press(keys, "Enter")
    expect(keys.get_by_role("heading", level=1)).to_have_text("Judge")
    tab_to(keys, CLASS)
    press(keys, "Enter")
    expect(keys.get_by_role("heading", level=1)).to_have_text(CLASS)
    pupil = PUPILS[2]
    row = keys.get_by_role("group", name=f"{pupil.first_name} {pupil.last_name}")
    next(None for _ in stops(keys) if row.locator(":focus").count())
    press(keys, "ArrowRight")
    chosen = row.get_by_role("radio", checked=True)
    expect(chosen).to_be_focused()
    level = chosen.get_attribute("value")
    assert level
    eye.look(keys, "keyboard-judging", whole=False)
    press(keys, "Enter")
    expect(keys.get_by_role("listitem").filter(has=row)).to_contain_text("version 1")
    rows = database.execute("SELECT count(*) FROM judgements_judgement WHERE level = %s", [level]).fetchone()[0]
    assert rows == 1
