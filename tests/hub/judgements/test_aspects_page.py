"""The class's aspects on one screen: the form, what its script sends and gets, and unlocking."""

import json
import re

import pytest

from openpact.hub.judgements.models import AspectJudgement, Judgement, JudgementVersion, Sheet
from openpact.hub.platform.tenancy import at_school
from openpact.scale import load
from tests.hub.conftest import signed_in

from .people import add_people

FRAMEWORK = load().current("mathematics").framework
KEYS = [aspect.key for aspect in FRAMEWORK.aspects]
#: What every aspect at set 4 recommends.
LEVEL = load().current("mathematics").score(dict.fromkeys(KEYS, 4)).level
QUERY = "?area=mathematics"


@pytest.fixture
def page(linked):
    return signed_in(linked)


@pytest.fixture
def address(room):
    return f"/schools/7999/judge/{room.id}/aspects/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def field(student, aspect, **fields):
    """The fields of one aspect of a student, as a browser sends them."""
    return {f"{name.rstrip('_')}-{student.id}-{aspect}": str(value) for name, value in fields.items()}


def sent(client, address, *placements, status=200):
    body = {"placements": [dict(zip(("student", "aspect", "set", "seen"), each, strict=True)) for each in placements]}
    answer = client.post(f"{address}place/{QUERY}", json.dumps(body), content_type="application/json")
    assert answer.status_code == status
    return answer.json()


def place_all(client, address, student, number=4):
    return sent(client, address, *[(student.id, key, number, 0) for key in KEYS])


def test_a_class_has_a_row_for_every_student_and_a_tab_for_every_aspect(page, students, address):
    html = text(page.get(address + QUERY))
    assert html.count('class="aspect-row') == 3
    assert [key for key in KEYS if f'data-tab="{key}"' not in html] == []
    assert len(re.findall(r'data-tab="[^"]*" aria-current="true"', html)) == 1
    assert "Counts all" in html


def test_nothing_is_filled_in_beforehand(page, students, address):
    html = text(page.get(address + QUERY))
    assert re.findall(r'value="([^"]*)" checked', html) == [""] * (3 * len(KEYS))


def test_choosing_and_saving_is_one_form(page, school, students, address):
    fields = field(students[0], KEYS[0], set_=3, was="", seen=0) | field(students[1], KEYS[0], set_=0, was="", seen=0)
    assert "Saved 2 placements." in text(page.post(address + QUERY, fields, follow=True))
    with at_school(school.id):
        assert set(AspectJudgement.objects.values_list("sheet__person", "set")) == {
            (students[0].id, 3),
            (students[1].id, 0),
        }


def test_what_is_left_alone_overwrites_nobody(page, school, students, address, colleague):
    sent(signed_in(colleague), address, (students[0].id, KEYS[0], 5, 0))
    fields = field(students[0], KEYS[0], set_="", was="", seen=0)
    assert "Nothing was chosen" in text(page.post(address + QUERY, fields, follow=True))
    with at_school(school.id):
        assert AspectJudgement.objects.get().set == 5


def test_a_colleagues_choice_is_shown_and_ones_own_kept_below(page, students, address, colleague):
    sent(signed_in(colleague), address, (students[0].id, KEYS[0], 5, 0))
    fields = field(students[0], KEYS[0], set_=3, was="", seen=0)
    html = text(page.post(address + QUERY, fields), 422)
    assert "Kiri Colleague chose set 5 meanwhile" in html
    assert 'value="3" checked' in html


def test_the_script_gets_what_became_of_each_and_the_scores(page, students, address):
    said = place_all(page, address, students[0])
    assert {each["became"] for each in said["answers"]} == {"saved"}
    score = load().current("mathematics").score(dict.fromkeys(KEYS, 4))
    assert f"{score.low}–{score.high}" in said["scores"][str(students[0].id)]
    assert f"Confirm Level {LEVEL}" in said["scores"][str(students[0].id)]


def test_the_script_is_told_of_a_colleagues_choice(page, students, address, colleague):
    sent(signed_in(colleague), address, (students[0].id, KEYS[0], 5, 0))
    (answer,) = sent(page, address, (students[0].id, KEYS[0], 3, 0))["answers"]
    assert (answer["became"], answer["set"], answer["seen"]) == ("conflict", 5, 1)
    assert "Kiri Colleague" in answer["message"]


@pytest.mark.parametrize(
    "body",
    ["nothing", "{}", '{"placements": []}', '{"placements": [{"student": "1", "aspect": "x", "set": 1, "seen": 0}]}'],
)
def test_what_no_script_of_ours_sends_is_refused(page, students, address, body):
    answer = page.post(f"{address}place/{QUERY}", body, content_type="application/json")
    assert answer.status_code == 422
    assert answer.json()["message"]


def test_a_set_that_is_not_there_is_refused(page, school, students, address):
    sent(page, address, (students[0].id, KEYS[0], 42, 0), status=422)
    with at_school(school.id):
        assert not AspectJudgement.objects.exists()


@pytest.mark.parametrize("number", ["42", "abc", "-1"])
def test_a_forged_form_is_refused_in_words(page, school, students, address, number):
    fields = field(students[0], KEYS[0], set_=number, was="", seen=0)
    assert "nothing was saved" in text(page.post(address + QUERY, fields), 422)
    with at_school(school.id):
        assert not AspectJudgement.objects.exists()


def test_another_class_is_refused_student_by_student(page, students, other_class, address):
    (answer,) = sent(page, address, (other_class[0].id, KEYS[0], 3, 0))["answers"]
    assert answer["became"] == "refused"
    assert "none of your classes" in answer["message"]


def test_a_closed_cycle_saves_nothing_and_says_so(page, students, address, on, cycle):
    on(10, 8)
    query = f"{QUERY}&cycle={cycle.id}"
    body = {"placements": [{"student": students[0].id, "aspect": KEYS[0], "set": 3, "seen": 0}]}
    answer = page.post(f"{address}place/{query}", json.dumps(body), content_type="application/json")
    assert answer.status_code == 422
    assert "is open from" in answer.json()["message"]
    html = text(page.get(address + query))
    assert "data-reads" in html


def test_what_colleagues_choose_arrives_and_nothing_when_nothing_changed(page, students, address, colleague):
    mark = re.search(r'data-mark="([^"]*)"', text(page.get(address + QUERY)))[1]
    assert page.get(f"{address}state/{QUERY}&mark={mark}").status_code == 204
    sent(signed_in(colleague), address, (students[0].id, KEYS[0], 5, 0))
    now = page.get(f"{address}state/{QUERY}&mark={mark}").json()
    assert now["cells"] == [{"student": students[0].id, "aspect": KEYS[0], "set": 5, "seen": 1, "by": "Kiri Colleague"}]
    assert page.get(f"{address}state/{QUERY}&mark={now['mark']}").status_code == 204


def test_everybody_is_confirmed_as_recommended(page, school, students, address):
    for student in students[:2]:
        place_all(page, address, student)
    html = text(page.post(address + QUERY, {"confirm": "all"}, follow=True))
    assert "Confirmed 2 judgements as recommended." in html
    assert html.count(f"Level {LEVEL} confirmed") == 2
    with at_school(school.id):
        assert set(JudgementVersion.objects.values_list("level", "recommended")) == {(LEVEL, LEVEL)}


def test_one_student_is_confirmed(page, school, students, address):
    for student in students[:2]:
        place_all(page, address, student)
    page.post(address + QUERY, {"confirm": str(students[1].id)})
    with at_school(school.id):
        assert Judgement.objects.get().person_id == students[1].id


def test_an_unusual_aspect_is_pointed_out_kindly(page, students, address):
    sent(page, address, *[(students[0].id, key, 8 if key == KEYS[2] else 3, 0) for key in KEYS])
    assert "Patterns and relationships is unusually high beside the others: look again?" in text(
        page.get(address + QUERY)
    )


def test_unlocking_asks_why_and_can_be_taken_back(page, school, students, address):
    place_all(page, address, students[0])
    page.post(address + QUERY, {"confirm": "all"})
    unlock = f"{address}unlock/{students[0].id}/{QUERY}"
    assert "Say in a few words why" in text(page.post(unlock, {"because": " "}, follow=True))
    html = text(page.post(unlock, {"because": "A slip."}, follow=True))
    assert f"Unlocked; Level {LEVEL} counts until you confirm again" in html
    assert "Locked again" in text(page.post(unlock, {"again": "yes"}, follow=True))
    assert "nothing to unlock" in text(page.post(unlock, {"again": "yes"}, follow=True))
    with at_school(school.id):
        assert Sheet.objects.get(person=students[0]).locked


def test_one_student_and_every_aspect(page, students, address):
    html = text(page.get(f"{address}{QUERY}&student={students[1].id}"))
    assert 'data-mode="student"' in html
    shown = re.findall(r'<li class="aspect-row[^>]*data-student="(\d+)">', html)
    assert shown == [str(students[1].id)]


def test_what_was_chosen_in_an_earlier_cycle_is_shown_faintly(page, students, address, on):
    sent(page, address, (students[0].id, KEYS[0], 3, 0))
    html = text(page.get(f"{address}{QUERY}&cycle=out"))
    assert html.count("place-before") == 1
    assert re.search(r'place-before"><input [^>]*value="3"', html)


def test_a_reader_looks_and_changes_nothing(reader, students, address):
    client = signed_in(reader)
    html = text(client.get(address + QUERY))
    assert "data-reads" in html
    assert html.count("<fieldset") == html.count(" disabled") - html.count('tabindex="-1" disabled')
    assert client.post(f"{address}place/{QUERY}", "{}", content_type="application/json").status_code == 403


def test_strangers_and_other_classes_find_nothing(page, neighbours_administrator, school, other_class, address):
    assert signed_in(neighbours_administrator).get(address).status_code == 404
    with at_school(school.id):
        other = other_class[0].memberships.get().group_id
    assert page.get(f"/schools/7999/judge/{other}/aspects/").status_code == 404
    assert page.get(f"/schools/7999/judge/{other}/aspects/state/").status_code == 404


def test_a_class_of_28_takes_no_more_queries_than_one_of_3(
    page, school, room, students, address, django_assert_max_num_queries
):
    with django_assert_max_num_queries(40) as few:
        page.get(address + QUERY)
    at_most = len(few.captured_queries)
    with at_school(school.id):
        more = add_people(school, *[f"Student Number{n}" for n in range(25)], group=room, prefix="more")
    for student in more[:5]:
        place_all(page, address, student)
    with django_assert_max_num_queries(at_most):
        assert text(page.get(address + QUERY)).count('class="aspect-row') == 28


def test_a_year_level_is_on_several_screens(page, school, room, students, address):
    with at_school(school.id):
        add_people(school, *[f"Student Number{n}" for n in range(60)], group=room, prefix="more")
    assert text(page.get(address + QUERY)).count('class="aspect-row') == 40
    assert text(page.get(f"{address}{QUERY}&page=2")).count('class="aspect-row') == 23
