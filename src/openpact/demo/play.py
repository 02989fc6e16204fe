"""The weeks before somebody opens the demo, played through the product itself: each linked school is linked three weeks
ago, its first upload approved, a teacher's invitation accepted, judgements confirmed; then one evening after the other
everything due happens, with the changes that a school has in three weeks."""

import os
import random
import time
from collections.abc import Collection, Iterator
from datetime import datetime, timedelta
from types import SimpleNamespace

from openpact import clock
from openpact.hub.platform.demo_clock import next_stop

from . import aspects, cast
from .bullets import Walk
from .schools import SCHOOLS, DemoSchool

WEEKS = 3
#: How many students a teacher judges each week.
JUDGED = 5


def play(hub: str, hub_database: str, numbers: Collection[int]) -> None:
    """In a process with the stand-in SMSs' settings: their agent runs here, round by round, for schools with these
    numbers."""
    os.environ["DJANGO_SETTINGS_MODULE"] = "openpact.sandbox.settings"
    import django

    django.setup()
    from openpact.sandbox.sms.agent_loop import AgentLoop

    ends = clock.now()
    begins = ends - timedelta(weeks=WEEKS)
    clock.move(begins)
    schools = [History(hub, hub_database, school) for school in SCHOOLS if school.number in numbers]
    loop = AgentLoop()
    for school in schools:
        school.link()
    clock.move(begins + timedelta(minutes=2))
    loop.round()
    for school in schools:
        school.begin()
    for week, stop in _evenings(begins, ends):
        for school in schools:
            school.live(week, stop)
        clock.move(stop)
        loop.round()
        for school in schools:
            school.settled()
        loop.round()
    clock.move(ends)
    for school in schools:
        school.close()


def _evenings(begins: datetime, ends: datetime) -> Iterator[tuple[int, datetime]]:
    """(weeks ago, the moment) of every stop."""
    stop = next_stop(begins)
    while stop < ends:
        yield (ends - stop).days // 7, stop
        stop = next_stop(stop)


class History(Walk):
    """One school's three weeks. The stand-in's own functions stand for the clicks of its office."""

    BY = "Office administrator"

    def __init__(self, hub: str, hub_database: str, school: DemoSchool) -> None:
        from openpact.sandbox.sms.models import School

        sms_database = os.environ["SANDBOX_DATABASE_URL"]
        databases = SimpleNamespace(owner=hub_database), SimpleNamespace(owner=sms_database)
        super().__init__(
            SimpleNamespace(hub=hub, sms=hub, hub_database=databases[0], sms_database=databases[1]), school
        )
        self.here = School.objects.get(number=school.number, provider=school.provider)
        self.chance, self.day, self.week = random.Random(school.seed), None, WEEKS  # noqa: S311 (made up)

    def link(self) -> None:
        from openpact.sandbox.sms import configure
        from openpact.sandbox.sms.models import Takes

        self.open_settings()
        if self.provider.uses_secret:
            self.get_secret()
        self.save_settings()
        if self.provider.uses_secret:
            if self.provider.overwrites:
                configure.save_takes(self.here, Takes.BOTH, self.BY)
            configure.save_secret(self.here, self.secret, self.BY)
            if not self.provider.first_upload_by_itself:
                self._upload()

    def begin(self) -> None:
        """Approved; a teacher is in; and the office has nothing left to set up."""
        self.first_upload_is_there()
        self.office.open(self.last_exchange())
        self.office.press("Approve and apply", {"invite": "on"})
        self.invitations()
        self.accept()
        self.office.open(f"/schools/{self.school.number}/manage/setup/done/")
        self.office.press("Finish")

    def first_upload_is_there(self) -> None:
        if self.settled() != "held":
            raise RuntimeError(f"The first upload of {self.school.name} was not held.")

    def live(self, week: int, moment: datetime) -> None:
        """What happens before an evening: judgements, and once a week somebody comes or goes."""
        if self.day == moment.date():
            return
        self.day = moment.date()
        if week != self.week:
            self.week = week
            self.people_of(week)
            self.judge_some()
            if week == 1:
                self.add_exemplars()
                self.judge_by_aspects()

    def people_of(self, week: int) -> None:
        from openpact.sandbox.sms import records
        from openpact.sandbox.sms.models import Group, Person

        there = {person.sms_id for person in cast.in_week(self.school.people(), week)}
        for person in Person.objects.filter(school=self.here, sms_id=cast.CAME_BACK):
            if person.sms_id in there and person.has_left:
                records.come_back(person, self.BY)
            elif person.sms_id not in there and not person.has_left:
                records.leave(person, self.BY)
        mover = self.chance.choice(list(Person.objects.filter(school=self.here, role="Student").current()))
        homes = list(Group.objects.filter(memberships__home=True, school=self.here).distinct())
        records.join(self.chance.choice(homes), mover, self.BY, home=True)

    def judge_some(self) -> None:
        self.teacher.follow("Judge")
        group = next(
            (href for _, href in self.teacher.page.links if "/judge/" in href and href.rstrip("/")[-1].isdigit()), ""
        )
        if group:
            form, _ = self.teacher.open(group).form("Confirm")
            left = [name for name in form.choices if name.startswith("level-") and not form.fields.get(name)]
            self.teacher.press("Confirm", {name: self.chance.choice("234") for name in left[:JUDGED]})

    def add_exemplars(self) -> None:
        """What the school shows its teachers beside two of the sets."""
        for aspect, number, title, text in aspects.EXEMPLARS:
            self.office.open(
                f"/schools/{self.school.number}/manage/exemplars/add/?area={aspects.AREA}&aspect={aspect}&set={number}"
            )
            self.office.press("Add the exemplar", {"title": title, "text": text})

    def judge_by_aspects(self) -> None:
        """A class in one learning area, aspect by aspect, and confirmed as recommended."""
        form = aspects.open_class(self.teacher)
        rows = self.eyes.hub.execute(
            "SELECT m.person_id, g.name FROM roster_membership m JOIN roster_group g ON g.id = m.group_id"
            " WHERE m.person_id = ANY (%s) AND g.name LIKE 'Year %%'",
            (aspects.students_of(form),),
        )
        years = {person: int(name.removeprefix("Year ")) for person, name in rows}
        aspects.place(self.teacher, form, aspects.as_usual(years, self.chance), confirm="all")

    def settled(self) -> str:
        """Quicker than for a person: nobody looks meanwhile."""
        latest = "SELECT count(*) FROM sms_exchange WHERE school_id = {school} AND state IN ('received', 'checking')"
        until = clock.monotonic() + 30
        while self.eyes.value(latest) and clock.monotonic() < until:
            time.sleep(0.02)
        return super().settled()

    def _upload(self) -> None:
        from openpact.sandbox.sms import by_hand, configure

        by_hand.upload_now(configure.config_of(self.here), self.BY)
