"""What an administrator does to people and groups by hand, on pages; and that nobody else may."""

import pytest
from django.urls import reverse

from openpact.hub import roster as room
from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.audit.models import Area, Line
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group, Membership, Person
from tests.hub.conftest import make_user, signed_in

from .people import add_person, text


@pytest.fixture
def leader(school):
    user = make_user("leader@kowhai.example", "Lena Leader")
    with at_school(school.id):
        give_access(school, user, Role.LEADER)
    return signed_in(user)


@pytest.fixture
def kept(monkeypatch):
    monkeypatch.setattr(room, "keepers", [lambda school: "KAMAR"])


def url(name: str, *args) -> str:
    return reverse(name, args=[7999, *args])


def said(school) -> list[str]:
    with at_school(school.id):
        return list(Line.objects.filter(area=Area.PEOPLE).order_by("id").values_list("words", flat=True))


def made(school, name="Extension") -> Group:
    with at_school(school.id):
        return Group.objects.create(school=school, name=name, own=True)


# --- Groups ------------------------------------------------------------------------------------------------------------


def test_a_group_is_made_and_its_page_says_that_uploads_leave_it_alone(school, office, roster):
    answer = office.post(url("group-new"), {"name": "Extension", "is_home": ""}, follow=True)
    page = text(answer)
    assert "Extension is made." in page
    assert "No upload changes or ends it." in page
    assert "End the group" in page


def test_a_name_that_is_taken_is_refused_with_what_was_typed(school, office, roster):
    answer = office.post(url("group-new"), {"name": "room 2"})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert "comes from uploads" in page
    assert 'value="room 2"' in page


def test_a_group_is_renamed_ended_and_brought_back(school, office, roster):
    own = made(school)
    office.post(url("group-change", own.id), {"name": "Extension maths", "is_home": "on"})
    assert "can be brought back" in text(office.get(url("group", own.id)))
    page = text(office.post(url("group-end", own.id), follow=True))
    assert "has ended it" in page
    assert "Extension maths" in text(office.get(url("groups"), {"tab": "ended"}))
    office.post(url("group-back", own.id))
    assert "Extension maths" in text(office.get(url("groups")))
    assert len(said(school)) == 3


def test_a_group_of_the_sms_is_read_only_and_the_page_says_why(kept, office, roster):
    page = text(office.get(url("group", roster["room"].id)))
    assert "It comes from KAMAR." in page
    assert "the next upload would say again" in page
    assert "Rename or change" not in page
    assert office.get(url("group-change", roster["room"].id)).status_code == 404


def test_a_group_is_hidden_and_shown_again(school, office, roster):
    page = text(office.post(url("group-hide", roster["room"].id), follow=True))
    assert "stays so when uploads come" in page
    assert "Room 2" not in text(office.get(url("groups")))
    assert "Room 2" in text(office.get(url("groups"), {"tab": "hidden"}))
    office.post(url("group-show", roster["room"].id))
    assert "Room 2" in text(office.get(url("groups")))


def test_a_teacher_does_not_see_a_hidden_group_though_they_are_in_it(office, teachers_page, roster):
    office.post(url("group-hide", roster["room"].id))
    assert teachers_page.get(url("group", roster["room"].id)).status_code == 404
    assert "Room 2" not in teachers_page.get("/schools/7999/judge/").content.decode()


def test_a_teacher_is_given_a_group_finds_it_among_theirs_and_can_judge_it(school, office, teachers_page, roster):
    with at_school(school.id):
        add_person(school, "Mia Lee", "3", groups=[roster["haka"]])
    page = text(office.post(url("group-put", roster["haka"].id), {"person": roster["hemi"].id}, follow=True))
    assert "Hēmi Ngata is in Kapa haka now." in page
    assert "by hand" in page
    assert "Mia Lee" in text(teachers_page.get(url("group", roster["haka"].id)))
    assert "Kapa haka" in text(teachers_page.get("/schools/7999/judge/"))
    assert teachers_page.get(url("judge-group", roster["haka"].id)).status_code == 200
    office.post(url("group-take", roster["haka"].id), {"person": roster["hemi"].id})
    assert teachers_page.get(url("group", roster["haka"].id)).status_code == 404


def test_students_are_ticked_or_put_in_by_class(school, office, roster):
    own = made(school)
    page = text(office.get(url("group-pick", own.id)))
    assert page.index("Āpirana") < page.index("Parata")
    page = text(office.post(url("group-put", own.id), {"person": [roster["zoe"].id]}, follow=True))
    assert "1 student" in page
    assert "Āpirana" not in text(office.get(url("group-pick", own.id)))
    page = text(office.post(url("group-put", own.id), {"group": roster["room"].id}, follow=True))
    assert "2 students" in page
    assert "Hēmi" not in page.split("Give this group to")[0]


def test_nothing_chosen_is_said_to_have_changed_nothing(office, roster):
    page = text(office.post(url("group-put", roster["room"].id), follow=True))
    assert "nothing was changed" in page


def test_a_namesake_is_pointed_out_on_both_pages(school, office, roster):
    own = made(school, "Kapa haka")
    assert "Uploads have brought a group" in text(office.get(url("group", own.id)))
    assert "a group of its own" in text(office.get(url("group", roster["haka"].id)))


def test_picking_from_three_hundred_takes_no_more_queries(school, office, roster, django_assert_max_num_queries):
    own = made(school)
    with at_school(school.id):
        Person.objects.bulk_create(
            Person(school=school, sms_id=f"b{i}", role="Student", first_name=f"F{i}", last_name=f"L{i:03}")
            for i in range(300)
        )
    with django_assert_max_num_queries(24):
        text(office.get(url("group-pick", own.id)))


# --- People --------------------------------------------------------------------------------------------------------------

WIREMU = {"role": "Student", "first_name": "Wiremu", "last_name": "Hōhepa", "dob": "2017-05-06", "nsn": "0000 000 042"}


def test_somebody_is_added_with_their_class(school, office, roster):
    answer = office.post(url("person-add"), {**WIREMU, "group": roster["room"].id}, follow=True)
    page = text(answer)
    assert "Wiremu Hōhepa is added." in page
    assert "Added by hand." in page
    assert "6 May 2017" in page
    assert "0000000042" not in page
    assert "Wiremu Hōhepa" in text(office.get(url("group", roster["room"].id)))
    assert said(school)[0] == "Added the student Wiremu Hōhepa by hand."


def test_several_can_be_added_one_after_the_other(office, roster):
    answer = office.post(f"{url('person-add')}?group={roster['room'].id}", {**WIREMU, "another": "yes"})
    assert answer["Location"] == f"{url('person-add')}?group={roster['room'].id}"


@pytest.mark.parametrize(
    ("wrong", "words"),
    [
        ({"nsn": "12"}, "ten digits"),
        ({"email": "nobody"}, "no e-mail address"),
        ({"first_name": "Wiremu?"}, "A name has none of"),
        ({"last_name": ""}, "required"),
        ({"role": "Alumni"}, "valid choice"),
        ({"group": "999"}, "valid choice"),
        ({"nsn": "0123456789"}, "is here already"),
    ],
)
def test_what_is_wrong_is_said_and_what_was_typed_stays(school, office, roster, wrong, words):
    answer = office.post(url("person-add"), {**WIREMU, **wrong})
    assert answer.status_code == 422
    page = answer.content.decode()
    assert words in page
    assert "Hōhepa" in page or "last_name" in wrong
    assert said(school) == []


def test_somebody_is_changed_keeps_their_nsn_unless_it_is_taken_away_and_the_history_tells_who_did_it(
    school, office, roster
):
    office.post(url("person-add"), WIREMU)
    with at_school(school.id):
        wiremu = Person.objects.get(first_name="Wiremu")
    page = text(office.get(url("person-change", wiremu.id)))
    assert "Leave it empty to keep the one that ends in 042." in page
    assert "0000000042" not in page
    changed = {**WIREMU, "nsn": "", "preferred_name": "Wī"}
    page = text(office.post(url("person-change", wiremu.id), changed, follow=True))
    assert "By hand: Mere Office" in page
    assert "Preferred name:" in page
    with at_school(school.id):
        assert Person.objects.get(pk=wiremu.pk).nsn == "0000000042"
    office.post(url("person-change", wiremu.id), {**changed, "forget_nsn": "on"})
    with at_school(school.id):
        assert Person.objects.get(pk=wiremu.pk).nsn == ""


def test_somebody_leaves_and_comes_back(school, office, roster):
    office.post(url("person-add"), WIREMU)
    with at_school(school.id):
        wiremu = Person.objects.get(first_name="Wiremu")
    assert "has left." in text(office.post(url("person-left", wiremu.id), follow=True))
    assert "Hōhepa" in text(office.get(url("people"), {"tab": "left"}))
    assert "is back." in text(office.post(url("person-back", wiremu.id), follow=True))


def test_whoever_the_sms_lists_is_changed_there_and_the_page_says_so(kept, school, office, roster):
    zoe = roster["zoe"].id
    page = text(office.get(url("person", zoe)))
    assert "From KAMAR. Change them there" in page
    assert url("person-change", zoe) not in page
    assert "comes from KAMAR" in text(office.get(url("person-change", zoe)))
    for name in ("person-left", "person-take"):
        page = text(office.post(url(name, zoe), {"group": roster["room"].id}, follow=True))
        assert "KAMAR" in page
    with at_school(school.id):
        assert Person.objects.get(pk=zoe).active
        assert Membership.objects.filter(person_id=zoe, group=roster["room"]).exists()


def test_somebody_is_put_into_groups_on_their_own_page(school, office, roster):
    hemi = roster["hemi"].id
    page = text(office.post(url("person-put", hemi), {"group": roster["haka"].id}, follow=True))
    assert "Hēmi Ngata is in Kapa haka now. Uploads will keep that." in page
    assert "Put into Kapa haka" in page
    page = text(office.post(url("person-take", hemi), {"group": roster["haka"].id}, follow=True))
    assert "Taken out of Kapa haka" in page


def test_without_an_sms_a_student_is_moved_to_another_class(school, office, roster):
    zoe = roster["zoe"].id
    with at_school(school.id):
        nine = Group.objects.create(school=school, name="Room 9", is_home=True)
    office.post(url("person-put", zoe), {"group": nine.id})
    office.post(url("person-take", zoe), {"group": roster["room"].id})
    with at_school(school.id):
        assert [m.group.name for m in Membership.objects.filter(person_id=zoe).select_related("group")] == ["Room 9"]


def test_a_leader_looks_and_changes_nothing(school, leader, roster):
    own, zoe = made(school), roster["zoe"].id
    for page in (url("people"), url("groups"), url("person", zoe), url("group", own.id)):
        found = text(leader.get(page)).split("<main")[1]
        for word in ("Add somebody", "Make a group", "Take out", "End the group", "Put students in", "Hide it"):
            assert word not in found
    acts = [(url("group-new"), {"name": "X"}), (url("person-add"), WIREMU), (url("person-left", zoe), {})]
    acts += [(url(name, own.id), {"person": zoe}) for name in ("group-end", "group-put", "group-take", "group-pick")]
    for where, data in acts:
        assert leader.post(where, data).status_code == 403
    assert said(school) == []


def test_a_neighbour_s_people_and_groups_are_not_reached(school, neighbours_administrator, neighbour, roster):
    client = signed_in(neighbours_administrator)
    with at_school(neighbour.id):
        theirs = Group.objects.create(school=neighbour, name="Theirs", own=True)
    for name, key in (
        ("group-hide", roster["room"].id),
        ("person-left", roster["zoe"].id),
        ("group-pick", roster["room"].id),
    ):
        assert client.post(reverse(name, args=[7998, key])).status_code == 404
    client.post(reverse("group-put", args=[7998, theirs.id]), {"person": roster["zoe"].id})
    with at_school(school.id):
        assert not Membership.objects.filter(person=roster["zoe"], by_hand=True).exists()
