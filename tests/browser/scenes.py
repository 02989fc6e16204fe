"""What the tour has to do before some pages are there: an own group, somebody who was added by hand, an upload that waits."""

from datetime import timedelta
from urllib.parse import urljoin, urlsplit

from playwright.sync_api import Page

from openpact import clock, ide
from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL


def scenes(page: Page, address: str) -> list[str]:
    """Done as the school's office, by the pages; answers the addresses of those that are there now."""
    manage = urljoin(address, f"/schools/{SCHOOL.number}/manage/")
    return [_own_group(page, manage), _by_hand(page, manage), *_waiting_upload(page, manage)]


def _own_group(page: Page, manage: str) -> str:
    page.goto(f"{manage}groups/new/")
    page.get_by_label("Name", exact=True).fill("Reading recovery")
    page.get_by_role("button", name="Make the group").click()
    return _leads(page, "/change/")


def _by_hand(page: Page, manage: str) -> str:
    page.goto(f"{manage}people/add/")
    page.get_by_label("First name").fill("Ihaia")
    page.get_by_label("Last name").fill("Parata")
    page.get_by_role("button", name="Add", exact=True).click()
    return _leads(page, "/change/")


def _waiting_upload(page: Page, manage: str) -> list[str]:
    """Half of the people are missing, and one of the others has a name that cannot be."""
    people = SCHOOL.people()[::2]
    tomorrow = clock.now().replace(tzinfo=None) + timedelta(days=1)
    content = ide.write(people, school_number=SCHOOL.number, exported_at=tomorrow)
    damaged = content.replace(people[0].last_name.encode(), b"Bro;ken", 1)
    page.goto(f"{manage}exchanges/upload/")
    page.get_by_label("IDE file", exact=True).set_input_files(
        {"name": "ide.csv", "mimeType": "text/csv", "buffer": damaged}
    )
    page.get_by_role("button", name="Upload and preview").click()
    page.get_by_role("button", name="Approve").wait_for(timeout=30_000)
    return [urlsplit(page.url).path, _leads(page, "/rows/")]


def _leads(page: Page, ending: str) -> str:
    """Where a link on the page leads."""
    link = page.locator(f"main a[href$='{ending}']").first
    return str(link.get_attribute("href"))
