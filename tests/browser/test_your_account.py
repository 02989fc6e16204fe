"""Your account in the browser: passkeys, under the pages' strict policy; codes; colours. With Chromium's own virtual key."""

import time

import pytest
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from playwright.sync_api import Page, expect

from openpact.demo.schools import NEW_SCHOOL, PASSWORD

from .eye import PHONE

pytestmark = pytest.mark.browser

KEY = {
    "protocol": "ctap2",
    "transport": "internal",
    "hasResidentKey": True,
    "hasUserVerification": True,
    "isUserVerified": True,
    "automaticPresenceSimulation": True,
}


def with_a_key(page: Page) -> Page:
    """The computer has a fingerprint reader, and the right finger is always on it."""
    session = page.context.new_cdp_session(page)
    session.send("WebAuthn.enable")
    session.send("WebAuthn.addVirtualAuthenticator", {"options": KEY})
    return page


@pytest.fixture(scope="module")
def mine(window):
    """The window of the administrator of a school with nothing in it."""
    return with_a_key(window())


def sign_in(page: Page) -> None:
    page.goto("/accounts/login/")
    page.get_by_label("Email").fill(NEW_SCHOOL.administrator)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()


def sign_out(page: Page) -> None:
    page.goto("/accounts/logout/")
    page.get_by_role("main").get_by_role("button", name="Sign out").click()


def heading(page: Page, words: str) -> None:
    expect(page.get_by_role("heading", level=1)).to_have_text(words)


def test_ones_account_is_in_the_menu_with_ones_name(mine, eye):
    sign_in(mine)
    mine.locator("summary", has_text="Your account").click()
    mine.get_by_role("link", name="Your account", exact=True).click()
    heading(mine, "Your account")
    eye.look(mine, "your-account")


def test_a_passkey_is_added_and_recovery_codes_are_shown_once(mine, eye):
    mine.get_by_role("link", name="Add a passkey").click()
    eye.look(mine, "add-a-passkey")
    mine.get_by_label("What you call it").fill("my laptop")
    mine.get_by_role("button", name="Make the passkey").click()
    heading(mine, "Recovery codes")
    eye.look(mine, "recovery-codes")
    mine.get_by_role("link", name="I have kept them: go on").click()
    expect(mine.get_by_role("heading", name="my laptop")).to_be_visible()


def test_it_signs_one_in_alone_by_keyboard_too(mine, eye):
    sign_out(mine)
    eye.look(mine, "sign-in")
    mine.get_by_role("button", name="Sign in with a passkey").press("Enter")
    expect(mine.locator("summary", has_text="Your account")).to_be_visible()


def test_it_stands_beside_the_password(mine, eye):
    sign_out(mine)
    sign_in(mine)
    heading(mine, "One more step")
    eye.look(mine, "one-more-step")
    mine.get_by_role("button", name="Use my passkey").click()
    expect(mine.locator("summary", has_text="Your account")).to_be_visible()


def test_a_computer_without_it_says_so_and_other_ways_remain(window, eye):
    other = with_a_key(window())
    other.goto("/accounts/login/")
    other.get_by_role("button", name="Sign in with a passkey").click()
    expect(other.get_by_role("alert")).to_contain_text("No passkey came back")
    eye.look(other, "no-passkey")


def test_codes_from_an_app(mine, eye):
    mine.goto("/account/")
    mine.get_by_role("link", name="Set up an app").click()
    eye.look(mine, "codes-from-an-app")
    mine.get_by_text("Or type the key").click()
    key = mine.locator("details code").inner_text()
    mine.get_by_label("Authenticator code").fill(format_hotp_value(hotp_value(key, int(time.time()) // 30)))
    mine.get_by_role("button", name="Use the app from now on").click()
    expect(mine.get_by_text("Codes from an app: asked for since")).to_be_visible()
    mine.get_by_role("link", name="Stop the codes").click()
    eye.look(mine, "no-more-codes")
    mine.get_by_role("button", name="Stop asking for codes").click()


def test_colours_are_kept_with_the_account(mine, eye):
    mine.goto("/account/")
    for theme, shown in (("Dark", "dark"), ("As my device is set", "light")):
        mine.get_by_label(theme).check()
        mine.get_by_role("button", name="Save").click()
        expect(mine.locator("html")).to_have_attribute("data-bs-theme", shown)
        eye.look(mine, f"your-account-{shown}")


def test_another_address_waits_for_both_to_confirm(mine, eye):
    mine.goto("/account/email/")
    mine.get_by_text("You cannot read the mail of").click()
    eye.look(mine, "change-your-address")
    mine.get_by_label("Your new address").fill("nikau@home.example")
    mine.get_by_role("button", name="Mail the links").click()
    expect(mine.get_by_text("Not confirmed yet")).to_have_count(2)
    eye.look(mine, "address-waits")
    mine.get_by_role("button", name="Keep the old one").click()
    expect(mine.get_by_text("Your address stays as it is.")).to_be_visible()


def test_on_a_phone_and_what_is_signed_in_is_ended_from_the_desk(window, eye, mine):
    phone = window(PHONE, storage_state=mine.context.storage_state())
    for name, address in (("your-account", "/account/"), ("email", "/account/email/"), ("sign-in", "/accounts/login/")):
        phone.goto(address)
        eye.look(phone, f"phone-{name}")
    mine.goto("/account/")
    mine.get_by_role("button", name="Sign out everywhere else").click()
    expect(mine.get_by_role("status").or_(mine.get_by_role("alert")).first).to_be_visible()


def test_the_passkey_is_removed(mine, eye):
    mine.goto("/account/")
    mine.get_by_role("link", name="Remove my laptop").click()
    heading(mine, "Remove the passkey?")
    eye.look(mine, "remove-the-passkey")
    mine.get_by_role("button", name="Remove it").click()
    expect(mine.get_by_text("The passkey is removed.")).to_be_visible()
    expect(mine.get_by_role("heading", name="my laptop")).to_have_count(0)
