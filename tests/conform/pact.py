"""Our own PaCT for the conformance kit to call, its people, its clock, and what can be put in front of it."""

from datetime import timedelta

import httpx

from openpact import clock
from openpact.conform.credentials import Vendor
from openpact.conform.played_sms import PlayedSms
from openpact.conform.report import Outcome, Report
from openpact.conform.rules import Credentials, Side, not_for
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.placing import Placement, place
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.sms import vendors
from openpact.hub.sms.connection import save_settings
from openpact.scale import load
from tests.hub.api.conftest import link
from tests.hub.conftest import make_user
from tests.hub.jobs import run_jobs


class Judges:
    """The PaCT's people, when the run asks for judgements."""

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
            if what == "confirm":
                aspects = load().current("reading").framework.aspects
                place(
                    self.school,
                    self.user,
                    [Placement(student.id, each.key, 4) for each in aspects],
                    area="reading",
                    cycle=cycle,
                )
            entry = Entry(student.id, level, standing.version if standing else 0, "Looked again")
            confirm(self.school, self.user, [entry], area="reading", cycle=cycle)


def choose(school, word):
    """The school's administrator, under Change SMS Settings."""
    with at_school(school.id):
        save_settings(school, None, use_sms=word == "select", provider="musac-edge", automatic_export=True)


class Front(httpx.BaseTransport):
    """Stands in front of a PaCT. `play(request, ask)` gives the answer; `ask` is the PaCT itself."""

    def __init__(self, inner, play):
        self.inner, self.play, self.calls = inner, play, 0

    def handle_request(self, request):
        self.calls += 1
        request.read()
        return self.play(request, self.ask) if self.play else self.ask(request)

    def ask(self, request):
        response = self.inner.handle_request(request)
        body = response.read()
        headers = {k: v for k, v in response.headers.items() if k not in ("content-length", "content-encoding")}
        return httpx.Response(response.status_code, headers=headers, content=body)


class Pact:
    """Our PaCT, with a clock that moves when somebody waits."""

    def __init__(self, school, neighbour, application, monkeypatch):
        self.school, self.neighbour, self.application = school, neighbour, application
        # Not at a whole second: what is left of a minute has to be rounded.
        self.now = clock.now().replace(second=20, microsecond=600_000)
        self.calls = 0
        monkeypatch.setattr(clock, "now", lambda: self.now)

    def wait(self, seconds):
        self.now += timedelta(seconds=seconds)
        run_jobs()

    def run(self, play=None, *, provider="kamar", **more):
        """With a school's secret."""
        secret = link(self.school, provider=provider)
        return self._run(secret, Credentials.SECRET, play, judge=Judges(self.school), **more)

    def run_vendor(self, play=None, **more):
        """With MUSAC Edge's credentials; the neighbour has not selected it."""
        choose(self.school, "select")
        told = {"unselected": self.neighbour.number, "select": lambda word: choose(self.school, word), **more}
        vendor, judge = Vendor(self.school.number, **told), Judges(self.school)
        return self._run(vendors.create("musac-edge"), Credentials.VENDOR, play, judge=judge, vendor=vendor)

    def _run(self, secret, kind, play, **more):
        report = Report(Side.HUB, "ours", clock.now(), not_for(kind))
        front = Front(httpx.WSGITransport(self.application), play)
        with httpx.Client(transport=front, base_url="http://localhost") as http:
            PlayedSms(http, secret, report, sleep=self.wait, **more).run()
        self.calls = front.calls
        return report


def failed(report):
    return {rule.id: finding.seen for rule, finding in report.all() if finding.outcome is Outcome.FAILED}


def not_passed(report):
    return {rule.id: finding.seen for rule, finding in report.all() if finding.outcome is not Outcome.PASSED}
