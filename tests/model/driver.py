"""The stand-in SMS as a process that a test drives: a command a line in, an answer a line out, both JSON.

    python -m tests.model.driver

Whatever the SMS asks of PaCT goes to the test as a line {"call": …}; the test answers it with PaCT's answer, or with what
went wrong on the way. A crash is one: the SMS forgets whatever it had not saved, as if its process had been killed.
"""

import base64
import json
import sys
from dataclasses import fields, replace
from datetime import UTC, datetime

import httpx

from openpact import clock
from openpact.connect import Judgement, Retries, wire


class Crash(BaseException):
    """The process is gone: nothing here may catch it and go on."""


class ToTheTest(httpx.BaseTransport):
    """The network."""

    def handle_request(self, request: httpx.Request) -> httpx.Response:
        say({
            "call": {
                "method": request.method,
                "path": request.url.raw_path.decode(),
                "headers": dict(request.headers),
                "body": base64.b64encode(request.read()).decode(),
            }
        })  # fmt: skip
        answer = hear()
        match answer.get("trouble"):
            case "crash":
                raise Crash
            case "refused":
                raise httpx.ConnectError("refused")
            case "lost":
                raise httpx.ReadError("lost")
        return httpx.Response(answer["status"], headers=answer["headers"], content=base64.b64decode(answer["body"]))


class Connected(httpx.Client):
    """Every client of this process talks to the test."""

    def __init__(self, **options):
        super().__init__(**{**options, "transport": ToTheTest()})


def say(data) -> None:
    sys.stdout.write(json.dumps(data, default=str) + "\n")
    sys.stdout.flush()


def hear():
    line = sys.stdin.readline()
    if not line:
        raise SystemExit
    return json.loads(line)


class Sms:
    """What can be done to one school of the SMS. Each method is a command."""

    BY = "Office administrator"

    def __init__(self) -> None:
        self.moment = datetime.now(UTC)
        self.loop = None
        self.school = None

    def set_up(self, number: int, provider: str, people: str, takes: str) -> None:
        from openpact import ide
        from openpact.sandbox.sms.models import PactConfig

        PactConfig.objects.all().delete()
        self._open(number, provider, ide.read(base64.b64decode(people)).people, takes)

    def change_sms(self, provider: str, takes: str) -> None:
        """The school's people stand in another SMS, under ids of its own. The old one's agent goes on as before."""
        from openpact.sandbox.sms.export import ide_people

        moved = [replace(person, sms_id=f"{provider}-{person.sms_id}") for person in ide_people(self.school)]
        self._open(self.school.number, provider, moved, takes)

    def _open(self, number: int, provider: str, people, takes: str) -> None:
        from openpact.sandbox.sms import configure
        from openpact.sandbox.sms.models import Group
        from openpact.sandbox.sms.seed import seed_school

        self.school = seed_school(number, f"School {number}", people, provider=provider)
        # Where the school selects which groups go, all of them do.
        Group.objects.filter(school=self.school).update(selected=True)
        configure.save_takes(self.school, takes, self.BY)
        self.restart()

    def vendor(self, provider: str, credentials: str) -> None:
        """The vendor of an SMS that needs no secret has its credentials."""
        from django.conf import settings

        settings.SANDBOX_VENDOR_SECRETS = {provider: credentials}

    def restart(self) -> None:
        """A new process of the agent: what was in memory is gone."""
        from openpact.sandbox.sms.agent_loop import AgentLoop

        self.loop = AgentLoop()

    def time(self, now: str) -> None:
        self.moment = datetime.fromisoformat(now)

    def link(self, secret: str) -> str:
        from openpact.sandbox.sms import configure

        return configure.save_secret(self.school, secret, self.BY).message

    def round(self) -> None:
        self.loop.round()

    def upload(self) -> str:
        from openpact.sandbox.sms import by_hand

        config = self._config()
        return by_hand.upload_now(config, self.BY).message if config.linked else "not linked"

    def collect(self) -> str:
        from openpact.sandbox.sms import by_hand

        config = self._config()
        return by_hand.collect_now(config, self.BY).message if config.linked else "not linked"

    def join(self, number: int, room: int) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Person

        group = self._room(room)
        person = Person(
            school=self.school, role="Student", first_name=f"Aroha {number}", last_name="Tūī", nsn=f"{number:010d}",
            dob="2016-03-01", first_attending="2022-02-01",
        )  # fmt: skip
        records.save_person(person, {group.pk: True}, self.BY)

    def leave(self, place: int) -> None:
        from openpact.sandbox.sms import records

        if here := self._students():
            records.leave(here[place % len(here)], self.BY)

    def come_back(self, place: int) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Person

        if gone := list(Person.objects.filter(school=self.school, left_on__isnull=False).order_by("pk")):
            records.come_back(gone[place % len(gone)], self.BY)

    def teacher_joins(self, first: str, last: str, email: str, room: int) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Person

        person = Person(school=self.school, role="TeachingStaff", first_name=first, last_name=last, email=email)
        records.save_person(person, {self._room(room).pk: True}, self.BY)

    def teacher_leaves(self, email: str) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Person

        records.leave(Person.objects.get(school=self.school, email=email), self.BY)

    def teacher_comes_back(self, email: str) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Person

        records.come_back(Person.objects.get(school=self.school, email=email), self.BY)

    def move(self, place: int, room: int) -> None:
        from openpact.sandbox.sms import records

        if here := self._students():
            records.join(self._room(room), here[place % len(here)], self.BY, home=True)

    def rename(self, room: int, name: str) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Group

        group = self._room(room)
        if not Group.objects.filter(school=self.school, name=name).exists():
            group.name = name
            records.save_group(group, self.BY)

    def rename_class(self, name: str, to: str) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Group

        group = Group.objects.get(school=self.school, name=name)
        group.name = to
        records.save_group(group, self.BY)

    def judge_here(self, place: int, level: str, area: str, year: int) -> str | None:
        """A teacher makes an end-of-year OTJ in the SMS; answers whose."""
        from openpact.sandbox.sms.otjs import make_here

        if not (here := self._students()):
            return None
        student = here[place % len(here)]
        make_here(student, area, year, level, "Teacher at the school", self.moment.date())
        return student.sms_id

    def state(self) -> dict:
        """What the SMS holds: people who are here, with their classes; every result in full, and the ids it knows; its OTJs."""
        from openpact.sandbox.sms.export import ide_people
        from openpact.sandbox.sms.models import Otj, Person, Result

        people = {
            p.sms_id: [
                str(p.role),
                p.first_name,
                p.last_name,
                p.nsn,
                sorted({*p.groups} - {*p.home_groups}),
                sorted(p.home_groups),
            ]
            for p in ide_people(self.school)
        }
        # Whatever an SMS gets of a judgement, it keeps: but for where it stands in the feed, and whom it names.
        said = [each.name for each in fields(Judgement) if each.name not in ("id", "cursor", "person_id", "nsn")]
        results = Result.objects.filter(school=self.school).select_related("person").order_by("judgement_id", "version")
        otjs = Otj.objects.filter(school=self.school)
        return {
            "people": people,
            "known": dict(Person.objects.filter(school=self.school).values_list("sms_id", "nsn")),
            "results": [
                {
                    "id": r.judgement_id,
                    "whose": r.person and r.person.sms_id,
                    **{name: getattr(r, name) for name in said},
                }
                for r in results
            ],
            "otjs": {
                f"{o.person.sms_id} {o.learning_area}": [o.level, o.from_pact, o.before and o.before["level"]]
                for o in otjs.select_related("person")
            },
        }

    def _students(self):
        from openpact.sandbox.sms.models import Person

        return list(Person.objects.filter(school=self.school, role="Student", left_on=None).order_by("pk"))

    def _room(self, room: int):
        from openpact.sandbox.sms.models import Group

        groups = list(Group.objects.filter(school=self.school).order_by("pk"))
        return groups[room % len(groups)]

    def _config(self):
        from openpact.sandbox.sms.configure import config_of

        return config_of(self.school)


def main() -> None:
    import django

    wire.httpx.Client = Connected
    django.setup()
    from openpact.sandbox.sms import by_hand

    # Nothing is waited for: whoever would answer later waits for us.
    Retries.wait = lambda *_args, **_more: 0.0
    by_hand.PATIENCE = 0.0
    from openpact.sandbox.setup import migrate

    migrate()
    sms = Sms()
    clock.now = lambda: sms.moment
    say({"ready": True})
    while True:
        command = hear()
        try:
            answer = getattr(sms, command["do"])(**command.get("with", {}))
            say({"done": answer})
        except Crash:
            sms.restart()
            say({"crashed": True})


if __name__ == "__main__":
    main()
