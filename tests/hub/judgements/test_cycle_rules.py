"""What a cycle covers, honoured when judgements are confirmed and on the pages on which they are."""

import re

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.judgements import errors, queries
from openpact.hub.judgements.models import Judgement
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import Cycle
from tests.hub.conftest import signed_in

from .people import add_people

JUDGE = "/schools/7999/judge/"


@pytest.fixture
def decide(school, cycle):
    def decide(user, *entries, area="reading"):
        with at_school(school.id, user_id=user.id):
            return confirm(school, user, list(entries), area=area, cycle=cycle)

    return decide


@pytest.fixture
def covers(school, cycle):
    """What the interim cycle covers from now on."""

    def covers(**what) -> None:
        with at_school(school.id):
            Cycle.objects.filter(id=cycle.id).update(**what)
        for name, value in what.items():
            setattr(cycle, name, value)

    return covers


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


@pytest.mark.parametrize("who", ["linked", "administrator"])
def test_a_learning_area_that_is_not_of_the_cycle_is_judged_by_nobody(request, who, linked, students, covers, decide):
    covers(areas=["reading", "mathematics"])
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(request.getfixturevalue(who), Entry(students[0].id, "3"), area="writing")
    (problem,) = caught.value.problems
    assert problem.message == (
        "Interim 2026 is for Reading, Mathematics only. Judge out of cycle instead, or ask your PaCT administrator to"
        " change the cycle."
    )


def test_a_student_of_another_year_level_is_not_judged_in_it(linked, students, covers, in_year, decide):
    covers(years=[7, 8])
    in_year(9, students[0])
    in_year(8, students[1])
    with pytest.raises(errors.NotConfirmed) as caught:
        decide(linked, *[Entry(student.id, "3") for student in students])
    (problem,) = caught.value.problems
    assert problem.person_id == students[0].id
    assert problem.message.startswith("This student is in year 9; Interim 2026 is for Years 7-8.")


def test_a_student_whose_year_level_nobody_knows_is_judged(linked, students, covers, decide):
    covers(years=[7])
    assert decide(linked, Entry(students[0].id, "3"))[0].version == 1


def test_what_stands_is_changed_and_withdrawn_whatever_the_cycle_covers_now(linked, students, covers, in_year, decide):
    decide(linked, Entry(students[0].id, "3"))
    covers(areas=["writing"], years=[7])
    in_year(9, students[0])
    assert decide(linked, Entry(students[0].id, "4", 1, "Moderated"))[0].version == 2
    assert decide(linked, Entry(students[0].id, "", 2, "Wrong student"))[0].level == ""


def test_only_students_and_areas_of_the_cycle_count_in_how_far_a_class_is(
    school, room, linked, students, covers, in_year, decide, cycle
):
    covers(areas=["reading", "writing"], years=[7, 8])
    in_year(9, students[0])
    decide(linked, Entry(students[1].id, "3"))
    with at_school(school.id):
        (progress,) = queries.progress([room], cycle)
    assert [(done.area, done.confirmed, done.students) for done in progress.areas] == [
        ("reading", 1, 2),
        ("writing", 0, 2),
    ]


def test_a_class_is_shown_in_the_areas_of_the_cycle(linked, students, covers, room):
    covers(areas=["mathematics"])
    html = text(signed_in(linked).get(f"{JUDGE}{room.id}/", {"area": "reading"}))
    assert "<title>Room 1: Mathematics" in html
    assert "Writing" not in html
    assert "Writing</th>" not in text(signed_in(linked).get(JUDGE))


def test_a_student_of_another_year_level_is_shown_and_cannot_be_chosen(linked, students, covers, in_year, room):
    covers(years=[7, 8])
    in_year(9, students[0])
    html = text(signed_in(linked).get(f"{JUDGE}{room.id}/"))
    assert html.count("<fieldset disabled") == 1
    assert "Year 9: not asked for in Interim 2026" in html
    assert "does not know the year level of 2 students here, who can be judged all the same" in html


def test_where_a_cycle_covers_the_whole_school_nothing_is_said_of_year_levels(linked, students, covers, room):
    covers(years=list(range(7, 16)))
    assert "does not know the year level" not in text(signed_in(linked).get(f"{JUDGE}{room.id}/"))


def test_year_levels_take_a_class_no_more_queries_than_its_students(
    school, linked, students, covers, in_year, room, django_assert_max_num_queries
):
    covers(years=[7, 8])
    with at_school(school.id):
        many = add_people(school, *[f"Student {i}" for i in range(25)], group=room)
    in_year(9, *many)
    client = signed_in(linked)
    with django_assert_max_num_queries(32):
        html = text(client.get(f"{JUDGE}{room.id}/"))
    assert html.count("not asked for in Interim 2026") == 25


def test_confirming_is_told_to_the_audit_with_names_where_something_changed(school, linked, students, decide):
    decide(linked, *[Entry(student.id, "3") for student in students])
    decide(linked, Entry(students[0].id, "4", 1, "Moderated"), Entry(students[1].id, "", 1, "Wrong student"))
    decide(linked, Entry(students[2].id, "3", 1))
    with at_school(school.id):
        lines = list(Line.objects.filter(area="judgements").order_by("id"))
    assert [line.words for line in lines] == [
        "Confirmed 3 judgements (Reading, Interim 2026).",
        "Changed that of Anahera Parata; withdrew that of Ben Smith (Reading, Interim 2026).",
    ]
    assert {line.by_id for line in lines} == {linked.id}


def test_what_was_refused_is_not_told_to_the_audit(school, linked, students, decide):
    with pytest.raises(errors.NotConfirmed):
        decide(linked, Entry(students[0].id, "9"))
    with at_school(school.id):
        assert not Line.objects.exists()
        assert not Judgement.objects.exists()
