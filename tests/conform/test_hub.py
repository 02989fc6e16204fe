"""Our own PaCT keeps every rule of the catalogue, with a school's secret and with vendor credentials."""

import pytest

from openpact.conform.played_sms import NotDone
from openpact.conform.report import Exit, Outcome
from openpact.conform.rules import RULES, Credentials, Side, not_for
from openpact.link.providers import PROVIDERS

from .pact import not_passed


@pytest.mark.parametrize("provider", [key for key, p in PROVIDERS.items() if p.uses_secret])
def test_our_pact_keeps_every_rule_for_each_sms(pact, provider):
    report = pact.run(provider=provider)
    assert not_passed(report) == {}
    assert report.exit_code is Exit.PASSED


def test_our_pact_keeps_every_rule_for_a_vendor(pact):
    report = pact.run_vendor()
    assert not_passed(report) == {}
    assert report.exit_code is Exit.PASSED


@pytest.mark.parametrize("kind", Credentials)
def test_every_rule_for_a_pact_is_looked_at(pact, kind):
    report = pact.run() if kind is Credentials.SECRET else pact.run_vendor()
    assert set(report.findings) == {r.id for r in RULES.values() if r.side is Side.HUB} - not_for(kind)


def test_without_anybody_to_unselect_the_sms_it_is_not_seen_that_unselecting_ends_it(pact):
    report = pact.run_vendor(select=None)
    assert set(not_passed(report)) == {"hub-vendor-unselecting-ends-it"}
    assert report.exit_code is Exit.NOT_ALL_SEEN


def test_people_who_do_not_do_what_they_are_asked_are_no_fault_of_the_pact(pact):
    def select(word):
        raise NotDone(f"The command to {word} did not end well")

    report = pact.run_vendor(select=select)
    assert not_passed(report) == {
        "hub-vendor-unselecting-ends-it": "The command to unselect did not end well on the way to it"
    }
    assert report.exit_code is Exit.NOT_ALL_SEEN


def test_without_an_unselected_school_a_number_that_is_not_listed_is_tried(pact):
    report = pact.run_vendor(unselected=None)
    assert not_passed(report) == {}
    assert report.findings["hub-vendor-school-not-selected"].seen == "403 not-linked for a number that is not listed"


def test_a_pact_with_a_low_limit_is_waited_for(pact, settings):
    settings.API_REQUESTS_PER_MINUTE = 4
    before = pact.now
    assert not_passed(pact.run()) == {}
    assert (pact.now - before).total_seconds() > 4 * 60


def test_a_limit_that_is_too_high_is_not_tried(pact, settings):
    settings.API_REQUESTS_PER_MINUTE = 121
    report = pact.run()
    finding = report.findings["hub-too-many-calls"]
    assert (finding.outcome, finding.seen.partition(" are ")[0]) == (Outcome.NOT_SEEN, "121 calls in 60 seconds")
    assert pact.calls < 100
