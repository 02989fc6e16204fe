"""The same walk by mouse and by keyboard alone. Words are patterns: the whole of what a thing says."""

import re
from dataclasses import dataclass

from playwright.sync_api import Download, Locator, Page, expect

from tests.browser.keys import press, stops, tab_to


def levels_of(row: Locator) -> Locator:
    """A student's levels, without the one for none."""
    return row.locator("input[type=radio]:not([value=''])")


@dataclass
class Mouse:
    page: Page

    def follow(self, words: str) -> None:
        """A link."""
        self.page.get_by_role("link", name=re.compile(f"^\\s*(?:{words})\\s*$")).first.click()

    def push(self, words: str) -> None:
        """A button."""
        self.page.get_by_role("button", name=re.compile(f"^\\s*(?:{words})\\s*$")).first.click()

    def write(self, label: str, text: str) -> None:
        self.page.get_by_label(re.compile(f"^(?:{label})$")).first.fill(text)

    def explain(self, row: Locator, text: str) -> None:
        """Why a student's judgement changes."""
        row.get_by_label("Why does it change?").fill(text)

    def choose(self, label: str, entry: str) -> None:
        self.page.get_by_label(label, exact=True).select_option(label=entry)

    def judge(self, row: Locator) -> str:
        """Choose the next level of a student's; the answer is which."""
        levels = levels_of(row)
        at = next((n for n in range(levels.count()) if levels.nth(n).is_checked()), -1)
        chosen = levels.nth(at + 1)
        row.locator(f"label[for='{chosen.get_attribute('id')}']").click()
        return str(chosen.get_attribute("value"))

    def download(self, words: str) -> Download:
        with self.page.expect_download() as coming:
            self.follow(words)
        return coming.value


@dataclass
class Keys:
    page: Page

    def follow(self, words: str) -> None:
        tab_to(self.page, words)
        with self.page.expect_navigation():
            press(self.page, "Enter")

    def push(self, words: str) -> None:
        tab_to(self.page, words)
        with self.page.expect_navigation():
            press(self.page, "Space")

    def write(self, label: str, text: str) -> None:
        tab_to(self.page, label)
        press(self.page, "ControlOrMeta+a")
        self.page.keyboard.type(text)

    def explain(self, row: Locator, text: str) -> None:
        """In the student's row, wherever in it one is."""
        reason = row.get_by_label("Why does it change?").and_(self.page.locator(":focus"))
        next(None for _ in stops(self.page) if reason.count())
        self.page.keyboard.type(text)

    def choose(self, label: str, entry: str) -> None:
        """One types what one looks for."""
        tab_to(self.page, label)
        self.page.keyboard.type(entry)

    def judge(self, row: Locator) -> str:
        next(None for _ in stops(self.page) if row.locator(":focus").count())
        press(self.page, "ArrowRight")
        chosen = row.get_by_role("radio", checked=True)
        expect(chosen).to_be_focused()
        return str(chosen.get_attribute("value"))

    def download(self, words: str) -> Download:
        tab_to(self.page, words)
        with self.page.expect_download() as coming:
            press(self.page, "Enter")
        return coming.value


def signs_in(hand: Mouse | Keys, email: str, password: str) -> None:
    hand.write("E-?mail.*", email)
    hand.write("Password", password)
    hand.push("Sign in")
    hand.page.wait_for_url(lambda url: "/schools/" in url)


def heading(hand: Mouse | Keys, words: str | re.Pattern[str]) -> None:
    expect(hand.page.get_by_role("heading", level=1)).to_have_text(words)
