"""Signing in, linking an SMS and judging without a mouse: every step is a key, and one sees where one is."""

import re

import pytest
from playwright.sync_api import Page, expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL
from openpact.demo.schools import PASSWORD

from .walk import CLASS, PUPILS

pytestmark = pytest.mark.browser

#: More stops than any page has.
FAR = 400
FOCUS = """() => {
    const one = document.activeElement, look = getComputedStyle(one), label = one.labels?.[0];
    const near = label ? getComputedStyle(label) : look;
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    const told = (label?.textContent || one.getAttribute("aria-label") || one.textContent || one.name || "");
    const shown = label && look.clip !== "auto" ? label : one;
    const box = shown.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
    return {told: told.replace(/\\s+/g, " ").trim(), seen: drawn(look) || drawn(near), kind: one.tagName,
            uncovered: hit !== null && (shown.contains(hit) || hit.contains(shown) || !!label?.contains(hit))};
}"""


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words has the focus. Each stop on the way can be seen."""
    for _ in range(FAR):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["kind"] == "BODY":
            continue
        assert focus["seen"], f"One cannot see that {focus['told'] or focus['kind']} has the focus"
        assert focus["uncovered"], f"{focus['told'] or focus['kind']} has the focus, covered or outside the window"
        if re.fullmatch(words, focus["told"]):
            return
    pytest.fail(f"Tab never comes to {words}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)


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
    for _ in range(FAR):
        press(keys, "Tab")
        assert keys.evaluate(FOCUS)["uncovered"]
        if row.locator(":focus").count():
            break
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
