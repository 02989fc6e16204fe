"""The two products side by side: PaCT in one window, the school's SMS in another, and a teacher of it in a third.

Here is what every SMS's instructions have in common; what is an SMS's own stands in its test.
"""

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from playwright.sync_api import Locator, Page, expect

from openpact.demo.schools import PASSWORD, DemoSchool
from openpact.link.providers import PROVIDERS

from .eye import Eye
from .walk import manage

TEACHERS_PASSWORD = "the tui sings before dawn"
#: Seconds for something to come from the other side.
PATIENCE = 40.0


def teacher_of(school: DemoSchool):
    return next(p for p in school.people() if p.role == "TeachingStaff" and p.home_groups)


def pupils_of(school: DemoSchool):
    """Those in the teacher's class."""
    home = teacher_of(school).home_groups[0]
    return [p for p in school.people() if p.role == "Student" and home in p.home_groups]


@dataclass(frozen=True)
class Sides:
    school: DemoSchool
    office: Page
    sms: Page
    teacher: Page
    eye: Eye

    def __post_init__(self) -> None:
        self.sms.goto("/")
        section = self.sms.get_by_role("region", name=self.name, exact=True)
        section.get_by_role("link", name=self.school.name).click()

    @property
    def name(self) -> str:
        return PROVIDERS[self.school.provider].name

    # --- Looking -------------------------------------------------------------------------------------------------

    def look(self, page: Page, name: str, **more) -> None:
        self.eye.look(page, f"{self.school.provider}-{name}", **more)

    def look_twice(self, page: Page, name: str, **more) -> None:
        self.eye.look_twice(page, f"{self.school.provider}-{name}", **more)

    # --- PaCT ----------------------------------------------------------------------------------------------------

    def sign_in(self) -> None:
        self.office.goto("/")
        self.office.get_by_label(re.compile("^E-?mail")).fill(self.school.administrator)
        self.office.get_by_label("Password").fill(PASSWORD)
        self.office.get_by_role("button", name="Sign in", exact=True).click()
        expect(self.office.get_by_role("heading", level=1)).to_have_text(self.school.name)

    def use_sms(self) -> None:
        """Set your SMS settings (Manage tab; Change SMS Settings): select Use SMS, select it from the drop-down list."""
        manage(self.office, "Change SMS Settings")
        self.office.get_by_label("Use SMS").check()
        self.office.get_by_label("Your SMS", exact=True).select_option(self.name)
        for step in PROVIDERS[self.school.provider].steps if self.uses_secret else ():
            expect(self.office.get_by_role("listitem").filter(has_text=step)).to_be_visible()

    @property
    def uses_secret(self) -> bool:
        return PROVIDERS[self.school.provider].uses_secret

    def get_secret_and_copy(self) -> str:
        """Select Get secret and copy the string. It is on the clipboard then; the answer is what it ends in."""
        self.office.get_by_role("button", name="Get secret").click()
        field = self.office.get_by_label(f"Your secret for {self.name}")
        self.office.get_by_role("button", name="Copy").click()
        expect(self.office.get_by_role("button", name="Copied")).to_be_visible()
        secret = field.input_value()
        assert self.office.evaluate("navigator.clipboard.readText()") == secret
        return secret[-4:]

    def export(self, words: str) -> None:
        """Set the preferred setting for PaCT exporting judgement data into your SMS automatically."""
        group = self.office.get_by_role("group", name=re.compile("PaCT exporting judgement data into your SMS"))
        group.get_by_label(re.compile(f"^{words}")).check()

    def save_the_changes(self) -> None:
        self.office.get_by_role("button", name="Save changes").click()
        expect(self.office.get_by_text("The SMS settings are saved.")).to_be_visible()

    def approve_the_first_upload(self, first: Callable[[], None] = lambda: None) -> None:
        """Look at what it would do (`first`), then approve it, with invitations to staff."""
        manage(self.office, "Exchange log")
        expect(self.office.get_by_role("table")).to_contain_text("Waits for you")
        self.office.get_by_role("row").nth(1).get_by_role("link").first.click()
        expect(self.office.get_by_role("heading", level=1)).to_have_text(f"Upload from {self.name}")
        first()
        self.office.get_by_label(re.compile("Mail an invitation to staff")).check()
        self.office.get_by_role("button", name="Approve and apply").click()
        expect(
            self.office.get_by_text("Applied. Your people, classes and groups are as your SMS says.")
        ).to_be_visible()

    # --- The teacher ---------------------------------------------------------------------------------------------

    def accept_the_invitation(self) -> None:
        """Of the demo's mail, the teacher's; they are linked with their class at once."""
        self.teacher.goto("/demo/mail/")
        mail = self.teacher.get_by_role("article").filter(has_text=f"To {teacher_of(self.school).email}")
        self.comes(self.teacher, mail)
        mail.get_by_role("link").click()
        self.teacher.get_by_label("Choose a password").fill(TEACHERS_PASSWORD)
        self.teacher.get_by_role("button", name="Make my account and accept").click()
        groups = self.teacher.get_by_role("region", name="Your groups")
        expect(groups.get_by_role("link").filter(has_text=teacher_of(self.school).home_groups[0])).to_be_visible()

    def confirm(self, pupil, level: str) -> None:
        """The teacher confirms an overall judgement in reading."""
        self.teacher.get_by_role("navigation", name="Main").get_by_role("link", name="Judge").click()
        self.teacher.get_by_role("link", name=teacher_of(self.school).home_groups[0], exact=True).click()
        row = self.teacher.get_by_role("group", name=f"{pupil.first_name} {pupil.last_name}")
        row.get_by_text(level, exact=True).click()
        self.teacher.get_by_role("button", name="Confirm").click()
        expect(self.teacher.get_by_text("Confirmed 1 judgement.")).to_be_visible()

    # --- The SMS -------------------------------------------------------------------------------------------------

    def tab(self, name: str) -> None:
        self.sms.get_by_role("navigation", name=self.name).get_by_role("link", name=name, exact=True).click()

    def under(self, tab: str, page: str) -> None:
        """Under one of the SMS's tabs, select a page."""
        self.tab(tab)
        self.sms.get_by_role("main").get_by_role("link", name=page, exact=True).click()
        expect(self.sms.get_by_role("heading", level=1)).to_have_text(page)

    def paste(self, box: Locator) -> None:
        """What was copied from the PaCT."""
        box.press("ControlOrMeta+v")

    def result_of(self, pupil) -> Locator:
        """In the SMS's results, where the page is."""
        return self.sms.get_by_role("row").filter(has_text=f"{pupil.last_name}, {pupil.first_name}")

    def told(self, what: str) -> str:
        """What stands beside these words on the SMS's page about the link."""
        return self.sms.locator("dt", has_text=what).locator("+ dd").inner_text()

    # --- Waiting -------------------------------------------------------------------------------------------------

    def comes(self, page: Page, what: Locator) -> None:
        """Load the page again until it shows this."""
        until = time.monotonic() + PATIENCE
        while not what.count():
            assert time.monotonic() < until, f"It never came: {what}"
            page.wait_for_timeout(300)
            page.reload()

    def move_the_clock(self, button: str) -> None:
        """On the page of the demo's clock; then back to the school."""
        self.office.get_by_role("link", name=re.compile("move the clock")).click()
        self.office.get_by_role("button", name=button).click()
        self.office.get_by_role("link", name="PaCT", exact=True).click()
