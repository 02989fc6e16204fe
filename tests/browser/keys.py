"""A hand on the keyboard: Tab from stop to stop, where one always sees where one is, in the order in which one reads."""

import re

import pytest
from playwright.sync_api import Page

#: More stops than any page has.
FAR = 400
#: What has the focus: its words, whether one sees that it has it, and where it stands on the page.
FOCUS = """() => {
    const one = document.activeElement, look = getComputedStyle(one), label = one.labels?.[0];
    const near = label ? getComputedStyle(label) : look;
    const drawn = (style) => style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0 || style.boxShadow !== "none";
    const told = (label?.textContent || one.getAttribute("aria-label") || one.textContent || one.name || "");
    const shown = label && look.clip !== "auto" ? label : one;
    const box = shown.getBoundingClientRect();
    const hit = document.elementFromPoint(box.x + box.width / 2, box.y + Math.min(box.height, 40) / 2);
    return {told: told.replace(/\\s+/g, " ").trim(), seen: drawn(look) || drawn(near), kind: one.tagName,
            forced: document.querySelector("[tabindex]:not([tabindex='0'], [tabindex='-1'])") !== null,
            left: box.left, right: box.right, top: box.top + scrollY, bottom: box.bottom + scrollY,
            uncovered: hit !== null && (shown.contains(hit) || hit.contains(shown) || !!label?.contains(hit))};
}"""


def stops(page: Page):
    """Press Tab again and again; each stop can be seen, and stands below the one before or to the right of it."""
    before = None
    for _ in range(FAR):
        page.keyboard.press("Tab")
        focus = page.evaluate(FOCUS)
        if focus["kind"] == "BODY":
            before = None
            continue
        name = focus["told"] or focus["kind"]
        assert focus["seen"], f"One cannot see that {name} has the focus"
        assert focus["uncovered"], f"{name} has the focus, covered or outside the window"
        assert not focus["forced"], "Something on the page forces an order of its own"
        if before:
            back = focus["bottom"] <= before["top"] and focus["left"] < before["right"]
            assert not back, f"From {before['told'] or before['kind']} the focus goes back up to {name}"
        yield focus
        before = focus


def tab_to(page: Page, words: str) -> None:
    """Press Tab until the thing with these words, a pattern, has the focus."""
    for focus in stops(page):
        if re.fullmatch(words, focus["told"]):
            return
    pytest.fail(f"Tab never comes to {words}")


def press(page: Page, *keys: str) -> None:
    for key in keys:
        page.keyboard.press(key)
