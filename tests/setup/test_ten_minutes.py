"""From sign-in to a linked, imported, invited school: in under ten minutes and under forty clicks, for each SMS."""

import re
from pathlib import Path

import pytest
from playwright.sync_api import Page, expect

from openpact.demo.schools import (
    ASSEMBLY_SCHOOL,
    ETAP_SCHOOL,
    KAMAR_SCHOOL,
    MUSAC_EDGE_SCHOOL,
    PASSWORD,
    DemoSchool,
)
from openpact.link.providers import PROVIDERS

from .hand import Hand, button

pytestmark = pytest.mark.browser

MOST_CLICKS, MOST_SECONDS = 40, 600
GUIDE = Path(__file__).parents[2] / "docs/guide/setup.md"
SCHOOLS = (ASSEMBLY_SCHOOL, ETAP_SCHOOL, KAMAR_SCHOOL, MUSAC_EDGE_SCHOOL)


def in_assembly(hand: Hand, sms: Page) -> None:
    hand.click(sms.get_by_role("link", name="PaCT", exact=True))
    hand.click(sms.get_by_role("main").get_by_role("link", name="PaCT configuration"))
    hand.paste(sms.get_by_label("OAuth Token:", exact=True))
    hand.tick(sms.get_by_role("group", name="Non-home groups").get_by_label("Choir", exact=True))
    hand.click(button(sms, "Save the changes"))


def in_etap(hand: Hand, sms: Page) -> None:
    hand.click(sms.get_by_role("link", name="Admin tools", exact=True))
    hand.click(sms.get_by_role("main").get_by_role("link", name="PaCT Management"))
    hand.tick(sms.get_by_role("radio", name=re.compile("^Student data to PaCT, and judgements")))
    hand.paste(sms.get_by_label("Secret", exact=True))
    hand.click(button(sms, "Save Secret"))
    hand.click(button(sms, "Upload Latest IDE file To PaCT"))


def in_kamar(hand: Hand, sms: Page) -> None:
    hand.click(sms.get_by_role("link", name="IAM/PaCT", exact=True))
    hand.click(sms.get_by_role("main").get_by_role("link", name="PaCT configuration"))
    hand.paste(sms.get_by_role("textbox", name=re.compile(KAMAR_SCHOOL.name)))
    hand.click(button(sms, "Save changes"))


def nothing(hand: Hand, sms: Page) -> None:
    """MUSAC Edge: selecting it in PaCT is all."""


IN_THE_SMS = {"assembly": in_assembly, "etap": in_etap, "kamar": in_kamar, "musac-edge": nothing}


def in_pact(hand: Hand, office: Page, school: DemoSchool) -> None:
    """To the settings' being saved, with the secret on the clipboard."""
    hand.type(office.locator("[name=login]"), school.administrator)
    hand.type(office.locator("[name=password]"), PASSWORD)
    hand.click(button(office, "Sign in"))
    hand.click(office.get_by_role("link", name="Begin"))
    hand.click(office.get_by_role("button", name=re.compile("^This is right. Next: Who uses PaCT")))
    hand.type(office.get_by_label("E-mail address"), f"deputy@{school.administrator.partition('@')[2]}")
    hand.type(office.get_by_label("Name", exact=True), "Dee Deputy")
    hand.tick(office.get_by_label(re.compile("^PaCT leader")))
    hand.click(button(office, "Send the invitation"))
    hand.click(office.get_by_role("button", name=re.compile("^Next: Reporting cycles")))
    hand.click(office.get_by_role("button", name=re.compile("^This is right. Next: SMS settings")))
    provider = PROVIDERS[school.provider]
    hand.tick(office.get_by_label("Use SMS"))
    hand.choose(office.get_by_label("Your SMS", exact=True), provider.name)
    if provider.uses_secret:
        expect(office.get_by_role("listitem").filter(has_text=provider.steps[0])).to_be_visible()
        hand.click(button(office, "Get secret"))
        hand.click(office.get_by_role("button", name="Copy"))
        export = office.get_by_role("group", name=re.compile("PaCT exporting judgement data into your SMS"))
        hand.tick(export.get_by_role("radio").first)
    hand.click(button(office, "Save changes"))
    expect(office.get_by_text("The SMS settings are saved.")).to_be_visible()


def to_the_end(hand: Hand, office: Page) -> None:
    """The first upload is looked at and approved, the staff are invited."""
    hand.click(office.get_by_role("link", name="Look at it"))
    hand.tick(office.get_by_label(re.compile("Mail an invitation to staff")))
    hand.click(button(office, "Approve and apply"))
    hand.click(office.get_by_role("button", name=re.compile("^Next: Invitations")))
    hand.click(office.get_by_role("button", name="Next: what happens from here on"))
    expect(office.get_by_role("heading", level=1)).to_have_text("What happens from here on")


@pytest.mark.parametrize("school", SCHOOLS, ids=lambda school: school.provider)
def test_a_school_is_set_up_in_ten_minutes_and_forty_clicks(school, windows, eye):
    office, sms = windows
    name = PROVIDERS[school.provider].name
    sms.goto("/")
    sms.get_by_role("region", name=name, exact=True).get_by_role("link", name=school.name).click()
    office.goto("/")
    hand = Hand()
    in_pact(hand, office, school)
    eye.look(office, f"{school.provider}-settings-saved")
    hand.click(office.get_by_role("button", name=re.compile("^Next: First import|^Skip this for now")))
    if school.provider != "musac-edge":
        expect(office.get_by_role("heading", name=f"Waiting for the first upload from {name}")).to_be_visible()
        eye.look(office, f"{school.provider}-waiting")
    IN_THE_SMS[school.provider](hand, sms)
    expect(office.get_by_role("heading", name="The first upload is here")).to_be_visible(timeout=60_000)
    eye.look(office, f"{school.provider}-here")
    to_the_end(hand, office)
    eye.look(office, f"{school.provider}-end")
    # Nothing is missing.
    expect(office.get_by_role("main")).not_to_contain_text("yet")
    expect(office.get_by_role("main")).to_contain_text(f"{name} uploads next on")
    hand.click(button(office, "Finish"))
    expect(office.get_by_role("heading", level=1)).to_have_text(school.name)
    expect(office.get_by_role("main")).not_to_contain_text("Set up your school")
    assert hand.clicks < MOST_CLICKS
    assert hand.seconds < MOST_SECONDS
    assert f"| {name} | {hand.clicks} | {hand.typed} |" in GUIDE.read_text("utf-8"), (hand.clicks, hand.typed)
