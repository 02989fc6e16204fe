"""Looks at pages as people do: takes their picture, and insists on what every page owes everybody."""

from pathlib import Path

from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Page

SCREENSHOTS = Path(__file__).parents[2] / "var" / "screenshots"
WCAG = {"resultTypes": ["violations"]}
DESK, PHONE = {"width": 1280, "height": 800}, {"width": 390, "height": 844}


class Eye:
    """`look` is called at each page of the walk; what it finds wrong fails the test there and then."""

    def __init__(self, folder: str = "") -> None:
        self.pictures, self.folder = 0, SCREENSHOTS / folder
        self.trouble: list[str] = []
        self.axe = Axe()
        self.folder.mkdir(parents=True, exist_ok=True)
        for old in self.folder.glob("*.png"):
            old.unlink(missing_ok=True)

    def watch(self, page: Page) -> Page:
        """Note what the page's console and the server complain about from now on."""
        page.on("pageerror", lambda error: self._note("script", error))
        page.on("console", lambda said: said.type == "error" and self._note(said.text, said.location["url"]))
        page.on("response", lambda answer: answer.status >= 500 and self._note(answer.status, answer.url))
        return page

    def look(self, page: Page, name: str, *, whole: bool = True, expected: str = "") -> None:
        """A picture called `name`; then what every page owes."""
        page.wait_for_load_state("load")
        self.pictures += 1
        page.screenshot(path=self.folder / f"{self.pictures:03}-{name}.png", full_page=whole)
        self.check(page, name, expected=expected)

    def check(
        self, page: Page, name: str, options: dict = WCAG, *, within: dict | None = None, expected: str = ""
    ) -> None:
        """Axe finds nothing (`within`: its context), the page does not scroll sideways, and nothing complained (but for
        what contains `expected`)."""
        found = self.axe.run(page, within, options)
        assert not found.response["violations"], f"{name}: {found.generate_report()}"
        assert page.locator("h1").count() == 1, f"{name} has {page.locator('h1').count()} first headings"
        wider = page.evaluate("document.documentElement.scrollWidth - document.documentElement.clientWidth")
        assert wider <= 0, f"{name} scrolls sideways by {wider} pixels"
        trouble = [one for one in self.trouble if not (expected and expected in one)]
        self.trouble.clear()
        assert not trouble, f"{name}: {trouble}"

    def look_twice(self, page: Page, name: str, **more) -> None:
        """At a desk, and on a telephone."""
        self.look(page, name, **more)
        page.set_viewport_size(PHONE)
        self.look(page, f"{name}-on-a-phone", **more)
        page.set_viewport_size(DESK)

    def _note(self, *what: object) -> None:
        self.trouble.append(" ".join(map(str, what)))
