"""Judging in a browser: the overview, and a class on one screen."""

import re
from datetime import UTC, datetime

import pytest

from openpact.hub.judgements.models import Judgement, JudgementVersion
from openpact.hub.judgements.services import Entry
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Membership
from openpact.hub.schools.models import Cycle
from tests.hub.conftest import signed_in

from .people import add_people, join

JUDGE = "/schools/7999/judge/"


@pytest.fixture
def page(linked):
    return signed_in(linked)


@pytest.fixture
def address(room):
    return f"{JUDGE}{room.id}/"


def text(response, status=200) -> str:
    assert response.status_code == status
    return re.sub(r"\s+", " ", response.content.decode())


def form_of(client, address, **query) -> dict[str, str]:
    """What a browser would send if nothing on the page were touched."""
    html = client.get(address, query).content.decode()
    form = html[html.index('<form method="post" action="?') :]
    fields = {}
    for tag in re.findall(r"<input [^>]*>", form):
        attributes = dict(re.findall(r'([a-z]+)="([^"]*)"', tag))
        if attributes["type"] != "radio" or " checked" in tag:
            fields[attributes["name"]] = attributes["value"]
    return fields


def test_a_teacher_sees_their_classes_and_how_far_they_are(page, linked, students, other_class, confirmed):
    confirmed(linked, Entry(students[0].id, "3"), Entry(students[1].id, "3"))
    html = text(page.get(JUDGE))
    assert "Room 1" in html
    assert "Room 2" not in html
    assert "2 of 3" in html
    assert html.count("0 of 3") == 2


def test_a_withdrawn_judgement_is_not_counted_as_confirmed(page, linked, students, confirmed):
    confirmed(linked, Entry(students[0].id, "3"))
    confirmed(linked, Entry(students[0].id, "", 1, "wrong student"))
    assert text(page.get(JUDGE)).count("0 of 3") == 3


def test_an_administrator_sees_every_class_home_groups_first(school, administrator, students, other_class):
    with at_school(school.id):
        choir = Group.objects.create(school=school, name="Choir")
        join(choir, students[0], home=False)
        ten = Group.objects.create(school=school, name="Room 10", is_home=True)
        join(ten, students[1], home=False)
    html = text(signed_in(administrator).get(JUDGE))
    assert html.index("Room 1<") < html.index("Room 2<") < html.index("Room 10<") < html.index("Choir<")


def test_a_teacher_who_is_not_linked_is_told_about_the_invitation(teacher, students):
    assert "sends you an invitation by e-mail" in text(signed_in(teacher).get(JUDGE))


def test_a_linked_teacher_without_classes_is_told_whom_to_ask(school, linked, page, students):
    with at_school(school.id):
        Membership.objects.all().delete()
    assert "No classes in your name" in text(page.get(JUDGE))


def test_an_empty_school_points_the_administrator_to_the_sms_settings(administrator):
    assert "Change SMS Settings" in text(signed_in(administrator).get(JUDGE))


def test_without_a_reporting_cycle_the_pages_say_so(school, page, students, address):
    with at_school(school.id):
        Cycle.objects.all().delete()
    assert "No reporting cycle yet" in text(page.get(JUDGE))
    assert "No reporting cycle yet" in text(page.get(address))


def test_a_class_has_a_row_and_real_radio_buttons_for_every_student(page, students, address):
    html = text(page.get(address))
    assert html.count("<fieldset") == 3
    assert re.search(r"<legend[^>]*>Anahera Parata</legend>", html)
    # Five levels, and "Not yet", each.
    assert html.count('type="radio"') == 18
    assert html.count(">Curriculum level 3</span>") == 3
    assert html.index("Cora Ngata") < html.index("Anahera Parata") < html.index("Ben Smith")


def test_choosing_and_confirming_is_one_form(school, page, students, address):
    form = form_of(page, address)
    form[f"level-{students[0].id}"] = "3"
    form[f"level-{students[2].id}"] = "4"
    response = page.post(f"{address}?area=writing", form, follow=True)
    assert "area=writing" in response.redirect_chain[0][0]
    html = text(response)
    assert "Confirmed 2 judgements." in html
    assert "Level 3" in html
    assert "Tama Teacher" in html
    with at_school(school.id):
        assert set(Judgement.objects.values_list("area", "level")) == {("writing", "3"), ("writing", "4")}


def test_sending_without_choosing_changes_nothing(school, page, students, address):
    assert "Nothing was chosen" in text(page.post(address, form_of(page, address)))
    with at_school(school.id):
        assert Judgement.objects.count() == 0


def test_a_change_without_a_reason_keeps_every_choice_and_says_what_is_missing(
    school, page, linked, students, address, confirmed
):
    confirmed(linked, Entry(students[0].id, "3"))
    form = form_of(page, address)
    form |= {f"level-{students[0].id}": "4", f"level-{students[1].id}": "2"}
    response = page.post(address, form)
    html = text(response, status=422)
    assert "Nothing was confirmed yet: 1 judgement needs a look" in html
    assert f'href="#student-{students[0].id}"' in html
    assert "Say in a few words why it is changed" in html
    for student, level in ((students[0], "4"), (students[1], "2")):
        assert re.search(rf'id="level-{student.id}-{level}" value="{level}" checked', html)
    with at_school(school.id):
        assert JudgementVersion.objects.count() == 1


def test_with_a_reason_the_change_is_the_next_version(school, page, linked, students, address, confirmed):
    confirmed(linked, Entry(students[0].id, "3"))
    form = form_of(page, address)
    form |= {
        f"level-{students[0].id}": "4", f"reason-{students[0].id}": "A second task", f"level-{students[1].id}": "2",
    }  # fmt: skip
    html = text(page.post(address, form, follow=True))
    assert "Confirmed 1 judgement, changed 1." in html
    assert "Why: A second task" in html
    assert '<li value="1">Curriculum level 3' in html


def test_a_judgement_is_withdrawn_with_a_reason(school, page, linked, students, address, confirmed):
    confirmed(linked, Entry(students[0].id, "3"))
    form = form_of(page, address)
    form |= {f"level-{students[0].id}": "withdraw", f"reason-{students[0].id}": "Wrong student"}
    assert "Withdrew 1 judgement." in text(page.post(address, form, follow=True))
    with at_school(school.id):
        assert Judgement.objects.get().level == ""


def test_what_a_colleague_decided_meanwhile_is_shown_and_then_knowingly_replaced(
    school, page, colleague, students, address, confirmed
):
    form = form_of(page, address)
    confirmed(colleague, Entry(students[0].id, "2"))
    form |= {f"level-{students[0].id}": "4", f"level-{students[1].id}": "3"}
    html = text(page.post(address, form), status=422)
    assert "Kiri Colleague confirmed Curriculum level 2 (version 1) after you opened this page" in html
    assert re.search(rf'id="level-{students[0].id}-4" value="4" checked', html)
    assert f'name="seen-{students[0].id}" value="1"' in html
    form |= {f"was-{students[0].id}": "2", f"seen-{students[0].id}": "1", f"reason-{students[0].id}": "We talked"}
    assert "Confirmed 1 judgement, changed 1." in text(page.post(address, form, follow=True))


def test_a_colleagues_decision_one_leaves_alone_is_no_conflict(page, colleague, students, address, confirmed):
    form = form_of(page, address)
    confirmed(colleague, Entry(students[0].id, "2"))
    form[f"level-{students[1].id}"] = "3"
    assert "Confirmed 1 judgement." in text(page.post(address, form, follow=True))


def test_a_student_who_left_the_class_meanwhile_is_named(school, page, students, address):
    form = form_of(page, address)
    form[f"level-{students[0].id}"] = "3"
    with at_school(school.id):
        Membership.objects.filter(person=students[0]).delete()
    html = text(page.post(address, form), status=422)
    assert "Anahera Parata (not in this class any more)" in html


def test_in_a_closed_cycle_a_teacher_looks_and_cannot_confirm(page, students, address, monkeypatch):
    form = form_of(page, address)
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 27, tzinfo=UTC))
    html = text(page.get(address))
    assert "End of year 2026 is closed today: it is open from 20 July 2026 to 18 December 2026" in html
    assert html.count("<fieldset disabled") == 3
    assert "Confirm</button>" not in html
    form[f"level-{students[0].id}"] = "3"
    assert "Nothing was confirmed" in text(page.post(address, form), status=422)


def test_in_a_closed_cycle_an_administrator_is_told_that_they_still_can(administrator, students, address, monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: datetime(2026, 12, 27, tzinfo=UTC))
    html = text(signed_in(administrator).get(address))
    assert "As PaCT administrator you can still confirm" in html
    assert "<fieldset disabled" not in html


def test_another_cycle_is_looked_at_by_choosing_it(school, page, students, address):
    with at_school(school.id):
        final = Cycle.objects.get(kind="final")
    html = text(page.get(address, {"cycle": final.id, "area": "mathematics"}))
    assert f'<option value="{final.id}" selected>' in html
    assert "<title>Room 1: Mathematics" in html


def test_a_class_of_28_takes_no_more_queries_than_one_of_3(
    school, page, linked, room, students, address, confirmed, django_assert_max_num_queries
):
    with at_school(school.id):
        many = add_people(school, *[f"Student {i}" for i in range(25)], group=room)
    everybody = [*students, *many]
    confirmed(linked, *[Entry(s.id, "3") for s in everybody])
    confirmed(linked, *[Entry(s.id, "4", 1, "Moderated") for s in everybody])
    with django_assert_max_num_queries(29):
        html = text(page.get(address))
    assert html.count("<fieldset") == 28
    assert html.count("Why: Moderated") == 28
    form = form_of(page, address)
    form |= {f"level-{s.id}": "5" for s in everybody} | {f"reason-{s.id}": "Again" for s in everybody}
    with django_assert_max_num_queries(36):
        assert page.post(address, form).status_code == 302


def test_the_overview_of_two_hundred_classes_takes_no_more_queries(
    school, administrator, students, cycle, django_assert_max_num_queries
):
    with at_school(school.id):
        groups = Group.objects.bulk_create(Group(school=school, name=f"Set {i}") for i in range(200))
        Membership.objects.bulk_create(Membership(school=school, person=students[0], group=g) for g in groups)
    client = signed_in(administrator)
    with django_assert_max_num_queries(26):
        assert "Set 199" in text(client.get(JUDGE))


def test_a_year_level_is_on_several_screens(school, administrator, students):
    with at_school(school.id):
        year = Group.objects.create(school=school, name="Year 9")
        add_people(school, *[f"Student {i:03}" for i in range(130)], group=year)
    client = signed_in(administrator)
    html = text(client.get(f"{JUDGE}{year.id}/", {"page": 2}))
    assert html.count("<fieldset") == 30
    assert "101 to 130 of 130 students" in html
    assert "&amp;page=2" in html


def test_others_classes_are_not_there_for_a_teacher(page, students, other_class, school):
    with at_school(school.id):
        theirs = Group.objects.get(name="Room 2")
    for response in (page.get(f"{JUDGE}{theirs.id}/"), page.post(f"{JUDGE}{theirs.id}/", {})):
        assert response.status_code == 404


def test_a_forged_row_of_another_class_is_refused(school, page, students, other_class, address):
    form = form_of(page, address)
    stranger = other_class[0].id
    form |= {f"was-{stranger}": "", f"seen-{stranger}": "0", f"level-{stranger}": "3"}
    assert "in none of your classes" in text(page.post(address, form), status=422)
    with at_school(school.id):
        assert Judgement.objects.count() == 0


def test_strangers_and_neighbours_find_nothing(client, stranger, neighbours_administrator, students, address, room):
    for url in (JUDGE, address, f"{JUDGE}students/{students[0].id}/"):
        assert client.get(url).status_code == 302
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(neighbours_administrator).get(url).status_code == 404
    assert signed_in(neighbours_administrator).get(f"/schools/7998/judge/{room.id}/").status_code == 404
