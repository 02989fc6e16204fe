"""What the demo plays through before anybody opens it: three weeks of a school's term, as PaCT has them afterwards.

First of the folder: nobody has done anything yet.
"""

from datetime import timedelta

import pytest

from openpact import clock
from openpact.demo import cast
from openpact.demo.aspects import EXEMPLARS
from openpact.demo.play import WEEKS
from openpact.demo.schools import NEW_SCHOOL, SCHOOLS

SCHOOL = next(s for s in SCHOOLS if any(p.sms_id == cast.CAME_BACK for p in s.people()) and s.linked)


@pytest.fixture
def ask(database):
    return lambda statement: database.execute(statement, {"number": SCHOOL.number, "who": cast.CAME_BACK}).fetchall()


OURS = "school_id = (SELECT id FROM schools_school WHERE number = %(number)s)"


def test_it_is_a_few_weeks_into_the_term(ask):
    uploads = ask(
        f"SELECT received_at, trigger, state FROM sms_exchange WHERE {OURS} AND direction = 'upload' ORDER BY 1"
    )
    first, *nightly = uploads
    assert (first[1], first[2]) == ("first", "applied")
    ago = clock.now() - first[0]
    assert timedelta(weeks=WEEKS) <= ago < timedelta(weeks=WEEKS, hours=1)
    assert {trigger for _, trigger, _ in nightly} == {"automatic"}
    assert {state for *_, state in nightly} <= {"applied", "unchanged"}
    assert len({at.date() for at, *_ in nightly}) == len(nightly) >= 7 * WEEKS - 1
    assert max(at for at, *_ in uploads) <= clock.now()


def test_somebody_left_and_came_back(ask):
    events = ask(
        "SELECT c.action FROM roster_rosterchange AS c JOIN roster_person AS p ON p.id = c.person_id"
        " WHERE c.what = 'person' AND p.sms_id = %(who)s ORDER BY c.id"
    )
    assert [action for (action,) in events if action in ("joins", "leaves", "returns")] == [
        "joins",
        "leaves",
        "returns",
    ]
    assert ask(f"SELECT active FROM roster_person WHERE {OURS} AND sms_id = %(who)s") == [(True,)]


def test_a_teacher_is_in_and_what_was_judged_has_gone_to_the_sms(ask):
    assert ask(f"SELECT 1 FROM accounts_access WHERE {OURS} AND role = 'teacher' AND person_id IS NOT NULL")
    ((judged,),) = ask(f"SELECT count(*) FROM judgements_feedrow WHERE {OURS}")
    assert judged >= 5
    ((acknowledged,),) = ask(f"SELECT max(acknowledged) FROM judgements_feedcursor WHERE {OURS}")
    assert acknowledged == judged


def test_its_office_has_nothing_left_to_set_up(ask):
    assert ask("SELECT set_up_at IS NOT NULL FROM schools_school WHERE number = %(number)s") == [(True,)]


def test_a_class_was_judged_by_aspects_and_not_all_alike(ask):
    ((judged, scores),) = ask(
        f"SELECT count(*), count(DISTINCT v.score) FROM judgements_judgementversion AS v WHERE v.{OURS}"
        " AND v.score BETWEEN v.score_low AND v.score_high AND v.recommended = v.level AND v.aspects <> '{}'"
    )
    assert judged >= 10
    assert scores >= 5


def test_sets_have_exemplars_beside_them(ask):
    assert len(ask(f"SELECT title FROM judgements_exemplar WHERE {OURS}")) == len(EXEMPLARS)


def test_every_school_but_the_new_one_is_linked(ask):
    linked = ask("SELECT s.number FROM sms_connection AS c JOIN schools_school AS s ON s.id = c.school_id")
    assert {number for (number,) in linked} == {school.number for school in SCHOOLS} - {NEW_SCHOOL.number}
