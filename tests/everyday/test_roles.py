"""What a leader, a teacher and a reader come for, each by mouse and by keyboard alone."""

import csv
import re

import pytest
from playwright.sync_api import Locator, Page, expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL

from .hands import heading, signs_in

pytestmark = pytest.mark.browser

DONE = re.compile(r"(\d+) of (\d+)")


def done_in(page: Page, group: str) -> tuple[int, int]:
    """How many of a class's students are confirmed in the first learning area, and how many there are: as a list says."""
    row = page.get_by_role("row").filter(has=page.get_by_role("rowheader").get_by_role("link", name=group, exact=True))
    confirmed, students = DONE.search(row.get_by_role("cell").filter(has_text=DONE).first.inner_text()).groups()
    return int(confirmed), int(students)


def rows(page: Page, *, judged: bool) -> Locator:
    """The students of a class who have a judgement, or have none."""
    versions = page.locator("details")
    lines = page.locator(".judge-line")
    return lines.filter(has=versions) if judged else lines.filter(has_not=versions)


def row_of(line: Locator) -> tuple[Locator, str]:
    """A student's choices, and what stays the same when they are confirmed: the student's name."""
    name = line.get_by_role("group").locator("legend").inner_text()
    return line.page.get_by_role("listitem").filter(has=line.page.get_by_role("group", name=name)), name


def test_a_leader_closes_a_cycle_and_opens_it_again(hand, somebody, eye):
    signs_in(hand, *somebody["leader"])
    heading(hand, SCHOOL.name)
    hand.follow("Manage")
    hand.follow("Reporting cycles")
    hand.follow("See who still has to confirm ?: End of year .*")
    heading(hand, re.compile("^End of year"))
    expect(hand.page.get_by_role("heading", name=re.compile("How far it is"))).to_contain_text("Open")
    hand.push("Close it now")
    expect(hand.page.get_by_text("Teachers can no longer confirm in it")).to_be_visible()
    expect(hand.page.get_by_role("heading", name=re.compile("How far it is"))).to_contain_text("Closed")
    eye.look(hand.page, "leader-cycle-closed")
    hand.write("Why is it opened again\\?.*", "Room 5 was on camp")
    hand.push("Open it again")
    expect(hand.page.get_by_text("opened it again on")).to_contain_text("Room 5 was on camp")
    expect(hand.page.get_by_role("heading", name=re.compile("How far it is"))).to_contain_text("Open")


def test_a_leader_confirms_for_anothers_class_and_sees_how_far_it_is(hand, somebody):
    signs_in(hand, *somebody["leader"])
    hand.follow("Judge")
    heading(hand, "Judge")
    group = hand.page.get_by_role("rowheader").get_by_role("link").first.inner_text()
    confirmed, students = done_in(hand.page, group)
    hand.follow(re.escape(group))
    heading(hand, group)
    row, _name = row_of(rows(hand.page, judged=False).first)
    level = hand.judge(row)
    hand.push("Confirm")
    expect(hand.page.get_by_text("Confirmed 1 judgement.")).to_be_visible()
    expect(row).to_contain_text(f"Level {level}")
    expect(row).to_contain_text("Pita Principal")
    hand.follow("Reports")
    heading(hand, "Reports")
    assert done_in(hand.page, group) == (confirmed + 1, students)


def test_a_teacher_confirms_for_their_own_class_and_changes_it_with_a_reason(hand, somebody, eye):
    signs_in(hand, *somebody["teacher"])
    mine = hand.page.get_by_role("region", name="Your groups").get_by_role("link").first
    group = mine.locator(".site-card-title").inner_text().strip()
    expect(hand.page.get_by_role("link", name="Manage")).to_have_count(0)
    hand.follow(f"{re.escape(group)} \\d+ students.*")
    heading(hand, group)
    row, name = row_of(rows(hand.page, judged=False).first)
    level = hand.judge(row)
    hand.push("Confirm")
    expect(hand.page.get_by_text("Confirmed 1 judgement.")).to_be_visible()
    expect(row).to_contain_text(f"Level {level} version 1")

    another = hand.judge(row)
    hand.push("Confirm")
    expect(hand.page.get_by_role("alert")).to_be_focused()
    expect(row.get_by_role("radio", checked=True)).to_have_value(another)
    eye.look(hand.page, "teacher-no-reason", expected="422")
    # The alert leads to the row.
    hand.follow(re.escape(name))
    hand.explain(row, "A second look at her writing book")
    hand.push("Confirm")
    expect(hand.page.get_by_text("Changed 1 judgement.")).to_be_visible()
    expect(row).to_contain_text(f"Level {another} version 2")


def test_a_reader_takes_the_judgements_and_changes_nothing(hand, somebody, eye):
    signs_in(hand, *somebody["reader"])
    expect(hand.page.get_by_text("Nothing you do here changes them.")).to_be_visible()
    expect(hand.page.get_by_role("link", name="Manage")).to_have_count(0)
    hand.follow("Judge")
    hand.follow(re.escape(hand.page.get_by_role("rowheader").get_by_role("link").first.inner_text()))
    expect(hand.page.get_by_text("As a reader you change nothing here.")).to_be_visible()
    expect(hand.page.get_by_role("radio").first).to_be_visible()
    expect(hand.page.locator("input[type=radio]:enabled")).to_have_count(0)
    expect(hand.page.get_by_role("button", name="Confirm")).to_have_count(0)
    eye.look(hand.page, "reader-class", whole=False)
    hand.follow("Reports")
    expect(hand.page.get_by_role("table")).to_contain_text("Still to confirm")
    hand.follow("Judgements")
    expect(hand.page.get_by_role("link", name="Download the file for your SMS")).to_have_count(0)
    hand.choose("Learning area", "Reading")
    hand.push("Show")
    expect(hand.page.get_by_role("link", name="Show all")).to_be_visible()
    shown = hand.page.get_by_role("rowheader").get_by_role("link").all_inner_texts()
    file = hand.download("Download as CSV")
    with open(file.path(), encoding="utf-8-sig", newline="") as lines:
        found = list(csv.DictReader(lines))
    assert shown
    assert {line["Learning area"] for line in found} == {"Reading"}
    assert len(found) >= len(shown)
    eye.look(hand.page, "reader-judgements", whole=False)
