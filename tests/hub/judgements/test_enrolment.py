"""A school may judge only students who are enrolled: enforced on confirming, shown on the screen before."""

import re
from datetime import date

import pytest

from openpact.hub.judgements import completion, queries
from openpact.hub.judgements.errors import NotConfirmed, NotEnrolled
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.models import Register
from tests.hub.conftest import signed_in
from tests.hub.register.people import enrol_in_sms, named, stands

TODAY = date(2026, 6, 10)


@pytest.fixture
def students(school, room):
    """Enrolled; left yesterday; never heard of."""
    made = enrol_in_sms(school, 1, 2, 3, group=room)
    stands(school, named(1), named(2, leave_date=date(2026, 6, 9)), as_of=TODAY)
    return made


@pytest.fixture
def needed(school, students):
    with at_school(school.id):
        Register.objects.update(judging_needs_enrolment=True)


@pytest.fixture
def decide(school, cycle):
    def decide(user, *entries, area="reading"):
        with at_school(school.id, user_id=user.id):
            return confirm(school, user, list(entries), area=area, cycle=cycle)

    return decide


def problems(decide, user, *entries) -> list:
    with pytest.raises(NotConfirmed) as refused:
        decide(user, *entries)
    return list(refused.value.problems)


def page(user, room) -> str:
    answer = signed_in(user).get(f"/schools/7999/judge/{room.id}/")
    assert answer.status_code == 200
    return re.sub(r"\s+", " ", answer.content.decode())


def test_unless_the_school_says_otherwise_every_student_is_judged(linked, students, decide):
    assert len(decide(linked, *(Entry(s.id, "3") for s in students))) == 3


def test_where_it_is_needed_only_who_is_enrolled_today_is_judged(school, linked, students, needed, decide):
    enrolled, left, unknown = students
    found = problems(decide, linked, *(Entry(s.id, "3") for s in students))
    assert found == [NotEnrolled(left.id), NotEnrolled(unknown.id)]
    assert "your school judges only students who are" in found[0].message
    with at_school(school.id):
        assert not Judgement.objects.exists()
    decide(linked, Entry(enrolled.id, "3"))


def test_it_holds_for_administrators_too(administrator, students, needed, decide):
    assert problems(decide, administrator, Entry(students[2].id, "3")) == [NotEnrolled(students[2].id)]


def test_a_judgement_that_stands_may_be_withdrawn_but_gets_no_other_level(school, linked, students, decide):
    decide(linked, Entry(students[1].id, "3"))
    with at_school(school.id):
        Register.objects.update(judging_needs_enrolment=True)
    assert problems(decide, linked, Entry(students[1].id, "4", 1, "a second task")) == [NotEnrolled(students[1].id)]
    decide(linked, Entry(students[1].id, "3", 1))
    (outcome,) = decide(linked, Entry(students[1].id, "", 1, "not ours any more"))
    assert outcome.version == 2


def test_the_screen_says_beforehand_who_cannot_be_judged(linked, administrator, students, needed, room):
    html = page(linked, room)
    assert "2 students here are not enrolled today" in html
    assert html.count("Not enrolled: cannot be judged") == 2
    for student, disabled in zip(students, (False, True, True), strict=True):
        row = html.split(f'id="student-{student.id}"')[1].split("</li>")[0]
        assert ("<fieldset disabled" in row) == disabled
    assert "?tab=sms" not in html
    assert "?tab=sms" in page(administrator, room)


def test_the_screen_leaves_withdrawing_open_where_a_judgement_stands(school, linked, students, room, decide):
    decide(linked, Entry(students[1].id, "3"))
    with at_school(school.id):
        Register.objects.update(judging_needs_enrolment=True)
    row = page(linked, room).split(f'id="student-{students[1].id}"')[1].split("</li>")[0]
    assert "<fieldset disabled" not in row
    assert "Not enrolled: can only be withdrawn" in row
    choices = dict(re.findall(r'type="radio"[^>]* value="([^"]*)"([^>]*)>', row))
    assert {value for value, more in choices.items() if "disabled" not in more} == {"3", "withdraw"}


def test_the_screen_says_nothing_where_it_is_not_needed(linked, students, room):
    assert "Not enrolled" not in page(linked, room)


def test_who_cannot_be_judged_is_not_waited_for(school, linked, students, needed, room, cycle, decide):
    for area in ("reading", "writing", "mathematics"):
        decide(linked, Entry(students[0].id, "3"), area=area)
    with at_school(school.id):
        (line,) = queries.progress([room], cycle)
        assert (line.students, line.complete) == (1, True)
        assert completion.of_school(school, cycle).percent == 100
