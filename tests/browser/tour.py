"""A tour of every page there is: `make screenshots`, for people to look at.

    python -m tests.browser.tour FOLDER

Starts the demo with its three weeks of history, signs in as somebody of each role (and as the administrator of a school
with nothing in it), follows every link to a page of a kind not seen yet, and takes its picture at three widths and in the
dark. Says which kinds of pages nobody came to.
"""

import os
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from urllib.parse import parse_qsl, urljoin, urlsplit

import psycopg
from playwright.sync_api import Page

from openpact.demo.bullets import TEACHERS_PASSWORD
from openpact.demo.schools import KAMAR_SCHOOL, NEW_SCHOOL, PASSWORD
from tests.chromium import launched

from . import stack
from .scenes import scenes

WIDTHS = {"phone": 390, "tablet": 768, "desktop": 1280}
#: Parameters that make another page of the same kind.
TELLING = {"tab", "show", "kind", "area", "step"}
#: Addresses that are no pages.
PASSED_OVER = (
    "/accounts/logout/",
    "/demo/",
    "/invitations/",
    "/static/",
    "/api/v1/",
    "/metrics",
    "/healthz",
    "/readyz",
)
#: Once begun, the set-up's bar stands on every page: it comes last, and only at the school that is new.
SET_UP = "/manage/setup/"
ROLES = ("administrator", "leader", "teacher", "reader", "new-school")
TEACHER = """
SELECT u.email FROM accounts_access a JOIN accounts_user u ON u.id = a.user_id JOIN schools_school s ON s.id = a.school_id
WHERE s.number = %s AND a.role = 'teacher' AND a.person_id IS NOT NULL ORDER BY u.id LIMIT 1
"""


@dataclass
class Tour:
    """One person's walk. `seen` are the kinds of pages: a route, and what tells two pages of it apart. `last` are pages to
    which no link leads that the walk follows."""

    page: Page
    address: str
    last: tuple[str, ...] = ()
    seen: dict[str, str] = field(default_factory=dict)

    def walk(self) -> Iterator[str]:
        """Every kind of page once; the browser stands on it while it is answered."""
        waiting = ["/"]
        while waiting:
            path = waiting.pop(0)
            kind = kind_of(path)
            if kind is None or kind in self.seen or SET_UP in path:
                continue
            answer = self.page.goto(urljoin(self.address, path))
            if answer is None or "html" not in answer.headers.get("content-type", ""):
                continue
            landed = self.page.url.removeprefix(self.address)
            self.seen[kind] = self.seen[kind_of(landed) or kind] = landed
            yield landed
            waiting += self._links()
        for path in self.last:
            self.page.goto(urljoin(self.address, path))
            landed = self.page.url.removeprefix(self.address)
            for each in (path, landed):
                self.seen[kind_of(each) or each] = landed
            yield landed

    def _links(self) -> list[str]:
        found = self.page.eval_on_selector_all("a[href]:not([download])", "all => all.map(a => a.href)")
        ours = [link.removeprefix(self.address) for link in found if link.startswith(f"{self.address}/")]
        return [path.partition("#")[0] for path in ours]


def kind_of(path: str) -> str | None:
    """The route of an address and what tells it from others; None for what is no page of ours."""
    from django.urls import Resolver404, resolve

    parts = urlsplit(path)
    if parts.path.startswith(PASSED_OVER) or "as=csv" in parts.query or parts.path.endswith(".csv"):
        return None
    try:
        route = resolve(parts.path).route
    except Resolver404:
        return None
    telling = sorted(f"{k}={v}" for k, v in parse_qsl(parts.query) if k in TELLING)
    return " ".join([route, *telling])


def sign_in(page: Page, address: str, email: str, password: str) -> None:
    page.goto(f"{address}/accounts/login/")
    page.locator("[name=login]").fill(email)
    page.locator("[name=password]").fill(password)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.wait_for_url(lambda url: "/login" not in url)


def people(database: str) -> dict[str, tuple[str, str]]:
    """Who goes: a word for the pictures' names; their address and password."""
    with psycopg.connect(database) as connection:
        found = connection.execute(TEACHER, [KAMAR_SCHOOL.number]).fetchone()
    assert found, "nobody has accepted an invitation: the demo has no history"
    seeded = (KAMAR_SCHOOL.administrator, KAMAR_SCHOOL.leader, KAMAR_SCHOOL.reader, NEW_SCHOOL.administrator)
    office, leader, reader, new = ((email, PASSWORD) for email in seeded)
    return dict(zip(ROLES, (office, leader, (found[0], TEACHERS_PASSWORD), reader, new), strict=True))


def set_up_of(who: str) -> tuple[str, ...]:
    """The set-up, step by step, for whom it is there."""
    from openpact.hub.setup.steps import STEPS

    if who != "new-school":
        return ()
    begins = f"/schools/{NEW_SCHOOL.number}{SET_UP}"
    return (begins, *(f"{begins}to/{step.key}/" for step in STEPS), f"{begins}done/")


def ready_to_resolve() -> None:
    """The hub's addresses, without its database."""
    import django

    os.environ.setdefault("OPENPACT_SECRET_KEY", "only for its addresses")
    os.environ.setdefault("DATABASE_URL", "postgresql:///none")
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "openpact.hub.settings")
    django.setup()


def missed(page: Page, address: str, seen: set[str]) -> list[str]:
    """The routes of a school's pages that nobody came to, but for those that are no pages: they take what is sent."""
    from django.urls import get_resolver

    from tests.hub.test_every_page import filled, patterns

    found = []
    for route, entry in patterns(get_resolver()):
        if route.startswith("schools/") and route not in seen:
            path = filled(route, entry).replace("/7999/", f"/{KAMAR_SCHOOL.number}/")
            if page.request.get(f"{address}{path}", max_redirects=0).status != 405:
                found.append(route)
    return sorted(found)


def main(folder: Path) -> None:
    ready_to_resolve()
    folder.mkdir(parents=True, exist_ok=True)
    for old in folder.glob("*.png"):
        old.unlink()
    seen: set[str] = set()
    taken = 0
    with TemporaryDirectory() as home, stack.running(Path(home), with_history=True) as demo, launched() as chromium:
        for who, (email, password) in people(demo.database).items():
            context = chromium.new_context(locale="en-NZ", timezone_id="Pacific/Auckland", reduced_motion="reduce")
            tour = Tour(context.new_page(), demo.hub, set_up_of(who))
            sign_in(tour.page, demo.hub, email, password)
            if who == "administrator":
                tour.last = tuple(scenes(tour.page, demo.hub))
            for number, path in enumerate(tour.walk(), 1):
                name = f"{who}-{number:02}-{path.partition('?')[0].strip('/').replace('/', '-') or 'home'}"
                for width, pixels in WIDTHS.items():
                    tour.page.set_viewport_size({"width": pixels, "height": 900})
                    tour.page.screenshot(path=folder / f"{name}-{width}.png", full_page=True)
                tour.page.emulate_media(color_scheme="dark")
                tour.page.screenshot(path=folder / f"{name}-dark.png", full_page=True)
                tour.page.emulate_media(color_scheme="light")
                taken += 1
            seen |= {kind.partition(" ")[0] for kind in tour.seen}
            print(f"{who}: {len(tour.seen)} kinds of pages", flush=True)
            if who != "administrator":
                context.close()
            else:
                office = tour.page
        nobody = missed(office, demo.hub, seen)
    print(f"{taken} pages, each at {', '.join(map(str, WIDTHS.values()))} pixels and in the dark, are in {folder}.")
    for route in nobody:
        print(f"  nobody came to {route}")


if __name__ == "__main__":
    main(Path(sys.argv[1]))
