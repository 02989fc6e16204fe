"""The pages the story does not pass, and the most used ones on a telephone."""

import re

import pytest
from playwright.sync_api import expect

from openpact.demo.schools import KAMAR_SCHOOL as SCHOOL

from .walk import CLASS, TEACHER, manage

pytestmark = pytest.mark.browser

HERE = f"/schools/{SCHOOL.number}"
ON_A_PHONE = {
    "home": "/",
    "judge": "/judge/",
    "manage": "/manage/",
    "people": "/manage/people/",
    "groups": "/manage/groups/",
    "users": "/manage/users/",
    "invitations": "/manage/users/?show=invitations",
    "exchange-log": "/manage/exchanges/",
    "cycles": "/manage/cycles/",
    "school": "/manage/school/",
    "reports": "/reports/",
    "judgements": "/reports/judgements/",
    "settings": "/manage/sms/",
}


def test_the_rest_of_pact(office, teacher, eye):
    office.goto("/")
    eye.look(office, "home-at-the-end")
    manage(office, "Reporting cycles")
    eye.look(office, "reporting-cycles")
    office.get_by_role("main").get_by_role("link", name=re.compile("See who still has to confirm")).first.click()
    expect(office.get_by_role("heading", name="Who still has to confirm")).to_be_visible()
    eye.look(office, "reporting-cycle")
    office.get_by_role("navigation", name="Main").get_by_role("link", name="Reports").click()
    eye.look(office, "reports-completion")
    office.get_by_role("navigation", name="Reports").get_by_role("link", name="Judgements").click()
    eye.look(office, "judgements")
    office.get_by_role("rowheader").get_by_role("link").first.click()
    expect(office.get_by_role("heading", level=1)).to_be_visible()
    eye.look(office, "judgements-of-a-student")
    manage(office, "Users")
    office.get_by_role("link", name="Invite somebody").click()
    eye.look(office, "invite-somebody")
    office.get_by_label("E-mail address").fill(SCHOOL.administrator)
    office.get_by_label("Name", exact=True).fill(SCHOOL.administrator_name)
    office.get_by_role("button", name="Send the invitation").click()
    expect(office.get_by_role("alert").or_(office.locator(".field-errors")).first).to_be_visible()
    eye.look(office, "invite-somebody-with-mistakes", expected="422")
    manage(office, "Change SMS Settings")
    office.locator("summary", has_text="When should an upload wait for you?").click()
    office.locator("summary", has_text="Revoke").click()
    eye.look(office, "settings-with-everything-open")
    office.get_by_label("Your SMS", exact=True).select_option("eTAP")
    expect(office.get_by_role("note")).to_contain_text("over-write end-of-year OTJs made in eTAP")
    eye.look(office, "settings-before-etap-is-linked")
    office.get_by_label("Student data only").check()
    office.get_by_role("button", name="Save changes").last.click()
    expect(office.get_by_role("heading", name="Change from KAMAR to eTAP?")).to_be_visible()
    eye.look(office, "settings-before-the-sms-changes")
    office.get_by_role("link", name="Keep KAMAR").click()
    office.goto(f"{HERE}/judge/")
    eye.look(office, "judge-as-administrator")
    for name, address in (("change-password", "/accounts/password/change/"), ("api-docs", "/api/docs")):
        office.goto(address)
        eye.look(office, name)
    for name, address in (("not-found", f"{HERE}/manage/nothing/"), ("another-school", "/schools/1/")):
        office.goto(address)
        eye.look(office, name, expected="404")
    teacher.goto(f"{HERE}/manage/people/")
    eye.look(teacher, "not-allowed", expected="403")
    for name, address in (
        ("forgotten-password", "/accounts/password/reset/"),
        ("invitation-used", _invitation(teacher)),
        ("invitation-cut-off", "/invitations/nonsense/"),
    ):
        teacher.goto(address)
        eye.look(teacher, name, expected="40")


def test_help_and_the_menu_of_ones_account_on_a_phone(phone, eye):
    phone.goto("/")
    phone.locator("summary", has_text="Help").click()
    expect(phone.get_by_role("region", name="Help with this page")).to_be_in_viewport(ratio=1)
    eye.look(phone, "phone-help", whole=False)
    phone.keyboard.press("Escape")
    phone.locator("summary", has_text="Your account").click()
    eye.look(phone, "phone-account-menu", whole=False)


def test_the_rest_of_kamar(kamar, eye):
    for tab in ("Staff", "Caregivers", "Classes", "Log"):
        kamar.get_by_role("navigation", name="KAMAR").get_by_role("link", name=tab, exact=True).click()
        eye.look(kamar, f"kamar-{tab.lower()}")
    kamar.get_by_role("link", name="Details").first.click()
    eye.look(kamar, "kamar-log-details")
    kamar.get_by_role("navigation", name="KAMAR").get_by_role("link", name="Classes", exact=True).click()
    kamar.get_by_role("link", name=CLASS, exact=True).click()
    eye.look(kamar, "kamar-class")
    kamar.get_by_label("Signed in as").select_option("Teacher")
    kamar.get_by_role("button", name="Switch").click()
    kamar.get_by_role("link", name="IAM/PaCT").click()
    kamar.get_by_role("main").get_by_role("link", name="PaCT configuration").click()
    expect(kamar.get_by_role("heading", name="You need Administration rights")).to_be_visible()
    eye.look(kamar, "kamar-not-allowed", expected="403")


@pytest.mark.parametrize("name", ON_A_PHONE)
def test_on_a_phone(phone, eye, name):
    phone.goto(HERE + ON_A_PHONE[name])
    eye.look(phone, f"phone-{name}")


def test_a_list_is_sorted_on_a_phone(phone, eye):
    phone.goto(f"{HERE}/manage/people/")
    head = phone.get_by_role("main").get_by_role("link", name="Home group", exact=True)
    head.click()
    expect(head).to_contain_text("▲")
    eye.look(phone, "phone-sorted", whole=False)


def test_an_exchange_and_a_class_on_a_phone(phone, eye):
    phone.goto(f"{HERE}/manage/exchanges/")
    phone.get_by_role("row", name="Applied").first.get_by_role("link").first.click()
    eye.look(phone, "phone-exchange", whole=False)
    phone.goto(f"{HERE}/judge/")
    phone.get_by_role("link", name=CLASS, exact=True).click()
    eye.look(phone, "phone-class-to-judge", whole=False)


def _invitation(page) -> str:
    page.goto("/demo/mail/")
    return page.get_by_role("article").filter(has_text=TEACHER.email).get_by_role("link").get_attribute("href")
