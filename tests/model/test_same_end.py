"""Whatever happens between them, in any order, PaCT and the SMS end in the same state.

Random histories of edits in the SMS, judgements on aspects and overall, corrections and withdrawals in PaCT, uploads and
collections by hand and by the schedule, moves of the clock and to another SMS, outages, lost answers, killed processes on
either side. When all is well again and the schedule has come round, PaCT's roster is the SMS's, PaCT's feed is what was
decided, the SMS's results are that feed field by field, and whatever the school used before has got nothing since. What was
done to the roster by hand stands all the while.
"""

import base64
from collections import Counter
from contextlib import suppress
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from itertools import count
from operator import itemgetter

from hypothesis import HealthCheck, Phase, seed
from hypothesis import settings as how
from hypothesis import strategies as st
from hypothesis.stateful import (
    RuleBasedStateMachine,
    initialize,
    invariant,
    precondition,
    rule,
    run_state_machine_as_test,
)

from openpact import ide
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements import feed
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import services as roster
from openpact.hub.roster.models import Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school
from openpact.hub.sms import decisions, processing, vendors
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.models import Exchange
from openpact.hub.sms.secrets import create_secret
from openpact.link.providers import PROVIDERS
from openpact.link.words import ExchangeState, Trigger
from tests.hub.conftest import make_user
from tests.hub.roster.acts import ACTS, act, done_by_hand

from .judging import CHOICES, Judging, areas, in_the_sms, levels, places
from .network import TROUBLES

#: A Monday noon in Auckland, in term.
BEGINS = datetime(2026, 5, 17, 23, 57, tzinfo=UTC)
NUMBERS = count(1000)
YEAR = 2026
#: How often each of these happens at least, over all histories.
LOUD = {
    "uploads": 100, "rows": 100, "moves": 5, "data": 1, "overwritten": 1, "by hand": 50,
    # Of what was decided, and of sheets that were locked.
    "scored": 30, "not yet": 30, "as recommended": 10, "differs": 10, "corrected": 5, "withdrawn": 10, "standards": 5,
    "refused": 5, "taken back": 1,
}  # fmt: skip

#: What goes wrong meanwhile, if anything: at which call, and what.
troubles = st.sampled_from([None, None, *TROUBLES])
#: What somebody or something asks of the SMS, and what goes wrong meanwhile, at a call that comes of it.
NOT_CALLED = {"upload": ("/judgements", "/acknowledgements"), "collect": ("/ide-files",), "round": ()}
talks = st.sampled_from([
    (what, trouble)
    for what, never in NOT_CALLED.items()
    for trouble in (None, None, *(each for each in TROUBLES if each[0] not in never))
])  # fmt: skip
#: The one with most to go wrong stands twice: PaCT's judgements take the place of its own.
providers = st.sampled_from([*sorted(PROVIDERS), *(key for key, each in PROVIDERS.items() if each.overwrites)])
#: What a school takes where the SMS asks: judgements too, or student data only.
takings = st.sampled_from(["both", "both", "data"])
edits = st.tuples(st.sampled_from(["join", "leave", "come_back", "move", "rename"]), places, places)


def people() -> bytes:
    """Two rooms of three students each, of whom two are said to be in year 4, and a teacher."""
    born, began = date(2016, 3, 1), date(2022, 2, 1)
    made = []
    for n in range(6):
        room = f"Room {n % 2 + 1}"
        groups = (room, "Year 4") if n < 2 else (room,)
        student = ide.Person(f"S{n}", ide.Role.STUDENT, f"Nīkau {n}", "Parata", nsn=f"{n + 1:010d}", dob=born)
        made.append(replace(student, first_attending=began, groups=groups, home_groups=(room,)))
    made.append(
        ide.Person("T1", ide.Role.TEACHING_STAFF, "Hēmi", "Walker", email="hemi@kowhai.example", groups=("Room 1",))
    )
    return ide.write(made, school_number=1, exported_at=datetime(2026, 2, 1))


# Of each number other histories; without one, every change of this class would draw others, and some are too quiet.
@seed(11)
class TwoSides(RuleBasedStateMachine):
    """One school, from the moment its SMS is linked."""

    driver = None
    monkeypatch = None
    seen = Counter()

    @initialize(provider=providers, takes=takings)
    def begin(self, provider, takes):
        self.number = next(NUMBERS)
        self.now, self.joined, self.before = BEGINS, 100, {}
        self.school = create_school(number=self.number, name=f"School {self.number}", kind="full-primary")
        self.user = make_user(f"office{self.number}@kowhai.example", "Mere Office")
        with at_school(self.school.id):
            give_access(self.school, self.user, Role.ADMINISTRATOR)
            Cycle.objects.update(opens_on=date(YEAR, 1, 1), closes_on=date(YEAR, 12, 31))
            cycles = {cycle.kind: cycle for cycle in Cycle.objects.all()}
        self.school.reports_standards = True
        self.judging = Judging(self.school, self.user, cycles, self.seen)
        self.tell_time()
        self.driver.trouble = None
        written = base64.b64encode(people()).decode()
        self.link(provider, takes, "set_up", number=self.number, people=written)

    def link(self, provider, takes, opens, **values):
        """As the sheet says: selected and saved in PaCT, the secret pasted into the SMS, its button pressed."""
        self.provider = PROVIDERS[provider]
        self.takes = takes if self.provider.overwrites else "both"
        self.made_here = {}
        self.driver.do(opens, provider=provider, takes=self.takes, **values)
        with at_school(self.school.id):
            save_settings(
                self.school, self.user, use_sms=True, provider=provider, automatic_export=True, review="never"
            )
            secret = create_secret(self.school, self.user, grace=None) if self.provider.uses_secret else None
        if secret:
            self.driver.do("link", secret=str(secret))
        else:
            self.time_passes(1, restarts=False)
            self.driver.do("round")
        if not self.provider.first_upload_by_itself:
            self.driver.do("upload")
        self.work()
        self.seen[provider] += 1
        self.seen[self.takes] += 1

    # --- What people do, and what happens by itself -------------------------------------------------------------------

    @rule(edits=st.lists(edits, min_size=1, max_size=3), acts=ACTS)
    def the_sms_changes_and_the_roster_by_hand(self, edits, acts):
        """A student joins, leaves, comes back, or changes class; a class is renamed and says its year. In PaCT groups are made,
        ended, hidden and given, and people added."""
        with at_school(self.school.id):
            for each in acts:
                act(self.school, self.user, *each)
            self.by_hand = done_by_hand()
        self.seen["by hand"] += len(acts)
        for what, place, room in edits:
            self.joined += 1
            match what:
                case "join":
                    self.driver.do("join", number=self.joined, room=room)
                case "move":
                    self.driver.do("move", place=place, room=room)
                case "rename":
                    self.driver.do("rename", room=room, name=f"Rūma {self.joined}, Year {self.joined % 8 + 1}")
                case _:
                    self.driver.do(what, place=place)

    @rule(choices=st.lists(CHOICES, min_size=3, max_size=8))
    def students_are_judged(self, choices):
        """On aspects and overall; confirmed, unlocked, corrected and withdrawn."""
        for choice in choices:
            with at_school(self.school.id):
                self.judging.do(choice)

    @precondition(lambda self: self.provider.overwrites)
    @rule(choices=st.lists(st.tuples(places, levels, areas, st.none() | st.just("") | levels), min_size=1, max_size=4))
    def teachers_make_otjs_in_the_sms(self, choices):
        """And some of them in PaCT too."""
        for place, level, area, in_pact in choices:
            whose = self.driver.do("judge_here", place=place, level=level, area=area, year=YEAR)
            if whose:
                self.made_here[f"{whose} {area}"] = level
            if in_pact is not None:
                with at_school(self.school.id):
                    for student in Person.objects.filter(sms_id=whose):
                        self.judging.overall(student, in_pact, area, Cycle.Kind.FINAL)

    @precondition(lambda self: len(self.before) < 2)
    @rule(provider=providers, takes=takings)
    def the_school_moves_to_another_sms(self, provider, takes):
        """One it has not had before, where everybody has another id."""
        if provider in {self.provider.key, *self.before}:
            return
        self.before[self.provider.key] = self.exchanges_with(self.provider.key)
        self.driver.trouble = None
        self.link(provider, takes, "change_sms")
        self.seen["moves"] += 1

    @rule(talk=talks)
    def the_two_talk(self, talk):
        """A person presses a button in the SMS, or its agent looks whether something is due."""
        what, self.driver.trouble = talk
        self.driver.do(what)

    @rule(trouble=troubles)
    def an_evening_comes(self, trouble):
        """To a minute at which everything of that evening is due, and the agent looks."""
        self.now = evening_after(self.now)
        self.tell_time()
        self.the_two_talk(("round", trouble))

    @rule(minutes=st.sampled_from([1, 20, 300]), restarts=st.booleans())
    def time_passes(self, minutes, restarts):
        self.now += timedelta(minutes=minutes)
        self.tell_time()
        if restarts:
            self.driver.do("restart")

    @rule(what=st.sampled_from(["works", "is killed", "approves"]))
    def the_worker_works_or_the_administrator(self, what):
        if what == "approves":
            self.approve()
        else:
            self.work(killed=what == "is killed")

    # --- What always holds -------------------------------------------------------------------------------------------

    @invariant()
    def what_was_acknowledged_is_saved(self):
        if not hasattr(self, "school"):
            return
        acknowledged, rows = self.feed_rows()
        saved = {(result["id"], result["version"]) for result in self.driver.do("state")["results"]}
        assert {(row.id, row.version) for row in rows if row.cursor <= acknowledged} <= saved

    @invariant()
    def what_was_done_by_hand_stands(self):
        if hasattr(self, "by_hand"):
            with at_school(self.school.id):
                assert done_by_hand() == self.by_hand

    @invariant()
    def automatic_uploads_lie_inside_their_window(self):
        if not hasattr(self, "school"):
            return
        with at_school(self.school.id):
            moments = list(
                Exchange.objects.filter(trigger=Trigger.AUTOMATIC, direction="upload").values_list(
                    "provider", "received_at"
                )
            )
        # 10pm to midnight in Auckland's winter.
        assert [at for _, at in moments if at.astimezone(UTC).hour not in (10, 11)] == []
        assert len({(sms, at.date()) for sms, at in moments}) == len(moments), "two on one evening"

    def teardown(self):
        if not hasattr(self, "school"):
            return
        self.driver.trouble = None
        self.driver.do("restart")
        # What the first round brings may wait for the administrator, and judgements for that.
        for _ in range(2 * self.provider.upload.every_days):
            self.now = evening_after(self.now)
            self.tell_time()
            for _ in range(2):
                self.driver.do("round")
                self.work()
                self.approve()
        self.both_sides_are_the_same()
        assert self.before == {sms: self.exchanges_with(sms) for sms in self.before}
        with at_school(self.school.id):
            self.seen["uploads"] += Exchange.objects.filter(direction="upload").count()
            # The vendor of an SMS has it on its list no longer.
            save_settings(self.school, self.user, use_sms=False, provider="", automatic_export=False)

    def both_sides_are_the_same(self):
        sms = self.driver.do("state")
        assert self.roster_people() == sms["people"]
        acknowledged, rows = self.feed_rows()
        with at_school(self.school.id):
            self.judging.is_what_the_feed_says(rows)
        self.seen["rows"] += len(rows)
        if self.takes == "data":
            assert (sms["results"], acknowledged) == ([], 0)
            rows = []
        else:
            assert acknowledged == len(rows)
        # Whoever left before the school came to this SMS is nobody there; whoever left before PaCT heard of their new id
        # is known by the NSN.
        by_nsn = {nsn: sms_id for sms_id, nsn in sms["known"].items() if nsn}
        whose = {r.cursor: r.person_id if r.person_id in sms["known"] else by_nsn.get(r.nsn) for r in rows}
        delivered = [in_the_sms(row) | {"id": row.id, "whose": whose[row.cursor]} for row in rows]
        assert sorted(delivered, key=itemgetter("id", "version")) == sms["results"]
        assert self.otjs_to_be(rows, whose) == sms["otjs"]

    def otjs_to_be(self, rows, whose):
        """{whose and in what: [level, whether it is PaCT's, what was made in the SMS before]}: end-of-year judgements that
        stand take the place of the SMS's own, where the SMS has any."""
        otjs = {key: [level, False, None] for key, level in self.made_here.items()}
        newest = {row.id: row for row in rows if row.cycle_kind in self.provider.overwrites and whose[row.cursor]}
        for row in newest.values():
            if row.level:
                key = f"{whose[row.cursor]} {row.learning_area}"
                otjs[key] = [row.level, True, self.made_here.get(key)]
                self.seen["overwritten"] += key in self.made_here
        return otjs

    # --- How ------------------------------------------------------------------------------------------------------------

    def tell_time(self):
        self.driver.do("time", now=self.now.isoformat())
        self.monkeypatch.setattr(clock, "now", lambda: self.now)

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

    def approve(self):
        """What the administrator does with an upload that waits."""
        with at_school(self.school.id):
            held = Exchange.objects.filter(state=ExchangeState.HELD).first()
            if held is not None:
                version = roster.state_of(self.school).version
                decisions.approve(self.school, held.id, self.user, seen_version=version)

    def roster_people(self):
        with at_school(self.school.id):
            return {
                p.sms_id: [str(p.role), p.first_name, p.last_name, p.nsn, sorted(p.groups), sorted(p.home_groups)]
                for p in roster.export(self.school)
            }

    def feed_rows(self):
        """(acknowledged by the SMS, the feed's entries)"""
        with at_school(self.school.id):
            rows = feed.feed(self.school, 0, 1000, reader=self.provider.key).rows
            return feed.marks(self.school, reader=self.provider.key)[1], rows

    def exchanges_with(self, provider):
        with at_school(self.school.id):
            return Exchange.objects.filter(provider=provider).count()


def evening_after(now):
    """The next 11:56pm in Auckland's winter."""
    tonight = now.replace(hour=11, minute=56)
    return tonight if tonight > now else tonight + timedelta(days=1)


class Killed(BaseException):
    """The worker's process is gone."""


def _kill():
    raise Killed


def test_both_sides_end_in_the_same_state(db, driver, monkeypatch, settings, quick_passwords):
    TwoSides.driver, TwoSides.monkeypatch, TwoSides.seen = driver, monkeypatch, Counter()
    settings.API_REQUESTS_PER_MINUTE = settings.API_UPLOADS_PER_HOUR = 10_000
    driver.do("vendor", provider="musac-edge", credentials=str(vendors.create("musac-edge")))
    run_state_machine_as_test(
        TwoSides,
        settings=how(
            max_examples=17,
            stateful_step_count=30,
            deadline=None,
            database=None,
            # Not shrunk: reading a history takes less time.
            phases=[Phase.generate],
            suppress_health_check=list(HealthCheck),
        ),
    )
    assert driver.crashes > 10
    quiet = {what: number for what, number in TwoSides.seen.items() if number < LOUD.get(what, 1)}
    assert not quiet, f"the histories were too quiet: {TwoSides.seen}"
    assert set(TwoSides.seen) >= {*LOUD, *PROVIDERS}, f"the histories were too quiet: {TwoSides.seen}"
