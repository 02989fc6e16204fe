"""Judging a class's aspects in a browser: by keys, by touch, without a connection, two teachers at once, and a correction."""

import os
import re
from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Page, expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL
from tests.browser.conftest import _person
from tests.browser.eye import DESK, PHONE
from tests.browser.tour import sign_in

pytestmark = pytest.mark.browser

GUIDE = Path(__file__).parents[2] / "docs" / "guide" / "judge.md"
CLASS, STUDENTS, ASPECTS = "Twenty-eight", 28, 8
#: Seconds that a person thinks before each choice: 0 in the suite, more where the clock is read (docs/guide/judge.md).
PACE = float(os.environ.get("PACE", "0"))
MAKE_CLASS = """
WITH made AS (
  INSERT INTO roster_group (school_id, name, is_home, own, listed, hidden)
  SELECT id, %(name)s, false, true, true, false FROM schools_school WHERE number = %(school)s
  RETURNING id, school_id
), members AS (
  SELECT person_id FROM accounts_access a JOIN made USING (school_id)
  WHERE a.role = 'teacher' AND a.person_id IS NOT NULL
  UNION ALL
  (SELECT p.id FROM roster_person p JOIN made USING (school_id)
   WHERE p.role = 'Student' AND p.active
     AND EXISTS (SELECT FROM roster_membership m JOIN roster_group g ON g.id = m.group_id
                 WHERE m.person_id = p.id AND g.name IN ('Year 7', 'Year 8', 'Year 9'))
   ORDER BY p.last_name, p.id LIMIT %(students)s)
)
INSERT INTO roster_membership (school_id, person_id, group_id, listed, home, by_hand)
SELECT made.school_id, members.person_id, made.id, false, false, true FROM made, members
"""
PLACED = """
SELECT count(*) FROM judgements_aspectjudgement a JOIN judgements_sheet s ON s.id = a.sheet_id
JOIN roster_membership m ON m.person_id = s.person_id JOIN roster_group g ON g.id = m.group_id
JOIN schools_cycle c ON c.id = s.cycle_id AND c.kind = 'ad-hoc'
WHERE g.name = %s AND s.area = %s AND a.set IS NOT NULL
"""


@pytest.fixture(scope="module", autouse=True)
def a_class_of_28(demo):
    with psycopg.connect(demo.database, autocommit=True) as connection:
        connection.execute(MAKE_CLASS, {"name": CLASS, "school": SCHOOL.number, "students": STUDENTS})


@pytest.fixture
def placed(database):
    """How many placements of the class are in the database."""
    return lambda area="mathematics": database.execute(PLACED, [CLASS, area]).fetchone()[0]


@pytest.fixture
def at_class(chromium, eye, demo, somebody):
    """A window of somebody's, with the class and mathematics open."""
    opened = []

    def at_class(role="teacher", size=DESK, area="Mathematics", **more) -> Page:
        page = _person(chromium, eye, demo.hub, size, **more)
        opened.append(page)
        sign_in(page, demo.hub, *somebody[role])
        # Out of cycle nothing is judged yet in the demo.
        page.goto(f"{demo.hub}/schools/{SCHOOL.number}/judge/?cycle=out")
        row = page.get_by_role("row").filter(has=page.get_by_role("rowheader").get_by_role("link", name=CLASS))
        with page.expect_navigation():
            row.get_by_role("link", name=re.compile(area)).click()
        expect(page.get_by_role("heading", level=1)).to_have_text(CLASS)
        return page

    yield at_class
    for page in opened:
        page.context.close()


def cell(page: Page, row: int, aspect: int = 0):
    """One aspect of one student."""
    return page.locator(".aspect-row").nth(row).locator(".aspect-cell").nth(aspect)


def chosen(page: Page, row: int, aspect: int = 0) -> str:
    return cell(page, row, aspect).locator("input:checked").get_attribute("value") or ""


def tab(page: Page, aspect: int):
    return page.locator("[data-tab]").nth(aspect)


def right_of(found) -> float:
    box = found.bounding_box()
    return box["x"] + box["width"]


def is_saved(page: Page) -> None:
    expect(page.locator("[data-status]")).to_have_text("All saved")


def tap(place) -> None:
    place.tap()
    # A tap becomes a click a moment later.
    expect(place.locator("input")).to_be_checked()


def test_a_class_of_28_is_judged_by_keys(at_class, placed, eye):
    page = at_class()
    keys = 0
    cell(page, 0).locator("input:checked").focus()
    for aspect in range(ASPECTS):
        for student in range(STUDENTS):
            page.wait_for_timeout(1000 * PACE)
            page.keyboard.press(str(2 + (student * 7 + aspect * 3) % 3))
        keys += STUDENTS
        expect(tab(page, aspect)).to_contain_text(f"{STUDENTS}/{STUDENTS}")
        if aspect + 1 < ASPECTS:
            # To the next aspect, and up to the first student.
            page.keyboard.press("]")
            page.keyboard.press("Home")
            keys += 2
    is_saved(page)
    assert right_of(tab(page, ASPECTS - 1)) <= right_of(page.locator(".aspect-tabs"))
    assert placed() == STUDENTS * ASPECTS
    assert f"{keys} keys" in GUIDE.read_text()
    expect(page.locator(".score-words b")).to_have_count(STUDENTS)
    eye.look(page, "aspects-of-a-class", whole=False)
    page.locator(".aspect-who").first.click()
    eye.look(page, "aspects-of-a-student")


def test_a_choice_is_taken_back_by_key_and_by_the_next_one(at_class, placed):
    page = at_class()
    before = placed()
    tab(page, 0).click()
    first = cell(page, 0).locator("input:checked")
    first.focus()
    page.keyboard.press("Delete")
    is_saved(page)
    assert placed() == before - 1
    page.keyboard.press("0")
    expect(cell(page, 0).locator("input[type=radio][value='0']")).to_be_checked()
    is_saved(page)
    expect(page.locator(".aspect-row").first.locator("[data-score]")).to_contain_text(
        "1 expected aspect has no set yet"
    )


def test_a_class_of_28_is_judged_by_touch_on_a_phone(at_class, placed, eye):
    page = at_class(size=PHONE, area="Reading", has_touch=True, is_mobile=True)
    aspects = page.locator("[data-tab]").count()
    taps = 0
    for aspect in range(aspects):
        if aspect:
            tab(page, aspect).tap()
            taps += 1
        for student in range(STUDENTS):
            page.wait_for_timeout(1000 * PACE)
            tap(cell(page, student, aspect).locator("label").nth(2 + (student + aspect) % 2))
            taps += 1
    is_saved(page)
    assert placed("reading") == STUDENTS * aspects
    assert f"{taps} taps" in GUIDE.read_text()
    eye.look(page, "aspects-on-a-phone", whole=False)


def test_the_next_student_stays_under_the_finger_while_a_score_forms(at_class):
    page = at_class(size=PHONE, area="Writing", has_touch=True, is_mobile=True)
    row, following = page.locator(".aspect-row").nth(4), page.locator(".aspect-row").nth(5)
    height = row.bounding_box()["height"]
    for aspect in range(page.locator("[data-tab]").count()):
        tab(page, aspect).tap()
        tap(cell(page, 4, aspect).locator("label").nth(3))
        top = following.bounding_box()["y"]
        is_saved(page)
        assert following.bounding_box()["y"] == pytest.approx(top, abs=1)
    expect(row.locator(".score-words b")).to_be_visible()
    assert row.bounding_box()["height"] > height + 20


def test_the_row_under_the_mouse_stays_there_while_others_grow(at_class):
    page = at_class(area="Writing")
    below, mine = page.locator(".aspect-row").nth(12), page.locator(".aspect-row").nth(10)
    for aspect in range(page.locator("[data-tab]").count()):
        tab(page, aspect).click()
        cell(page, 12, aspect).locator("label").nth(3).click()
        cell(page, 10, aspect).locator("label").nth(2).hover()
        top = mine.bounding_box()["y"]
        is_saved(page)
        assert mine.bounding_box()["y"] == pytest.approx(top, abs=1)
    expect(below.locator(".score-words b")).to_be_visible()


def test_many_students_are_placed_at_once(at_class):
    page = at_class()
    tab(page, 2).click()
    boxes = page.locator(".aspect-many")
    boxes.nth(5).click()
    boxes.nth(9).click(modifiers=["Shift"])
    expect(page.locator("[data-status]")).to_contain_text("5 selected")
    page.locator(".aspect-columns:visible").get_by_role("button", name=re.compile("^5 ")).click()
    is_saved(page)
    assert [chosen(page, row, 2) for row in range(5, 10)] == ["5"] * 5


def test_no_choice_is_lost_in_a_minute_without_a_connection(at_class, eye):
    page = at_class()
    page.clock.install()
    page.reload()
    tab(page, 3).click()
    page.context.set_offline(True)
    tries = []
    page.on("requestfailed", lambda request: tries.append(request.method))
    cell(page, 2, 3).locator("input:checked").focus()
    for key in "555":
        page.keyboard.press(key)
    page.clock.run_for(30_000)
    expect(page.locator("[data-status]")).to_contain_text("No connection. Your choices are kept on this device")
    tab(page, 4).click()
    cell(page, 2, 4).locator("label").nth(4).click()
    page.clock.run_for(30_000)
    eye.look(page, "aspects-without-a-connection", whole=False, expected="ERR_INTERNET_DISCONNECTED")
    assert tries.count("POST") > 3
    page.context.set_offline(False)
    page.clock.resume()
    is_saved(page)
    page.reload()
    assert [chosen(page, row, 3) for row in (2, 3, 4)] == ["5", "5", "5"]
    assert chosen(page, 2, 4) == "5"


def test_choices_are_kept_when_the_page_is_closed_meanwhile_in_two_windows_too(at_class, eye):
    page = at_class()
    tab(page, 5).click()
    address = page.url
    other = eye.watch(page.context.new_page())
    other.goto(address)
    page.context.set_offline(True)
    for window, row in ((page, 6), (other, 7)):
        cell(window, row, 5).locator("label").nth(5).click()
        expect(window.locator("[data-status]")).to_contain_text("kept on this device")
    page.close()
    other.close()
    eye.trouble.clear()
    again = eye.watch(page.context.new_page())
    page.context.set_offline(False)
    again.goto(address)
    is_saved(again)
    again.reload()
    assert [chosen(again, row, 5) for row in (6, 7)] == ["6", "6"]


def test_two_teachers_see_each_other_and_overwrite_nothing_unseen(at_class, eye):
    mine, theirs = at_class(), at_class("leader")
    for page in (mine, theirs):
        tab(page, 6).click()
    cell(theirs, 10, 6).locator("label").nth(0).click()
    is_saved(theirs)
    expect(cell(mine, 10, 6).locator("input[type=radio][value='1']")).to_be_checked(timeout=15_000)
    expect(mine.locator(".aspect-row").nth(10)).to_contain_text("Pita Principal")
    # At the same moment: mine does not know of theirs yet.
    mine.route("**/state/**", lambda route: route.abort())
    cell(theirs, 11, 6).locator("label").nth(0).click()
    is_saved(theirs)
    cell(mine, 11, 6).locator("label").nth(5).click()
    expect(mine.locator(".aspect-row").nth(11)).to_contain_text("Pita Principal chose set 1 meanwhile")
    assert chosen(mine, 11, 6) == "1"
    eye.look(mine, "aspects-of-two-teachers", whole=False, expected="ERR_FAILED")
    cell(mine, 11, 6).locator("label").nth(5).click()
    is_saved(mine)
    expect(cell(theirs, 11, 6).locator("input[type=radio][value='6']")).to_be_checked(timeout=15_000)
    mine.unroute_all(behavior="ignoreErrors")
    eye.trouble.clear()


def test_confirmed_unlocked_corrected_and_confirmed_again(at_class, eye, database):
    page = at_class()
    page.get_by_role("button", name=re.compile("Confirm all as recommended")).click()
    expect(page.get_by_text(re.compile(r"Confirmed \d+ judgements as recommended."))).to_be_visible()
    row = page.locator(".aspect-row").nth(12)
    expect(row).to_contain_text(re.compile(r"Level \d confirmed"))
    expect(cell(page, 12).locator("input[type=radio]").first).to_be_disabled()
    eye.look(page, "aspects-confirmed", whole=False)
    row.get_by_text("Unlock").first.click()
    row.get_by_label("Why is it unlocked?").fill("Read his work again")
    row.get_by_role("button", name="Unlock").click()
    expect(row).to_contain_text("counts until you confirm again")
    for aspect in range(ASPECTS):
        tab(page, aspect).click()
        cell(page, 12, aspect).locator("input[type=radio][value='6']").check(force=True)
    is_saved(page)
    row.get_by_role("button", name=re.compile("^Confirm Level")).click()
    expect(page.get_by_text("Confirmed 1 judgement as recommended.")).to_be_visible()
    page.get_by_role("link", name="Overall judgement").click()
    line = page.locator(".judge-line").nth(12)
    line.locator("summary").click()
    expect(line).to_contain_text("Why: Read his work again")
    expect(line).to_contain_text("version 2")
    eye.look(page, "overall-after-a-correction", whole=False)


def test_without_script_it_is_a_form(at_class, database, placed):
    page = at_class("leader", area="Writing", java_script_enabled=False)
    page.locator(".aspect-row").nth(0).locator("label:visible").nth(1).click()
    page.get_by_role("button", name="Save").last.click()
    expect(page.get_by_text("Saved 1 placement.")).to_be_visible()
