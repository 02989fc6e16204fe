"""The roster's pages under Manage: who sees what, and what stands there."""

from datetime import UTC, datetime
from uuid import uuid4

import pytest

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Membership, Person, RosterChange
from openpact.hub.sms.models import Exchange
from tests.hub.conftest import signed_in

from .people import add_person, text

PEOPLE, GROUPS = "/schools/7999/manage/people/", "/schools/7999/manage/groups/"


def searched(office, words: str) -> str:
    """The page that a search leads to."""
    return text(office.post(PEOPLE, {"search": words}, follow=True))


def test_students_stand_by_last_name_with_their_groups(office, roster):
    page = text(office.get(PEOPLE))
    assert page.index("Āpirana") < page.index("Parata")
    assert "Kapa haka" in page
    assert "Hēmi" not in page
    assert "Already" not in page


@pytest.mark.parametrize(("tab", "name"), [("staff", "Ngata"), ("others", "Parent"), ("left", "Already")])
def test_each_tab_has_its_own_people(office, roster, tab, name):
    page = text(office.get(PEOPLE, {"tab": tab}))
    assert name in page
    assert "Parata" not in page


def test_an_nsn_is_not_on_the_list(office, roster):
    assert "0123456789" not in text(office.get(PEOPLE))


@pytest.mark.parametrize(
    ("search", "found"),
    [("apirana", True), ("ZO", True), ("room 2 api", True), ("kapa", False), ("zoe parata", False), ("%", False)],
)
def test_search_looks_at_names_and_classes_whatever_the_capitals_and_macrons(office, roster, search, found):
    assert ("Āpirana" in searched(office, search)) is found


@pytest.mark.parametrize(
    ("search", "found"),
    [
        ("rm2", True),
        ("Rūma 2", True),
        ("room 1", False),
        ("year 4", False),
        ("Y9", True),
        ("tau 09", True),
        ("9", True),
    ],
)
def test_rooms_and_year_levels_are_found_however_they_are_written(school, office, roster, search, found):
    with at_school(school.id):
        year = Group.objects.create(school=school, name="Year 9")
        Membership.objects.create(school=school, person=roster["zoe"], group=year)
    assert ("Āpirana" in searched(office, search)) is found


def test_an_id_is_found_whole_and_a_longer_one_by_its_beginning(school, office, roster):
    with at_school(school.id):
        add_person(school, "Mia Lee", "K1234")
    assert "Āpirana" in searched(office, "2")
    assert "Lee" in searched(office, "k12")
    assert "Lee" not in searched(office, "k1")
    assert "Lee" not in searched(office, "234")


@pytest.mark.parametrize("typed", ["0123456789", " 0123 456 789 "])
def test_an_nsn_typed_whole_leads_to_its_student_and_is_kept_nowhere(office, roster, typed):
    url = f"{PEOPLE}{roster['anahera'].id}/"
    assert office.post(PEOPLE, {"search": typed})["Location"] == url
    typing = office.post(PEOPLE, {"search": typed}, headers={"HX-Request": "true"})
    assert typing["HX-Redirect"] == url
    assert not any("0123456789" in str(value).replace(" ", "") for value in office.session.values())


def test_an_nsn_that_nobody_has_is_neither_kept_nor_shown(office, roster):
    answer = office.post(PEOPLE, {"search": "9876543210"}, follow=True)
    assert "No match" in text(answer)
    assert "9876543210" not in text(answer)
    assert "••• ••• 210" in text(answer)
    assert "9876543210" not in str(dict(office.session))


@pytest.mark.parametrize("part", ["012345678", "456789", "789"])
def test_a_part_of_an_nsn_finds_nobody(office, roster, part):
    assert "No match" in searched(office, part)


def test_staff_with_an_nsn_s_digits_are_not_found_by_it(school, office, roster):
    with at_school(school.id):
        add_person(school, "Odd Staff", "t9", role=Person.Role.TEACHING_STAFF, nsn="5555555555")
    assert "No match" in text(office.post(PEOPLE, {"search": "5555555555"}, follow=True))


def test_while_one_types_only_the_list_comes(office, roster):
    page = text(office.post(PEOPLE, {"search": "para"}, headers={"HX-Request": "true"}))
    assert "Parata" in page
    assert "<html" not in page
    assert "1 found" in page


def test_what_is_searched_for_is_in_no_address(office, roster):
    answer = office.post(f"{PEOPLE}?tab=staff", {"search": "ngata"})
    assert answer["Location"] == f"{PEOPLE}?tab=staff&found="
    page = text(office.get(answer["Location"]))
    assert 'value="ngata"' in page
    assert "ngata" not in "".join(part.split('"')[0] for part in page.split('href="')[1:]).lower()


def test_students_sort_by_home_group_and_have_a_file_without_nsns(school, office, roster):
    with at_school(school.id):
        ten = Group.objects.create(school=school, name="Room 10", is_home=True)
        add_person(school, "Aaron Adams", "3", groups=[ten])
        add_person(school, "Bea Able", "4")
    page = text(office.get(PEOPLE, {"sort": "home"}))
    assert page.index("Āpirana") < page.index("Parata") < page.index("Adams") < page.index("Able")
    answer = office.get(PEOPLE, {"as": "csv"})
    head, *rows = b"".join(answer).decode("utf-8-sig").split("\r\n")
    assert head == "Last name,First name,Preferred name,Year,Home group,Other groups,Id in the SMS"
    assert "Parata,Anahera,,,Room 2,Kapa haka,1" in rows
    assert "0123456789" not in "".join(rows)


def test_a_search_without_a_match_says_so(office, roster):
    assert "No match" in searched(office, "nobody")


@pytest.mark.parametrize("url", [PEOPLE, GROUPS])
def test_an_empty_roster_points_to_the_sms_settings(office, url):
    page = text(office.get(url))
    assert "Change SMS Settings" in page
    assert "Search" not in page


def test_an_unknown_tab_is_not_there(office, roster):
    assert office.get(PEOPLE, {"tab": "cats"}).status_code == 404
    assert office.get(GROUPS, {"tab": "cats"}).status_code == 404


def test_three_hundred_people_take_no_more_queries_than_three(school, office, roster, django_assert_max_num_queries):
    with at_school(school.id):
        people = Person.objects.bulk_create(
            Person(school=school, sms_id=f"b{i}", role="Student", first_name=f"First{i}", last_name=f"Last{i:03}")
            for i in range(300)
        )
        Membership.objects.bulk_create(
            Membership(school=school, person=p, group=g) for p in people for g in (roster["room"], roster["haka"])
        )
    office.post(PEOPLE, {"search": "last"})
    with django_assert_max_num_queries(22):
        page = text(office.get(PEOPLE, {"found": "", "page": 2}))
    assert "51 to 100 of 300" in page
    with django_assert_max_num_queries(28):
        assert "302 students" in text(office.get(f"{GROUPS}{roster['room'].id}/"))


def test_two_hundred_groups_take_no_more_queries_than_two(school, office, roster, django_assert_max_num_queries):
    with at_school(school.id):
        groups = Group.objects.bulk_create(Group(school=school, name=f"Set {i}", is_home=True) for i in range(200))
        Membership.objects.bulk_create(
            Membership(school=school, person=roster[who], group=g) for g in groups for who in ("hemi", "zoe")
        )
    with django_assert_max_num_queries(28):
        page = text(office.get(GROUPS))
    assert "1 to 50 of 201" in page
    assert page.index("Set 2<") < page.index("Set 10<")


def test_a_person_is_shown_with_groups_and_a_masked_nsn(office, roster):
    page = text(office.get(f"{PEOPLE}{roster['anahera'].id}/"))
    assert "9 March 2014" in page
    assert "home group" in page
    assert "ends in 789" in page
    assert "0123456789" not in page
    assert f"/schools/7999/judge/students/{roster['anahera'].id}/" in page


def test_other_rooms_add_to_the_page_of_a_person(office, roster, monkeypatch):
    parts = [lambda request, who: f"<b>{who.first_name}</b>", lambda request, who: ""]
    monkeypatch.setattr("openpact.hub.roster.views.people.person_parts", parts)
    assert "&lt;b&gt;Anahera&lt;/b&gt;" in text(office.get(f"{PEOPLE}{roster['anahera'].id}/"))


def test_staff_have_no_judgements_and_no_nsn(office, roster):
    page = text(office.get(f"{PEOPLE}{roster['hemi'].id}/")).split("<main")[1]
    assert "judge/students" not in page
    assert "NSN" not in page


def test_who_left_is_still_there_and_said_to_have_left(school, office, roster):
    with at_school(school.id):
        gone = Person.objects.get(active=False)
    assert "has left" in text(office.get(f"{PEOPLE}{gone.id}/"))


def test_the_history_tells_each_change_in_words_with_its_upload(school, office, roster):
    zoe, room = roster["zoe"], roster["room"]
    with at_school(school.id):
        exchange = Exchange.objects.create(
            school=school, direction="upload", source="sms", provider="kamar", trigger="automatic", state="applied",
            received_at=datetime(2026, 6, 9, 21, 0, tzinfo=UTC), finished_at=datetime(2026, 6, 9, 21, 1, tzinfo=UTC),
        )  # fmt: skip

        def change(what, action, before, after, **more):
            RosterChange.objects.create(
                school=school, exchange_id=exchange.id, what=what, action=action, before=before, after=after,
                person_id=zoe.id, **more,
            )  # fmt: skip

        change("person", "joins", None, {"first_name": "Zoe", "nsn": "0123456789"})
        change("membership", "starts", None, {"home": True}, group_id=room.id)
        change("person", "changes", {"last_name": "Smith", "nsn": ""}, {"last_name": "Āpirana", "nsn": "0123456789"})
        change("membership", "ends", {"home": False}, None, group_id=999)
        change("person", "leaves", {"active": True}, {"active": False})
        change("person", "leaves", {"active": False}, {"active": True}, undo=True)
    page = text(office.get(f"{PEOPLE}{zoe.id}/"))
    for words in (
        "Joined the roster",
        "Joined Room 2 as the home group",
        "Left a group that is gone",
        "Left the roster",
    ):
        assert words in page
    assert "Last name:" in page
    assert ">Smith<" in page
    assert "789" in page
    assert "0123456789" not in page
    assert "Undone by a person: left the roster" in page
    assert page.count(f"/manage/exchanges/{exchange.id}/") == 1
    assert "Upload of 10 June 2026, 9:01am" in page


def test_a_long_history_takes_no_more_queries(school, office, roster, django_assert_max_num_queries):
    with at_school(school.id):
        RosterChange.objects.bulk_create(
            RosterChange(
                school=school, exchange_id=uuid4(), what="membership", action="starts", after={"home": False},
                person_id=roster["zoe"].id, group_id=roster["haka"].id,
            )
            for _ in range(120)
        )  # fmt: skip
    with django_assert_max_num_queries(28):
        page = text(office.get(f"{PEOPLE}{roster['zoe'].id}/"))
    assert page.count("Joined Kapa haka") == 100
    assert "Older changes" in page


def test_home_groups_and_others_have_counts_and_teachers(office, roster):
    home = text(office.get(GROUPS))
    assert "Room 2" in home
    assert "Hēmi Ngata" in home
    assert "Kapa haka" not in home
    other = text(office.get(GROUPS, {"tab": "other"}))
    assert "Kapa haka" in other
    assert "None listed" in other


@pytest.mark.parametrize(("search", "found"), [("room", True), ("hemi", True), ("haka", False)])
def test_groups_are_searched_by_name_and_teacher(office, roster, search, found):
    page = text(office.post(GROUPS, {"search": search}, headers={"HX-Request": "true"}))
    assert ("Room 2" in page) is found


def test_a_group_shows_its_teachers_and_students(office, roster):
    page = text(office.get(f"{GROUPS}{roster['room'].id}/"))
    assert "2 students" in page
    assert "Hēmi Ngata" in page
    assert f"{PEOPLE}{roster['zoe'].id}/" in page


def test_a_group_without_a_teacher_says_what_to_do(office, roster):
    assert "Give it one in the SMS" in text(office.get(f"{GROUPS}{roster['haka'].id}/"))


def test_a_teacher_sees_their_own_groups_without_the_way_to_manage(teachers_page, roster):
    page = text(teachers_page.get(f"{GROUPS}{roster['room'].id}/"))
    assert "Anahera Parata" in page
    assert PEOPLE not in page
    assert teachers_page.get(f"{GROUPS}{roster['haka'].id}/").status_code == 404


def test_a_teacher_who_is_not_linked_sees_no_group(teacher, roster):
    assert signed_in(teacher).get(f"{GROUPS}{roster['room'].id}/").status_code == 404


def test_manage_is_for_administrators(teachers_page, roster):
    for url in (PEOPLE, GROUPS, f"{PEOPLE}{roster['zoe'].id}/"):
        assert teachers_page.get(url).status_code == 403


def test_strangers_and_neighbours_find_nothing(client, stranger, neighbours_administrator, roster):
    urls = (PEOPLE, GROUPS, f"{PEOPLE}{roster['zoe'].id}/", f"{GROUPS}{roster['room'].id}/")
    for url in urls:
        assert client.get(url).status_code == 302
        assert signed_in(stranger).get(url).status_code == 404
        assert signed_in(neighbours_administrator).get(url).status_code == 404


def test_another_schools_people_are_not_reached_through_ones_own_school(neighbours_administrator, roster):
    client = signed_in(neighbours_administrator)
    assert client.get(f"/schools/7998/manage/people/{roster['zoe'].id}/").status_code == 404
    assert client.get(f"/schools/7998/manage/groups/{roster['room'].id}/").status_code == 404
