"""A demo of its own, with three weeks behind it: what each role does on a working day, and every page there is.

The tests of this folder share its schools, and run in the order in which they stand; each finds for itself what it needs.
"""

import psycopg
import pytest
from playwright.sync_api import expect

from openpact.demo.schools import PASSWORD
from tests.browser import stack
from tests.browser.conftest import PATIENCE, _person
from tests.browser.eye import Eye
from tests.browser.tour import people, sign_in
from tests.chromium import launched

from .hands import Keys, Mouse


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    with stack.running(tmp_path_factory.mktemp("everyday"), with_history=True) as running:
        yield running


@pytest.fixture(scope="package")
def chromium():
    expect.set_options(timeout=PATIENCE)
    with launched() as opened:
        yield opened


@pytest.fixture(scope="package")
def eye():
    return Eye("everyday")


@pytest.fixture(scope="package")
def somebody(demo):
    """Their address and password, by role: see tests.browser.tour."""
    return people(demo.database)


@pytest.fixture(params=[Mouse, Keys], ids=["mouse", "keys"])
def hand(request, chromium, eye, demo):
    """A window at the page that signs one in, and a hand on the mouse or on the keyboard: nobody has both."""
    page = _person(chromium, eye, demo.hub)
    page.goto("/")
    yield request.param(page)
    page.context.close()


@pytest.fixture
def office_of(chromium, eye, demo):
    """A school's administrator, signed in, with a mouse."""
    opened = []

    def of(school):
        page = _person(chromium, eye, demo.hub)
        opened.append(page)
        sign_in(page, demo.hub, school.administrator, PASSWORD)
        return page

    yield of
    for page in opened:
        page.context.close()


@pytest.fixture
def database(demo):
    """The hub's database as its owner sees it."""
    with psycopg.connect(demo.database, autocommit=True) as connection:
        yield connection
