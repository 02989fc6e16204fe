"""A hand that counts: what it clicks, chooses and types, in PaCT and in the SMS alike."""

import time
from dataclasses import dataclass, field

from playwright.sync_api import Locator, Page


@dataclass
class Hand:
    """A click is whatever takes one: a button, a link, a box to tick, an entry of a list. Typing and pasting are counted
    apart: for each field once, with the click into it."""

    clicks: int = 0
    typed: int = 0
    _began: float = field(default_factory=time.monotonic)

    def click(self, what: Locator) -> None:
        self.clicks += 1
        what.click()

    def tick(self, what: Locator) -> None:
        self.clicks += 1
        what.check()

    def choose(self, what: Locator, entry: str) -> None:
        """Open the list, and pick."""
        self.clicks += 2
        what.select_option(entry)

    def type(self, what: Locator, text: str) -> None:
        self.clicks += 1
        self.typed += 1
        what.fill(text)

    def paste(self, what: Locator) -> None:
        self.clicks += 1
        self.typed += 1
        what.press("ControlOrMeta+v")

    @property
    def seconds(self) -> float:
        return time.monotonic() - self._began


def button(page: Page, name: str) -> Locator:
    return page.get_by_role("button", name=name, exact=True)
