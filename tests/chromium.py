"""One Chromium for a folder of tests, closed before other tests go on: Playwright keeps an event loop running in the thread,
in which Django refuses to work and no second Playwright starts. So these are not pytest-playwright's own fixtures, which
last until the end of the session."""

from collections.abc import Iterator
from contextlib import contextmanager

from playwright.sync_api import Browser, sync_playwright

from openpact import browser

ARGUMENTS = [
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
]


@contextmanager
def launched() -> Iterator[Browser]:
    path = browser.find()
    assert path, "There is no Chromium: make setup installs one."
    with sync_playwright() as playwright:
        opened = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        yield opened
        opened.close()
