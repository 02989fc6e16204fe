"""Whether only students who are enrolled are judged: off until a school says otherwise, with what it would mean."""

from datetime import date

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school
from openpact.hub.register import judging
from openpact.hub.register.services import needs_enrolment, not_enrolled

from .people import enrol_in_sms, named, stands

SETTINGS, CHOOSE = "/schools/7999/manage/register/settings/", "/schools/7999/manage/register/judging/"


def needed(school) -> bool:
    with at_school(school.id):
        return needs_enrolment(school)


def test_it_is_not_needed_at_first(school):
    assert not needed(school)


def test_without_a_register_it_cannot_be_switched_on_since_nobody_could_be_judged(school, administrator, office):
    with at_school(school.id), pytest.raises(judging.NoRegister):
        judging.choose(school, administrator, needed=True)
    page = office.post(CHOOSE, {"needed": "yes"}, follow=True).content.decode()
    assert "There is no register yet, so nobody could be judged." in page
    assert not needed(school)


def test_switching_it_on_says_first_how_many_students_that_affects(school, students, office):
    stands(school, named(1), named(2), named(3))
    page = office.get(SETTINGS).content.decode()
    assert "If only enrolled students were judged, 2 students could not be judged today." in page
    page = office.post(CHOOSE, {"needed": "yes"}, follow=True).content.decode()
    assert "2 students of your SMS are not enrolled today, and cannot be judged." in page
    assert needed(school)
    office.post(CHOOSE, {"needed": "no"})
    assert not needed(school)


def test_the_choice_is_in_the_audit_once_however_often_it_is_made(school, students, administrator):
    stands(school, named(1), named(2), named(3), named(4))
    with at_school(school.id):
        for wanted in (True, True, False, False):
            judging.choose(school, administrator, needed=wanted)
        lines = list(Line.objects.filter(area="register", by=administrator).values_list("words", flat=True))
    assert lines == [
        "From now on students are judged whether enrolled or not.",
        "From now on only enrolled students are judged: 1 student of the SMS is not enrolled now.",
    ]


def test_enrolled_are_those_who_have_started_and_not_left_today(school, students):
    no_nsn, staying = enrol_in_sms(school, 6, nsn="", student_id=None)[0], students[0]
    stands(
        school,
        named(1, start_date=date(2026, 8, 12)),
        named(2, start_date=date(2026, 8, 13)),
        named(3, leave_date=date(2026, 8, 12)),
        named(4, leave_date=date(2026, 8, 11)),
    )
    with at_school(school.id):
        missing = not_enrolled(school, [*(one.id for one in students), no_nsn.id])
    assert missing == {students[1].id, students[3].id, students[4].id, no_nsn.id}
    assert staying.id not in missing


def test_a_neighbour_does_not_choose_for_the_school(school, neighbours_administrator):
    from ..conftest import signed_in

    assert signed_in(neighbours_administrator).post(CHOOSE, {"needed": "yes"}).status_code == 404
