"""Whatever happens between them, in any order, PaCT and the SMS end in the same state.

Random histories of edits in the SMS, judgements, corrections and withdrawals in PaCT, uploads and collections by hand and
by the schedule, moves of the clock, outages, lost answers, killed processes on either side. When all is well again and one
more evening has passed, PaCT's roster is the SMS's, and the SMS's results are PaCT's feed.
"""

import base64
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count

from hypothesis import HealthCheck, Phase, settings
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    rule,
    run_state_machine_as_test,
)

from openpact import ide
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements import feed
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school
from openpact.hub.sms import decisions, processing
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange
from openpact.hub.sms.secrets import create_secret
from openpact.link.words import ExchangeState, Trigger
from tests.hub.conftest import make_user

from .network import TROUBLES

#: A Monday noon in Auckland, in term.
BEGINS = datetime(2026, 5, 17, 23, 57, tzinfo=UTC)
NUMBERS = count(1000)
PROVIDER = "kamar"

#: What goes wrong meanwhile, if anything: at which call, and what.
troubles = st.none() | st.sampled_from(TROUBLES)
places = st.integers(0, 30)
areas = st.sampled_from(["reading", "writing"])
edits = st.tuples(st.sampled_from(["join", "leave", "come_back", "move", "rename"]), places, places)


def people() -> bytes:
    """Two rooms of three students each, and their teachers."""
    born, began = date(2016, 3, 1), date(2022, 2, 1)
    made = []
    for n in range(6):
        room = f"Room {n % 2 + 1}"
        groups = (room, "Kapa haka") if n < 2 else (room,)
        student = ide.Person(f"S{n}", ide.Role.STUDENT, f"Nīkau {n}", "Parata", nsn=f"{n + 1:010d}", dob=born)
        made.append(replace(student, first_attending=began, groups=groups, home_groups=(room,)))
    made.append(
        ide.Person("T1", ide.Role.TEACHING_STAFF, "Hēmi", "Walker", email="hemi@kowhai.example", groups=("Room 1",))
    )
    return ide.write(made, school_number=1, exported_at=datetime(2026, 2, 1))


class TwoSides(RuleBasedStateMachine):
    """One school, from the moment its SMS is linked."""

    driver = None
    monkeypatch = None
    uploads = rows = 0

    @initialize()
    def link(self):
        self.number = next(NUMBERS)
        self.now, self.joined = BEGINS, 100
        self.school = create_school(number=self.number, name=f"School {self.number}", kind="full-primary")
        self.user = make_user(f"office{self.number}@kowhai.example", "Mere Office")
        with at_school(self.school.id):
            give_access(self.school, self.user, Role.ADMINISTRATOR)
            save_settings(
                self.school, self.user, use_sms=True, provider=PROVIDER, automatic_export=True, review="never"
            )
            secret = create_secret(self.school, self.user, grace=None)
            self.cycle = Cycle.objects.filter(school=self.school).order_by("opens_on").first()
        self.tell_time()
        self.driver.trouble = None
        self.driver.do("set_up", number=self.number, provider=PROVIDER, people=base64.b64encode(people()).decode())
        self.driver.do("link", secret=str(secret))
        self.work()

    # --- What people do, and what happens by itself -------------------------------------------------------------------

    @rule(edits=st.lists(edits, min_size=1, max_size=3))
    def the_sms_changes(self, edits):
        """A student joins, leaves, comes back, or changes class; a class is renamed."""
        for what, place, room in edits:
            self.joined += 1
            match what:
                case "join":
                    self.driver.do("join", number=self.joined, room=room)
                case "move":
                    self.driver.do("move", place=place, room=room)
                case "rename":
                    self.driver.do("rename", room=room, name=f"Rūma {self.joined}")
                case _:
                    self.driver.do(what, place=place)

    @rule(choices=st.lists(st.tuples(places, st.sampled_from(["", "1", "2", "3"]), areas), min_size=2, max_size=6))
    def judgements_are_confirmed_corrected_or_withdrawn(self, choices):
        for place, level, area in choices:
            self.judge(place, level, area)

    @rule(what=st.sampled_from(["upload", "collect", "collect", "round"]), trouble=troubles)
    def the_two_talk(self, what, trouble):
        """A person presses a button in the SMS, or its agent looks whether something is due."""
        self.driver.trouble = trouble
        self.driver.do(what)

    @rule(trouble=troubles)
    def an_evening_comes(self, trouble):
        """To a minute at which everything of that evening is due, and the agent looks."""
        self.now = evening_after(self.now)
        self.tell_time()
        self.the_two_talk("round", trouble)

    @rule(minutes=st.sampled_from([1, 20, 300]), restarts=st.booleans())
    def time_passes(self, minutes, restarts):
        self.now += timedelta(minutes=minutes)
        self.tell_time()
        if restarts:
            self.driver.do("restart")

    @rule(killed=st.booleans())
    def the_worker_works(self, killed):
        self.work(killed=killed)

    def the_administrator_approves_what_waits(self):
        with at_school(self.school.id):
            held = Exchange.objects.filter(state=ExchangeState.HELD).first()
            if held is not None:
                version = roster.state_of(self.school).version
                decisions.approve(self.school, held.id, self.user, seen_version=version)

    # --- What always holds -------------------------------------------------------------------------------------------

    @invariant()
    def what_was_acknowledged_is_saved(self):
        if not hasattr(self, "school"):
            return
        acknowledged, rows = self.feed_rows()
        saved = {(key, version) for key, version, *_ in self.driver.do("state")["results"]}
        assert {(key, version) for cursor, key, version, *_ in rows if cursor <= acknowledged} <= saved

    @invariant()
    def automatic_uploads_lie_inside_their_window(self):
        if not hasattr(self, "school"):
            return
        with at_school(self.school.id):
            moments = list(
                Exchange.objects.filter(trigger=Trigger.AUTOMATIC, direction="upload").values_list(
                    "received_at", flat=True
                )
            )
        # 10pm to midnight in Auckland's winter.
        assert [at for at in moments if at.astimezone(UTC).hour not in (10, 11)] == []
        assert len({at.date() for at in moments}) == len(moments), "two on one evening"

    def teardown(self):
        if not hasattr(self, "school"):
            return
        self.driver.trouble = None
        self.driver.do("restart")
        for _ in range(2):
            self.now = evening_after(self.now)
            self.tell_time()
            for _ in range(2):
                self.driver.do("round")
                self.work()
                self.the_administrator_approves_what_waits()
        sms = self.driver.do("state")
        assert self.roster_people() == sms["people"]
        acknowledged, rows = self.feed_rows()
        assert sorted([key, version, level, person] for _, key, version, level, person in rows) == sms["results"]
        assert acknowledged == len(rows)
        with at_school(self.school.id):
            TwoSides.uploads += Exchange.objects.filter(direction="upload").count()
        TwoSides.rows += len(rows)

    # --- How ------------------------------------------------------------------------------------------------------------

    def tell_time(self):
        self.driver.do("time", now=self.now.isoformat())
        self.monkeypatch.setattr(clock, "now", lambda: self.now)

    def judge(self, place, level, area):
        with at_school(self.school.id):
            students = list(Person.objects.filter(role="Student", active=True).order_by("id"))
            if not students:
                return
            student = students[place % len(students)]
            standing = Judgement.objects.filter(person=student, cycle=self.cycle, area=area).first()
            if standing is None and not level:
                return
            entry = Entry(student.id, level, standing.version if standing else 0, "Looked again")
            confirm(self.school, self.user, [entry], area=area, cycle=self.cycle)

    def work(self, *, killed=False):
        """What a worker does with the uploads that wait; killed, it has done everything but commit."""
        with at_school(self.school.id):
            waiting = list(
                Exchange.objects.filter(state__in=["received", "checking"])
                .order_by("received_at")
                .values_list("id", flat=True)
            )
        for exchange_id in waiting:
            with self.monkeypatch.context() as patch, suppress(Killed):
                if killed:
                    patch.setattr(processing.clock, "now", _kill)
                processing.process(self.school.id, exchange_id)

    def roster_people(self):
        with at_school(self.school.id):
            return {
                p.sms_id: [str(p.role), p.first_name, p.last_name, p.nsn, sorted(p.groups), sorted(p.home_groups)]
                for p in roster.export(self.school)
            }

    def feed_rows(self):
        """(acknowledged, [(cursor, id, version, level, person id)])"""
        with at_school(self.school.id):
            rows = feed.feed(self.school, 0, 1000, reader=PROVIDER).rows
            acknowledged = feed.marks(self.school, reader=PROVIDER)[1]
        return acknowledged, [(r.cursor, r.id, r.version, r.level, r.person_id) for r in rows]


def evening_after(now):
    """The next 11:56pm in Auckland's winter."""
    tonight = now.replace(hour=11, minute=56)
    return tonight if tonight > now else tonight + timedelta(days=1)


class Killed(BaseException):
    """The worker's process is gone."""


def _kill():
    raise Killed


def test_both_sides_end_in_the_same_state(db, driver, monkeypatch, quick_passwords):
    TwoSides.driver, TwoSides.monkeypatch = driver, monkeypatch
    run_state_machine_as_test(
        TwoSides,
        settings=settings(
            max_examples=25,
            stateful_step_count=30,
            deadline=None,
            database=None,
            derandomize=True,
            phases=[Phase.generate, Phase.shrink],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert driver.crashes > 10
    assert (TwoSides.uploads > 50, TwoSides.rows > 60) == (True, True), "the histories were too quiet"
