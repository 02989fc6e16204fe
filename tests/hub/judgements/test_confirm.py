"""Confirming: who may, when, and what is written."""

from datetime import UTC, date, datetime

import pytest

from openpact.hub.accounts.models import Access
from openpact.hub.judgements import errors
from openpact.hub.judgements.feed import current, feed
from openpact.hub.judgements.models import Judgement, JudgementVersion
from openpact.hub.judgements.services import Action, Entry, confirm, people_with_judgements
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Membership, Person
from openpact.hub.schools.models import Cycle

from .people import add_people


@pytest.fixture
def decide(school, cycle):
    def decide(user, *entries, area="reading", cycle=cycle, reason=""):
        with at_school(school.id, user_id=user.id):
            return confirm(school, user, list(entries), area=area, cycle=cycle, reason=reason)

    return decide


def problems(caught) -> list[type]:
    return [type(p) for p in caught.value.problems]


def test_a_class_is_confirmed_at_once_in_the_order_given(school, linked, students, decide):
    outcomes = decide(linked, *[Entry(s.id, level) for s, level in zip(students, "324", strict=True)])
    assert [(o.person_id, o.version, o.level, o.action) for o in outcomes] == [
        (s.id, 1, level, Action.CONFIRMED) for s, level in zip(students, "324", strict=True)
    ]
    with at_school(school.id):
        assert Judgement.objects.count() == JudgementVersion.objects.count() == 3
        rows = feed(school, reader="kamar").rows
    assert [(r.cursor, r.person_id, r.level) for r in rows] == [(1, "s1", "3"), (2, "s2", "2"), (3, "s3", "4")]
    assert {r.judged_on for r in rows} == {date(2026, 6, 10)}


def test_the_day_of_a_judgement_is_the_schools_own(school, linked, students, decide, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 6, 10, 13, 0, tzinfo=UTC))
    decide(linked, Entry(students[0].id, "3"))
    with at_school(school.id):
        assert feed(school, reader="kamar").rows[0].judged_on == date(2026, 6, 11)


def test_a_change_is_a_new_version_and_the_old_one_stays(school, linked, students, decide):
    student = students[0]
    (first,) = decide(linked, Entry(student.id, "3"))
    (second,) = decide(linked, Entry(student.id, "4", seen_version=1, reason="A second task showed more."))
    assert (first.judgement_id, second.version) == (second.judgement_id, 2)
    with at_school(school.id):
        versions = list(JudgementVersion.objects.values_list("version", "level", "reason"))
        assert versions == [(1, "3", ""), (2, "4", "A second task showed more.")]
        assert Judgement.objects.get().level == "4"


def test_the_same_level_again_writes_nothing(school, linked, students, decide):
    decide(linked, Entry(students[0].id, "3"))
    (again,) = decide(linked, Entry(students[0].id, "3", seen_version=1))
    assert (again.action, again.version) == (Action.UNCHANGED, 1)
    with at_school(school.id):
        assert JudgementVersion.objects.count() == len(feed(school, reader="kamar").rows) == 1


def test_a_form_sent_twice_is_confirmed_once(school, linked, students, decide):
    entries = [Entry(s.id, "2") for s in students]
    decide(linked, *entries)
    assert {o.action for o in decide(linked, *entries)} == {Action.UNCHANGED}


def test_a_reason_for_all_serves_entries_without_their_own(school, linked, students, decide):
    decide(linked, *[Entry(s.id, "3") for s in students[:2]])
    decide(
        linked,
        Entry(students[0].id, "4", 1),
        Entry(students[1].id, "2", 1, reason="Own reason"),
        reason="Moderated",
    )
    with at_school(school.id):
        assert [r.reason for r in feed(school, reader="kamar").rows] == ["", "", "Moderated", "Own reason"]


def test_one_problem_stops_the_whole_and_every_problem_is_named(school, linked, students, other_class, decide):
    decide(linked, Entry(students[0].id, "3"))
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(
            linked,
            Entry(students[0].id, "4", seen_version=1),
            Entry(students[1].id, "9"),
            Entry(students[2].id, "3"),
            Entry(other_class[0].id, "3"),
        )
    assert problems(caught) == [errors.ReasonNeeded, errors.UnknownLevel, errors.NotYours]
    with at_school(school.id):
        assert JudgementVersion.objects.count() == 1


def test_what_a_colleague_decided_meanwhile_is_not_overwritten(school, linked, colleague, students, decide):
    decide(colleague, Entry(students[0].id, "2"))
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(linked, Entry(students[0].id, "4", seen_version=0, reason="I saw more"))
    (problem,) = caught.value.problems
    assert isinstance(problem, errors.Conflict)
    assert (problem.by, problem.level_name, problem.version) == ("Kiri Colleague", "Curriculum level 2", 1)
    decide(linked, Entry(students[0].id, "4", seen_version=1, reason="I saw more"))


def test_a_teacher_judges_only_their_own_groups(linked, other_class, decide):
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(linked, Entry(other_class[0].id, "3"))
    assert problems(caught) == [errors.NotYours]


@pytest.mark.parametrize("how", [{"listed": False}, {"hidden": True}])
def test_a_group_that_has_gone_or_is_hidden_gives_no_right(school, linked, students, room, decide, how):
    with at_school(school.id):
        Group.objects.filter(id=room.id).update(**how)
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(linked, Entry(students[0].id, "3"))
    assert problems(caught) == [errors.NotYours]


def test_a_teacher_who_is_not_linked_judges_nobody(teacher, students, decide):
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(teacher, Entry(students[0].id, "3"))
    assert problems(caught) == [errors.NotYours]


def test_an_administrator_judges_any_student(administrator, other_class, decide):
    assert decide(administrator, Entry(other_class[0].id, "3"))[0].version == 1


def test_somebody_without_access_confirms_nothing(stranger, neighbours_administrator, students, decide):
    for user in (stranger, neighbours_administrator):
        with pytest.raises(errors.NoAccess):
            decide(user, Entry(students[0].id, "3"))


def test_a_teacher_who_has_left_confirms_nothing(school, linked, students, decide):
    with at_school(school.id):
        Person.objects.filter(id=Access.objects.get(user=linked).person_id).update(active=False)
    with pytest.raises(errors.NoAccess):
        decide(linked, Entry(students[0].id, "3"))


def test_only_students_of_now_are_judged(school, neighbour, administrator, students, decide):
    with at_school(neighbour.id):
        (elsewhere,) = add_people(neighbour, "Far Away")
    with at_school(school.id):
        (parent,) = add_people(school, "Pat Parent", role=Person.Role.PARENT_CAREGIVER)
        Person.objects.filter(id=students[0].id).update(active=False)
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(administrator, Entry(students[0].id, "3"), Entry(parent.id, "3"), Entry(elsewhere.id, "3"))
    assert problems(caught) == [errors.NotAStudentNow] * 3


@pytest.mark.parametrize("moment", [datetime(2026, 2, 1, 10, 0, tzinfo=UTC), datetime(2026, 7, 19, 12, 0, tzinfo=UTC)])
def test_a_teacher_cannot_judge_while_the_cycle_is_closed(moment, linked, students, decide, monkeypatch):
    """In Auckland it is 1 February, and the first minute of 20 July."""
    monkeypatch.setattr(clock, "now", lambda: moment)
    with pytest.raises(errors.CycleNotOpen, match="is open from 2 February 2026 to 19 July 2026"):
        decide(linked, Entry(students[0].id, "3"))


@pytest.mark.parametrize("moment", [datetime(2026, 2, 1, 11, 0, tzinfo=UTC), datetime(2026, 7, 19, 11, 59, tzinfo=UTC)])
def test_the_first_and_the_last_day_belong_to_the_cycle(moment, linked, students, decide, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: moment)
    assert decide(linked, Entry(students[0].id, "3"))[0].version == 1


def test_an_administrator_judges_in_a_closed_cycle(administrator, students, decide, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 1, tzinfo=UTC))
    assert decide(administrator, Entry(students[0].id, "3"))[0].version == 1


def test_another_schools_cycle_is_refused(neighbour, administrator, students, decide):
    with at_school(neighbour.id):
        theirs = Cycle.objects.first()
    with pytest.raises(ValueError, match="another school's"):
        decide(administrator, Entry(students[0].id, "3"), cycle=theirs)


def test_what_no_page_sends_is_a_mistake_of_the_caller(administrator, students, decide):
    with pytest.raises(ValueError, match="twice"):
        decide(administrator, Entry(students[0].id, "3"), Entry(students[0].id, "4"))
    with pytest.raises(ValueError, match="learning area"):
        decide(administrator, Entry(students[0].id, "3"), area="art")


def test_a_big_class_takes_no_more_statements_than_one_student(
    school, administrator, room, students, cycle, django_assert_max_num_queries
):
    with at_school(school.id):
        many = add_people(school, *[f"Student {i}" for i in range(60)], group=room)
        with django_assert_max_num_queries(14):
            confirm(school, administrator, [Entry(s.id, "3") for s in many], area="writing", cycle=cycle)


def test_who_has_judgements_is_known_even_after_leaving(school, linked, students, decide):
    decide(linked, Entry(students[0].id, "3"))
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(active=False)
        Membership.objects.filter(person=students[0]).delete()
        assert people_with_judgements(school) == {students[0].id}
        assert len(current(school)) == 1
