"""The pages in a browser: by keyboard, and without a finding of axe's."""

import pytest
from axe_playwright_python.sync_playwright import Axe

pytestmark = pytest.mark.browser


def findings(page):
    return {v["id"]: [node["html"] for node in v["nodes"]] for v in Axe().run(page).response["violations"]}


@pytest.fixture
def axe(page):
    """Open an address and say what axe finds there."""

    def look(url):
        page.goto(url)
        return findings(page)

    return look


def test_every_page_passes_axe(axe, linked, url):
    linked.hub.judge("1001", version=2, reason="A second look")
    linked.hub.judge("1002", withdrawn=True)
    linked.hub.more = {"issues": [{"line": 3, "column": "mlepDOB", "code": "bad-date", "severity": "error"}]}
    linked.post("/pact/collect/")
    linked.post("/pact/upload/")
    here = f"{url}/kamar/{linked.number}"
    pages = [
        f"{url}/",
        f"{here}/students/",
        f"{here}/students/add/",
        f"{here}/students/{linked.key_of('1001')}/",
        f"{here}/staff/",
        f"{here}/staff/add/",
        f"{here}/caregivers/",
        f"{here}/classes/",
        f"{here}/classes/{linked.class_key('Room 1')}/",
        f"{here}/results/",
        f"{here}/pact/",
        f"{here}/pact/configuration/",
        f"{here}/log/",
        f"{here}/log/{linked.last_upload_key()}/",
    ]
    assert {page: found for page in pages if (found := axe(page))} == {}


def test_linking_a_school_by_keyboard(page, school, url):
    page.goto(f"{url}/kamar/{school.number}/pact/")
    page.get_by_role("link", name="PaCT configuration").press("Enter")
    box = page.get_by_label(f"Kōwhai School {school.number}", exact=True)
    box.fill(str(school.hub.secret)[:-3])
    box.press("Enter")
    assert "Part of the secret is missing" in page.locator("td .error").inner_text()
    assert findings(page) == {}
    box.fill(str(school.hub.secret))
    page.get_by_role("button", name="Save changes").press("Enter")
    assert "is linked with PaCT" in page.get_by_role("status").inner_text()
    page.get_by_label("Signed in as").select_option("Teacher")
    page.get_by_role("button", name="Switch").press("Enter")
    assert page.get_by_role("heading", level=1).inner_text() == "You need Administration rights"
    assert findings(page) == {}
