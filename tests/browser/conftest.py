"""One stack and one Chromium for the whole folder.

The tests of this folder are one story, told in the order in which they stand: run the folder, not a part of it.
"""

from pathlib import Path

import psycopg
import pytest
from playwright.sync_api import Browser, Page, expect

from tests.chromium import launched

from . import stack
from .eye import DESK, PHONE, Eye
from .sides import Sides

#: Milliseconds in which a page has to answer, on a slow machine.
PATIENCE = 20_000

HERE = Path(__file__).parent
_failed: list[str] = []


def pytest_collection_modifyitems(items):
    """Last come those who move everybody's clock."""
    places = [place for place, item in enumerate(items) if item.path.parent == HERE]
    mine = sorted((items[place] for place in places), key=lambda item: item.path.name.startswith("test_side_by_side"))
    for place, item in zip(places, mine, strict=True):
        items[place] = item


@pytest.hookimpl(wrapper=True)
def pytest_runtest_makereport(item, call):
    report = yield
    # The pages of this file do not build on each other.
    if report.failed and item.path.name != "test_other_pages.py":
        _failed.append(item.name)
    return report


@pytest.fixture(autouse=True)
def the_story_so_far():
    if _failed:
        pytest.fail(f"An earlier part of the story failed: {_failed[0]}", pytrace=False)


@pytest.fixture(scope="package")
def demo(tmp_path_factory):
    with stack.running(tmp_path_factory.mktemp("demo")) as running:
        yield running


@pytest.fixture
def database(demo):
    """The hub's database as its owner sees it."""
    with psycopg.connect(demo.database, autocommit=True) as connection:
        yield connection


@pytest.fixture(scope="package")
def chromium():
    expect.set_options(timeout=PATIENCE)
    with launched() as opened:
        yield opened


@pytest.fixture(scope="package")
def eye():
    return Eye()


def _person(chromium: Browser, eye: Eye, address: str, size=DESK, **more) -> Page:
    """Somebody's own browser window, with cookies of its own."""
    context = chromium.new_context(
        base_url=address, viewport=size, locale="en-NZ", timezone_id="Pacific/Auckland", reduced_motion="reduce", **more
    )
    context.set_default_timeout(PATIENCE)
    return eye.watch(context.new_page())


@pytest.fixture(scope="package")
def window(chromium, eye, demo):
    """Opens a window at PaCT for whoever else comes; nobody is signed in."""

    def opened(size=DESK, **more) -> Page:
        return _person(chromium, eye, demo.hub, size, **more)

    return opened


@pytest.fixture(scope="package")
def office(chromium, eye, demo):
    """The window of the PaCT administrator."""
    return _person(chromium, eye, demo.hub, permissions=["clipboard-read", "clipboard-write"])


@pytest.fixture(scope="package")
def kamar(chromium, eye, demo):
    """The window with the stand-in KAMAR."""
    return _person(chromium, eye, demo.sms)


@pytest.fixture(scope="package")
def teacher(chromium, eye, demo):
    """A teacher's window: nobody is signed in at first."""
    return _person(chromium, eye, demo.hub)


@pytest.fixture(scope="package")
def keys(chromium, eye, demo):
    """The window of somebody without a mouse: nobody is signed in at first."""
    return _person(chromium, eye, demo.hub)


@pytest.fixture(scope="package")
def sides_of(chromium, eye, demo):
    """The two products side by side, for a school of the demo: the same windows each time."""
    known = {}

    def of(school):
        if school.number not in known:
            office = _person(chromium, eye, demo.hub, permissions=["clipboard-read", "clipboard-write"])
            sms, teacher = (_person(chromium, eye, address) for address in (demo.sms, demo.hub))
            known[school.number] = Sides(school, office, sms, teacher, eye)
        return known[school.number]

    return of


@pytest.fixture(scope="package")
def phone(chromium, eye, demo, office):
    """The administrator's telephone, signed in as in the office."""
    page = _person(chromium, eye, demo.hub, PHONE, storage_state=office.context.storage_state())
    return page
