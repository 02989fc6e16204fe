"""The demo's clock: a week passes for everybody, and what is due happens by itself on its day."""

import re
from dataclasses import dataclass

import pytest
from playwright.sync_api import Locator, Page, expect

from openpact.demo.schools import ASSEMBLY_SCHOOL, ETAP_SCHOOL, MUSAC_EDGE_SCHOOL, DemoSchool

from .sides import Sides, pupils_of
from .test_side_by_side_etap import STUDENT, open_student

pytestmark = pytest.mark.browser

#: Milliseconds between two stops of a week.
A_STOP = 7_000
#: Two for each evening of a week, and two for the evening on which the week ends.
STOPS = 16


@dataclass(frozen=True)
class Awaited:
    """A judgement that is on its way: `day` and hours as the SMS told them beforehand, and the row it becomes there."""

    school: DemoSchool
    sides: Sides
    day: str
    row: Locator

    def is_due(self, shown: str) -> bool:
        """At the evening's first stop on the Chatham Islands, at its second elsewhere."""
        stop = "11:11pm" if self.school.zone == "Pacific/Chatham" else "11:56pm"
        return shown.startswith(self.day) and shown.endswith(stop)


@pytest.fixture
def awaited(sides_of):
    """Each school's judgement, before the week."""
    found = []
    for school, page, pupil, level in (
        (ASSEMBLY_SCHOOL, ("PaCT", "PaCT configuration"), pupils_of(ASSEMBLY_SCHOOL)[0], 3),
        (ETAP_SCHOOL, ("Admin tools", "PaCT Management"), STUDENT, 4),
        (MUSAC_EDGE_SCHOOL, ("PaCT", "Uploads and downloads"), pupils_of(MUSAC_EDGE_SCHOOL)[1], 2),
    ):
        sides = sides_of(school)
        sides.under(*page)
        day = sides.told("Next automatic collection").partition(",")[0]
        sides.tab("Results")
        row = sides.result_of(pupil).filter(has_text=f"Curriculum level {level}")
        expect(row).to_have_count(0)
        found.append(Awaited(school, sides, day, row))
    return found


@pytest.fixture
def window(sides_of) -> Page:
    """Somebody who watches the demo's clock; the seconds between its stops pass at once."""
    page = sides_of(ETAP_SCHOOL).office
    page.clock.install()
    page.get_by_role("link", name=re.compile("move the clock")).click()
    return page


def test_as_a_week_passes_each_judgement_lands_on_the_day_that_was_told(awaited, window, eye):
    eye.look(window, "clock")
    time = window.get_by_role("main").get_by_role("status")
    to_come = list(awaited)
    window.get_by_role("button", name="Let a week pass").click()
    expect(window.get_by_text("13 more stops")).to_be_visible()
    expect(window.get_by_role("link", name=re.compile("11:..pm: move the clock"))).to_be_visible()
    eye.look(window, "clock-while-a-week-passes")
    for _ in range(STOPS):
        shown = time.inner_text()
        for each in [one for one in to_come if one.is_due(shown)]:
            each.sides.comes(each.sides.sms, each.row)
            expect(each.row).to_contain_text("Today at 11:")
            to_come.remove(each)
        if not to_come:
            break
        on(window)
        expect(time).not_to_have_text(shown)
    assert not to_come


def test_assemblys_results_are_there(sides_of):
    sides_of(ASSEMBLY_SCHOOL).look_twice(sides_of(ASSEMBLY_SCHOOL).sms, "results")


def test_etaps_own_end_of_year_otj_is_overwritten_and_shown_as_it_was(sides_of):
    sides = sides_of(ETAP_SCHOOL)
    expect(sides.result_of(STUDENT)).to_contain_text(
        "Took the place of Curriculum level 2, made in eTAP by Teacher at the school"
    )
    sides.look_twice(sides.sms, "results")
    open_student(sides, STUDENT)
    otjs = sides.sms.get_by_role("region", name="End-of-year OTJs")
    expect(otjs).to_contain_text("Curriculum level 4")
    expect(otjs).to_contain_text("Before: Curriculum level 2, made in eTAP by Teacher at the school")
    sides.look_twice(sides.sms, "student-after")


def test_the_seven_days_of_musac_edge_begin_anew(sides_of):
    sides = sides_of(MUSAC_EDGE_SCHOOL)
    sides.tab("Log")
    sides.look_twice(sides.sms, "log")
    sides.under("PaCT", "Uploads and downloads")
    sides.look_twice(sides.sms, "a-week-later")


def on(window: Page) -> None:
    """To the next stop: by itself while the week lasts, then by the button."""
    if window.get_by_role("link", name="Stop here").count():
        window.clock.run_for(A_STOP)
    else:
        window.get_by_role("button", name="To the next evening").click()
