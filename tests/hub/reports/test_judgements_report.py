"""Reports > Judgements: one list of them, for whoever may see them."""

import re

import pytest

from openpact.hub.judgements.placing import Placement, place
from openpact.hub.judgements.services import Entry, confirm
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Person
from openpact.hub.schools.models import Cycle
from openpact.hub.schools.services import out_of_cycle
from openpact.scale import load
from tests.hub.conftest import signed_in
from tests.hub.judgements.people import add_people

LIST = "/schools/7999/reports/judgements/"
KEYS = [aspect.key for aspect in load().current("mathematics").framework.aspects]


@pytest.fixture
def some(school, administrator, students, other_class, cycle, in_year):
    """Reading for Room 1 and Room 2, one changed, and mathematics for one."""
    in_year(9, students[0])
    with at_school(school.id):
        everybody = [*students, *other_class]
        confirm(school, administrator, [Entry(s.id, "3") for s in everybody], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[0].id, "4", 1, "Moderated")], area="reading", cycle=cycle)
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[1].id, "2")], area="mathematics", cycle=cycle)


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def rows_of(html: str) -> int:
    return html.count('<th scope="row"')


def file_of(client, **query) -> list[str]:
    body = b"".join(client.get(LIST, {"as": "csv", **query})).decode("utf-8-sig")
    return [row for row in body.split("\r\n") if row]


def test_before_the_first_judgement_it_says_what_will_stand_there(office):
    assert "No judgements yet" in text(office.get(LIST))


@pytest.mark.parametrize("who", ["administrator", "leader", "reader"])
def test_whoever_sees_all_sees_every_judgement_as_it_stands(request, who, some):
    html = text(signed_in(request.getfixturevalue(who)).get(LIST))
    assert rows_of(html) == 6
    assert html.count("version 2") == 1


def test_a_row_says_whose_where_what_by_whom_and_when(office, some):
    rows = file_of(office, sort="student")
    assert rows[0] == "Student,Class,Year,Learning area,Cycle,Level,Score,From,To,Recommended,Reason,Judge,Date"
    assert "Anahera Parata,Room 1,9,Reading,Interim 2026,4,,,,,Moderated,Mere Office,2026-06-10" in rows
    assert [row.split(",")[0] for row in rows[1:]] == [
        "Cora Ngata", "Anahera Parata", "Dilraj Singh", "Ben Smith", "Ben Smith", "Elena Tui",
    ]  # fmt: skip


@pytest.fixture
def by_aspects(school, administrator, students, cycle):
    """by_aspects(level, because) judges a student's mathematics by aspects that recommend level 3."""

    def by_aspects(level, because="", student=students[0]):
        chosen = [Placement(student.id, key, 4) for key in KEYS]
        with at_school(school.id):
            place(school, administrator, chosen, area="mathematics", cycle=cycle)
            entry = Entry(student.id, level, reason=because)
            confirm(school, administrator, [entry], area="mathematics", cycle=cycle)

    return by_aspects


def test_one_made_with_aspects_says_its_score_with_the_range_and_where_it_differs(office, some, by_aspects):
    by_aspects("4", "His project shows more")
    score = load().current("mathematics").score(dict.fromkeys(KEYS, 4))
    html = text(office.get(LIST, {"sort": "-score"}))
    first = html[html.index('<th scope="row"') :]
    assert (
        f'{score.points} <span class="text-secondary">({score.low}–{score.high})</span>' in first.partition("</tr>")[0]
    )
    assert html.count(">differs</span>") == 1
    assert "Standard" not in html
    row = file_of(office, sort="-score")[1]
    said = f"Interim 2026,4,{score.points},{score.low},{score.high},3,His project shows more,Mere Office"
    assert row.startswith("Anahera Parata,Room 1,9,Mathematics,")
    assert said in row


def test_standards_are_a_column_where_the_school_reports_them(school, office, some, students, in_year, by_aspects):
    with at_school(school.id):
        school.reports_standards = True
        school.save(update_fields=["reports_standards"])
    in_year(8, students[2])
    by_aspects("3", student=students[2])
    rows = file_of(office, sort="-score")
    assert "Recommended,Standard,Reason" in rows[0]
    assert ",3,Well below,," in rows[1]
    assert '<td data-label="Standard">Well below</td>' in text(office.get(LIST, {"sort": "-score"}))


def test_a_teacher_sees_those_of_their_own_students(school, linked, some, students):
    client = signed_in(linked)
    html = text(client.get(LIST))
    assert rows_of(html) == 4
    assert "Dilraj" not in html
    assert "Room 2" not in html
    assert len(file_of(client)) == 5
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(active=False)
    assert rows_of(text(client.get(LIST))) == 3


def test_who_left_stays_in_the_schools_list(school, office, some, students):
    with at_school(school.id):
        Person.objects.filter(id=students[0].id).update(active=False)
    html = text(office.get(LIST))
    assert rows_of(html) == 6
    assert ">left</span>" in html


def test_the_list_is_narrowed_by_cycle_area_and_class(school, office, some, room, cycle):
    with at_school(school.id):
        final = Cycle.objects.get(kind="final")
    assert rows_of(text(office.get(LIST, {"area": "mathematics"}))) == 1
    assert rows_of(text(office.get(LIST, {"class": room.id, "area": "reading", "cycle": cycle.id}))) == 3
    assert "None of these" in text(office.get(LIST, {"cycle": final.id}))
    assert rows_of(text(office.get(LIST, {"cycle": "x", "area": "art", "class": "-1"}))) == 6
    assert len(file_of(office, area="mathematics")) == 2


def test_a_teacher_cannot_narrow_it_to_anothers_class(school, linked, some):
    with at_school(school.id):
        theirs = Group.objects.get(name="Room 2")
    html = text(signed_in(linked).get(LIST, {"class": theirs.id}))
    assert "Dilraj" not in html


def test_judgements_out_of_cycle_are_among_them(school, office, linked, students, some):
    with at_school(school.id):
        made = out_of_cycle(school)
        confirm(school, linked, [Entry(students[0].id, "5")], area="writing", cycle=made)
    assert rows_of(text(office.get(LIST, {"cycle": made.id}))) == 1


def test_a_search_finds_a_student_or_a_judge(office, some):
    assert rows_of(text(office.post(LIST, {"search": "anahera"}, follow=True))) == 1
    assert rows_of(text(office.post(LIST, {"search": "mere office"}, follow=True))) == 6


@pytest.mark.parametrize(
    ("sort", "first"), [("class", ",Room 1,"), ("-class", ",Room 10,"), ("level", ",2,"), ("-level", ",4,")]
)
def test_columns_sort_as_people_count(school, office, administrator, some, cycle, sort, first):
    with at_school(school.id):
        ten = Group.objects.create(school=school, name="Room 10", is_home=True)
        (tenth,) = add_people(school, "Zara Zed", group=ten)
        confirm(school, administrator, [Entry(tenth.id, "3")], area="reading", cycle=cycle)
    assert first in file_of(office, sort=sort)[1]


def test_every_column_but_the_year_level_sorts_both_ways(office, some):
    html = text(office.get(LIST))
    for column in ("student", "class", "area", "cycle", "level", "score", "recommended", "judge"):
        assert f"?sort={column}" in html
        assert rows_of(text(office.get(LIST, {"sort": column}))) == 6
        assert rows_of(text(office.get(LIST, {"sort": f"-{column}"}))) == 6
    assert "?sort=year" not in html


def test_a_withdrawn_one_is_listed_as_such(school, office, administrator, some, students, cycle):
    with at_school(school.id):
        confirm(school, administrator, [Entry(students[0].id, "", 2, "Wrong")], area="reading", cycle=cycle)
    assert "Withdrawn" in text(office.get(LIST))
    assert any(",withdrawn," in row for row in file_of(office))


def test_three_hundred_judgements_take_no_more_queries(
    school, office, administrator, some, cycle, django_assert_max_num_queries
):
    with at_school(school.id):
        group = Group.objects.create(school=school, name="Senior")
        many = add_people(school, *[f"Student {i}" for i in range(300)], group=group)
        confirm(school, administrator, [Entry(s.id, "3") for s in many], area="writing", cycle=cycle)
    with django_assert_max_num_queries(24):
        html = text(office.get(LIST, {"area": "writing", "page": 2}))
    assert rows_of(html) == 50
    assert "51 to 100 of 300 judgements" in html
    assert "area=writing" in html
    with django_assert_max_num_queries(24):
        assert len(file_of(office, area="writing")) == 301


def test_the_file_for_the_sms_is_offered_to_who_may_take_it(leader, reader, linked, some):
    assert "/manage/judgements.csv" in text(signed_in(leader).get(LIST))
    for user in (reader, linked):
        assert "/manage/judgements.csv" not in text(signed_in(user).get(LIST))
