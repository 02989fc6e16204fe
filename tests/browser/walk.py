"""Who is at the demo's school, and the ways between its pages."""

from playwright.sync_api import Page, expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL

PEOPLE = SCHOOL.people()
STUDENTS = [person for person in PEOPLE if person.role == "Student"]
TEACHER = next(p for p in PEOPLE if p.role == "TeachingStaff" and p.home_groups)
CLASS = TEACHER.home_groups[0]
PUPILS = [p for p in STUDENTS if CLASS in p.groups]


def manage(page: Page, what: str) -> None:
    """Go to one of the pages under Manage."""
    page.get_by_role("navigation", name="Main").get_by_role("link", name="Manage").click()
    page.get_by_role("navigation", name="Manage").get_by_role("link", name=what).click()
    expect(page.get_by_role("heading", level=1)).to_have_text(what)
    # What changes without a reload does so only once the scripts are there.
    page.wait_for_load_state("load")


def kamar_tab(page: Page, name: str) -> None:
    page.get_by_role("navigation", name="KAMAR").get_by_role("link", name=name, exact=True).click()


def pact_configuration(page: Page) -> None:
    kamar_tab(page, "IAM/PaCT")
    page.get_by_role("main").get_by_role("link", name="PaCT configuration").click()
