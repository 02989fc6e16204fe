"""Teachers confirm at the same moment while an SMS polls: nothing is missed, the order holds, there are no gaps.

Real commits on real connections, each thread its own.
"""

import random
import threading
import time
from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import connection

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.judgements.errors import Conflict, NotConfirmed
from openpact.hub.judgements.feed import acknowledge, feed, head, undelivered
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Action, Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import create_school
from tests.hub.conftest import make_user

from .people import add_people

WRITERS, ROUNDS, STUDENTS = 6, 12, 5
AREAS = ("reading", "writing", "mathematics")


def in_threads(*tasks):
    """Run each in a thread with its own connection; every exception is the test's."""

    def run(task):
        try:
            return task()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(tasks)) as pool:
        return [future.result(timeout=60) for future in [pool.submit(run, task) for task in tasks]]


@pytest.fixture
def in_june():
    """Here the clock runs: the order of times is part of what is shown."""


@pytest.fixture
def stage(committed):
    """A school that is really there, for every connection: (school, cycle, administrators, students)."""
    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    users = [make_user(f"user{i}@kowhai.example", f"User {i}") for i in range(WRITERS)]
    with at_school(school.id):
        for user in users:
            give_access(school, user, Role.ADMINISTRATOR)
        students = add_people(school, *[f"Student {i}" for i in range(STUDENTS)])
        cycle = Cycle.objects.get(kind="interim")
    return school, cycle, users, students


def test_a_polling_reader_misses_no_row_and_sees_each_student_in_order(stage):
    school, cycle, users, students = stage
    done = threading.Event()
    written: list[tuple] = []
    refusals: list = []

    def write(user, seed):
        choose = random.Random(seed)
        for _ in range(ROUNDS):
            some = choose.sample(students, choose.randint(1, STUDENTS))
            area = choose.choice(AREAS)
            with at_school(school.id):
                seen = dict(Judgement.objects.filter(area=area, cycle=cycle).values_list("person_id", "version"))
            entries = [Entry(s.id, choose.choice("12345"), seen.get(s.id, 0), "Moderated") for s in some]
            try:
                with at_school(school.id):
                    outcomes = confirm(school, user, entries, area=area, cycle=cycle)
                    # The longer between the confirmation and its commit, the more chances to overtake.
                    time.sleep(choose.random() * 0.01)
            except NotConfirmed as refused:
                refusals.extend(refused.problems)
                continue
            written.extend((str(o.judgement_id), o.version, o.level) for o in outcomes if o.action != Action.UNCHANGED)

    def read():
        got, pages = [], 0
        while True:
            ended = done.is_set()
            with at_school(school.id):
                page = feed(school, limit=7, reader="kamar")
            got.extend(page.rows)
            if page.rows:
                pages += 1
                with at_school(school.id):
                    acknowledge(school, page.next_cursor, reader="kamar")
            elif ended:
                return got, pages

    def write_all():
        try:
            in_threads(*[lambda user=user, i=i: write(user, i) for i, user in enumerate(users)])
        finally:
            done.set()

    _, (got, pages) = in_threads(write_all, read)

    assert len(written) > 30
    assert {type(problem) for problem in refusals} <= {Conflict}
    assert pages > 5
    assert [row.cursor for row in got] == list(range(1, len(written) + 1))
    assert sorted((row.id, row.version, row.level) for row in got) == sorted(written)
    by_judgement: dict[str, list] = {}
    for row in got:
        by_judgement.setdefault(row.id, []).append(row)
    for rows in by_judgement.values():
        assert [row.version for row in rows] == list(range(1, len(rows) + 1))
        assert [row.confirmed_at for row in rows] == sorted(row.confirmed_at for row in rows)
    with at_school(school.id):
        now = {str(j.id): (j.version, j.level) for j in Judgement.objects.all()}
        assert undelivered(school, reader="kamar") == 0
    assert now == {key: (rows[-1].version, rows[-1].level) for key, rows in by_judgement.items()}


def test_two_first_decisions_at_the_same_moment_are_one_decision_and_one_conflict(stage):
    school, cycle, users, students = stage
    start = threading.Barrier(2)

    def decide(user, level, order):
        try:
            with at_school(school.id):
                start.wait(timeout=10)
                entries = [Entry(s.id, level) for s in order]
                return confirm(school, user, entries, area="reading", cycle=cycle)
        except NotConfirmed as refused:
            return refused

    results = in_threads(
        lambda: decide(users[0], "2", students), lambda: decide(users[1], "4", list(reversed(students)))
    )
    (refused,) = [r for r in results if isinstance(r, NotConfirmed)]
    (confirmed,) = [r for r in results if isinstance(r, list)]
    assert {p.level_name[-1] for p in refused.problems} == {confirmed[0].level}
    assert len(refused.problems) == STUDENTS
    with at_school(school.id):
        assert [row.level for row in feed(school, reader="kamar").rows] == [confirmed[0].level] * STUDENTS


def test_the_same_first_decision_at_the_same_moment_is_made_once(stage):
    school, cycle, users, students = stage
    start = threading.Barrier(WRITERS)

    def decide(user):
        with at_school(school.id):
            start.wait(timeout=10)
            return confirm(school, user, [Entry(s.id, "3") for s in students], area="reading", cycle=cycle)

    results = in_threads(*[lambda user=user: decide(user) for user in users])
    actions = sorted(o.action for outcomes in results for o in outcomes)
    assert actions == [Action.CONFIRMED] * STUDENTS + [Action.UNCHANGED] * STUDENTS * (WRITERS - 1)
    with at_school(school.id):
        assert head(school) == STUDENTS


def test_a_confirmation_that_is_rolled_back_leaves_no_gap(stage):
    school, cycle, users, students = stage
    for student, fails in zip(students, (False, True, False, True, False), strict=True):
        try:
            with at_school(school.id):
                confirm(school, users[0], [Entry(student.id, "3")], area="reading", cycle=cycle)
                if fails:
                    raise RuntimeError("the machine went away")
        except RuntimeError:
            continue
    with at_school(school.id):
        assert [row.cursor for row in feed(school, reader="kamar").rows] == [1, 2, 3]
