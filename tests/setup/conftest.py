"""A demo of its own, with nothing set up: each school's office goes from its first sign-in to linked, imported and invited."""

import pytest
from playwright.sync_api import expect

from tests.browser import stack
from tests.browser.conftest import PATIENCE, _person
from tests.browser.eye import Eye
from tests.chromium import launched


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    with stack.running(tmp_path_factory.mktemp("setup")) as running:
        yield running


@pytest.fixture(scope="package")
def chromium():
    expect.set_options(timeout=PATIENCE)
    with launched() as opened:
        yield opened


@pytest.fixture(scope="package")
def eye():
    return Eye("setup")


@pytest.fixture
def windows(chromium, eye, demo):
    """The office's window at PaCT, and the one at the SMS."""
    clipboard = {"permissions": ["clipboard-read", "clipboard-write"]}
    return _person(chromium, eye, demo.hub, **clipboard), _person(chromium, eye, demo.sms, **clipboard)
