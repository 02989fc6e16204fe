"""Every page that `make screenshots` knows, as each role sees it: axe finds nothing, in the light at a desk and in the dark on a
telephone, and no page scrolls sideways."""

import pytest
from playwright.sync_api import Page, expect

from tests.browser.conftest import _person
from tests.browser.eye import DESK, PHONE
from tests.browser.tour import ROLES, Tour, kind_of, ready_to_resolve, set_up_of, sign_in

pytestmark = pytest.mark.browser

#: What a theme or a width can change; the rest is the same in both.
OF_LOOKS = {
    "runOnly": {
        "type": "rule",
        "values": ["color-contrast", "link-in-text-block", "target-size", "scrollable-region-focusable"],
    }
}
#: The rows of a long list are all alike.
ALIKE = {"exclude": [["tbody > tr:nth-child(n+6)"], ["main ol > li:nth-child(n+6)"], ["main ul > li:nth-child(n+12)"]]}
#: What a page is made of, whatever it says.
MADE_OF = """() => [...new Set([...document.querySelectorAll("body *")].map(
    (one) => [one.tagName, one.getAttribute("class"), one.getAttribute("role"), one.type].join(" ")))]"""


@pytest.fixture(scope="module")
def known():
    """What pages of a kind are made of, as far as somebody has looked."""
    return {}


@pytest.mark.parametrize("who", ROLES)
def test_every_page_of(who, chromium, eye, demo, somebody, known):
    ready_to_resolve()
    page = _person(chromium, eye, demo.hub)
    sign_in(page, demo.hub, *somebody[who])
    tour = Tour(page, demo.hub, set_up_of(who))
    for path in tour.walk():
        made_of = set(page.evaluate(MADE_OF))
        if made_of <= known.setdefault(kind_of(path), set()):
            continue
        known[kind_of(path)] |= made_of
        eye.check(page, f"{who}: {path}", within=ALIKE)
        in_the_dark_on_a_phone(page)
        eye.check(page, f"{who}: {path} in the dark", OF_LOOKS, within=ALIKE)
        page.emulate_media(color_scheme="light")
        page.set_viewport_size(DESK)
    assert len(tour.seen) > 15
    page.context.close()


def in_the_dark_on_a_phone(page: Page) -> None:
    page.set_viewport_size(PHONE)
    page.emulate_media(color_scheme="dark")
    expect(page.locator("html")).to_have_attribute("data-bs-theme", "dark")
