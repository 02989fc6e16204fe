"""Our own PaCT keeps every rule of the catalogue; and a PaCT that breaks one is caught at it."""

import httpx
import pytest

from openpact import clock
from openpact.conform.played_sms import PlayedSms
from openpact.conform.report import Exit, Outcome, Report
from openpact.conform.rules import RULES, Side
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.link.providers import PROVIDERS
from tests.hub.api.conftest import application, link
from tests.hub.conftest import make_user, neighbour, quick_passwords, school
from tests.hub.jobs import run_jobs

__all__ = ["application", "neighbour", "quick_passwords", "school"]


class Judges:
    """The PaCT's people, when the run asks for them."""

    def __init__(self, school):
        self.school, self.user = school, make_user("judge@kowhai.example", "Mere Judge")
        with at_school(school.id):
            give_access(school, self.user, Role.ADMINISTRATOR)
            Person.objects.create(school=school, sms_id="1", role="Student", first_name="Aroha", last_name="Ngata")

    def __call__(self, what):
        with at_school(self.school.id):
            student, cycle = Person.objects.get(sms_id="1"), Cycle.objects.first()
            standing = Judgement.objects.filter(person=student).first()
            level = {"confirm": "3", "correct": "4", "withdraw": ""}[what]
            entry = Entry(student.id, level, standing.version if standing else 0, "Looked again")
            confirm(self.school, self.user, [entry], area="reading", cycle=cycle)


class Broken(httpx.BaseTransport):
    """A PaCT in front of which something changes answers."""

    def __init__(self, inner, change):
        self.inner, self.change = inner, change

    def handle_request(self, request):
        response = self.inner.handle_request(request)
        body = response.read()
        headers = {k: v for k, v in response.headers.items() if k not in ("content-length", "content-encoding")}
        answer = httpx.Response(response.status_code, headers=headers, content=body)
        return self.change(request, answer) or answer


def run_against(school, application, change=None, provider="kamar"):
    secret = link(school, provider=provider)
    transport = httpx.WSGITransport(application)
    report = Report(Side.HUB, "ours", clock.now())
    with httpx.Client(
        transport=Broken(transport, change) if change else transport, base_url="http://localhost"
    ) as http:
        PlayedSms(http, secret, report, judge=Judges(school), sleep=lambda _seconds: run_jobs()).run()
    return report


def failed(report):
    return {rule.id: finding.seen for rule, finding in report.all() if finding.outcome is Outcome.FAILED}


@pytest.mark.parametrize("provider", [key for key, p in PROVIDERS.items() if p.uses_secret])
def test_our_pact_keeps_every_rule_for_each_sms(school, application, provider):
    report = run_against(school, application, provider=provider)
    assert failed(report) == {}
    assert report.exit_code is Exit.PASSED, [f for _, f in report.all() if f.outcome is not Outcome.PASSED]


def _without(header):
    def change(_request, answer):
        answer.headers.pop(header, None)

    return change


def _reversed(request, answer):
    if (
        request.url.path.endswith("/judgements")
        and request.method == "GET"
        and "json" in answer.headers["content-type"]
    ):
        said = answer.json()
        said["items"].reverse()
        return httpx.Response(200, json=said, headers={"RateLimit": "x", "RateLimit-Policy": "x"})
    return None


def _plain_errors(_request, answer):
    if answer.status_code in (404, 422):
        return httpx.Response(answer.status_code, text="no")
    return None


def _backwards(request, answer):
    if request.url.path.endswith("/acknowledgements"):
        return httpx.Response(200, json={"acknowledged": 0})
    return None


@pytest.mark.parametrize(
    ("change", "rule"),
    [
        (_without("location"), "hub-upload-accepted"),
        (_without("ratelimit"), "hub-rate-limit-headers"),
        (_without("www-authenticate"), "hub-no-token"),
        (_reversed, "hub-feed-in-order"),
        (_plain_errors, "hub-problem-details"),
        (_backwards, "hub-acknowledgement-moves-forward-only"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_a_pact_that_breaks_a_rule_is_caught_at_it(school, application, change, rule):
    assert rule in failed(run_against(school, application, change))


def test_every_rule_for_a_pact_is_looked_at(school, application):
    report = run_against(school, application)
    assert set(report.findings) == {rule.id for rule in RULES.values() if rule.side is Side.HUB}
