"""What people do to groups by hand: own ones, hidden ones, and who is in one; recorded, and touched by no upload."""

from dataclasses import replace

import pytest

from openpact.hub.judgements.queries import may_see
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import queries
from openpact.hub.roster.by_hand import groups, places
from openpact.hub.roster.by_hand.record import Refused
from openpact.hub.roster.models import Group, Membership, Person, RosterChange

from .by_hand import group, names, person, said
from .files import teacher
from .test_apply import FIRST, SECOND, upload

# --- Own groups -----------------------------------------------------------------------------------------------------


def test_an_own_group_is_made_renamed_ended_and_brought_back_and_each_is_recorded(here, administrator):
    own = groups.make(here, administrator, "  Extension   maths ", is_home=False)
    assert (own.name, own.own, own.active) == ("Extension maths", True, True)
    groups.change(here, administrator, own, "Extension", is_home=False)
    groups.change(here, administrator, own, "Extension", is_home=True)
    groups.end(here, administrator, own)
    assert not group("Extension").active
    groups.bring_back(here, administrator, own)
    assert group("Extension").active
    assert said() == [
        "Made the group Extension maths.",
        "Renamed the group Extension maths to Extension.",
        "Made the group Extension a home group.",
        "Ended the group Extension.",
        "Brought back the group Extension.",
    ]
    changes = RosterChange.objects.filter(group_id=own.id).order_by("id").select_related("line")
    assert [c.action for c in changes] == ["appears", "changes", "changes", "goes", "returns"]
    assert {c.line.by for c in changes} == {administrator}
    assert (changes[1].before["name"], changes[1].after["name"]) == ("Extension maths", "Extension")


def test_what_is_so_already_is_not_done_again(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=False)
    groups.change(here, administrator, own, "Extension", is_home=False)
    groups.bring_back(here, administrator, own)
    assert len(said()) == 1


@pytest.mark.parametrize("name", ["", "  ", "—", "a#b", "x" * 101, "Rm 1", "rm 1", "Rūm"])
def test_a_name_that_is_empty_or_taken_or_cannot_stand_in_a_file_is_refused(here, administrator, name):
    groups.make(here, administrator, "Rum", is_home=False)
    with pytest.raises(Refused):
        groups.make(here, administrator, name, is_home=False)
    assert Group.objects.filter(own=True).count() == 1


def test_the_sms_s_groups_are_changed_there(here, administrator):
    for done in (groups.end, groups.bring_back):
        with pytest.raises(Refused, match="comes from uploads"):
            done(here, administrator, group("Rm 1"))
    with pytest.raises(Refused, match="comes from uploads"):
        groups.change(here, administrator, group("Rm 1"), "Room 1", is_home=True)


def test_an_ended_group_keeps_who_was_in_it_and_is_no_group_of_theirs_meanwhile(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=False)
    places.put(here, administrator, own, [person("t1").id, person("1").id])
    groups.end(here, administrator, own)
    assert [g.name for g in queries.groups_of(person("t1").id)] == ["Rm 1"]
    groups.bring_back(here, administrator, own)
    assert [g.name for g in queries.groups_of(person("t1").id)] == ["Extension", "Rm 1"]


def test_an_ended_group_comes_back_only_while_its_name_is_free(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=False)
    groups.end(here, administrator, own)
    groups.make(here, administrator, "Extension", is_home=False)
    with pytest.raises(Refused, match="called Extension already"):
        groups.bring_back(here, administrator, own)


def test_uploads_leave_own_groups_alone(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=True)
    places.put(here, administrator, own, [person("t1").id, person("1").id])
    upload(here, SECOND)
    assert group("Extension").active
    assert names(queries.members(own)) == ["Arohanui Ngata", "Hēmi Parata"]


def test_a_group_of_the_same_name_that_an_upload_brings_later_is_another_group(here, administrator):
    own = groups.make(here, administrator, "Kapa haka", is_home=False)
    places.put(here, administrator, own, [person("1").id])
    upload(here, [*FIRST[:2], teacher("t1", groups=("Rm 1", "Kapa haka"), email="hemi@kowhai.example")])
    theirs = group("Kapa haka", own=False)
    assert groups.namesake(theirs) == group("Kapa haka", own=True)
    assert groups.namesake(group("Kapa haka", own=True)) == theirs
    assert names(queries.members(own)) == ["Ari Ngata"]
    assert names(queries.members(theirs)) == ["Hēmi Parata"]
    assert groups.namesake(group("Rm 1")) is None


# --- Hidden groups ----------------------------------------------------------------------------------------------------


def test_a_hidden_group_is_in_no_list_and_gives_nobody_access_until_it_is_shown_again(here, administrator):
    groups.hide(here, administrator, group("Rm 1"))
    groups.hide(here, administrator, group("Rm 1"))
    assert not group("Rm 1").active
    assert not queries.groups_of(person("t1").id).exists()
    access = administrator.accesses.get(school=here)
    assert [g.name for g in may_see(access)] == ["Rm 2", "Year 4"]
    groups.show(here, administrator, group("Rm 1"))
    assert group("Rm 1").active
    assert said() == ["Hid the group Rm 1 from PaCT.", "Showed the group Rm 1 in PaCT again."]
    assert list(RosterChange.objects.filter(line__isnull=False).values_list("action", flat=True)) == ["hidden", "shown"]


def test_hiding_is_remembered_by_uploads_though_the_group_goes_and_comes_back(here, administrator):
    groups.hide(here, administrator, group("Rm 1"))
    upload(here, FIRST)
    assert not group("Rm 1").active
    upload(here, [FIRST[1], replace(FIRST[2], groups=())])
    assert not group("Rm 1").listed
    upload(here, FIRST)
    rm = group("Rm 1")
    assert (rm.listed, rm.hidden, rm.active) == (True, True, False)


def test_a_hidden_group_that_has_another_name_in_the_sms_is_a_new_one(here, administrator):
    groups.hide(here, administrator, group("Rm 1"))
    upload(here, [replace(FIRST[0], home_groups=("Room 1",)), FIRST[1], replace(FIRST[2], groups=("Room 1",))])
    assert group("Room 1").active
    assert not group("Rm 1").listed


def test_an_own_group_is_ended_not_hidden(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=False)
    with pytest.raises(Refused, match="end it instead"):
        groups.hide(here, administrator, own)


# --- Places ----------------------------------------------------------------------------------------------------------


def test_a_teacher_is_given_a_group_on_top_of_what_the_sms_says(here, administrator):
    hemi = person("t1")
    assert places.put(here, administrator, group("Rm 2"), [hemi.id]) == [hemi]
    assert places.put(here, administrator, group("Rm 2"), [hemi.id]) == []
    assert [g.name for g in queries.groups_of(hemi.id)] == ["Rm 1", "Rm 2"]
    upload(here, FIRST)
    upload(here, [*FIRST[:2], replace(FIRST[2], groups=())])
    assert [g.name for g in queries.groups_of(hemi.id)] == ["Rm 2"]
    assert places.take(here, administrator, group("Rm 2"), [hemi.id]) == [hemi]
    assert places.take(here, administrator, group("Rm 2"), [hemi.id]) == []
    assert not queries.groups_of(hemi.id).exists()
    assert said() == ["Put into Rm 2 by hand: Hēmi Parata.", "Taken out of Rm 2 by hand: Hēmi Parata."]
    changes = RosterChange.objects.filter(person_id=hemi.id, line__isnull=False).order_by("id")
    assert [(c.what, c.action, c.line.by) for c in changes] == [
        ("membership", "starts", administrator),
        ("membership", "ends", administrator),
    ]


def test_a_place_by_hand_outlives_the_sms_s_own_and_the_other_way_round(here, administrator):
    """Both say so; each can be taken back without the other."""
    hemi, rm = person("t1"), group("Rm 1")
    places.put(here, administrator, rm, [hemi.id])
    upload(here, [*FIRST[:2], replace(FIRST[2], groups=())])
    assert [g.name for g in queries.groups_of(hemi.id)] == ["Rm 1"]
    upload(here, FIRST)
    places.take(here, administrator, rm, [hemi.id])
    assert [g.name for g in queries.groups_of(hemi.id)] == ["Rm 1"]
    membership = Membership.objects.get(person=hemi, group=rm)
    assert (membership.listed, membership.by_hand) == (True, False)


def test_a_place_by_hand_waits_while_somebody_is_away(here, administrator):
    own = groups.make(here, administrator, "Extension", is_home=True)
    places.put(here, administrator, own, [person("1").id])
    upload(here, FIRST[1:])
    assert not queries.members(own).exists()
    upload(here, FIRST)
    assert names(queries.members(own)) == ["Ari Ngata"]


def test_a_student_put_into_a_home_group_by_hand_is_at_home_there_and_a_teacher_is_not(here, administrator):
    own = groups.make(here, administrator, "Rūma 9", is_home=True)
    places.put(here, administrator, own, [person("1").id, person("t1").id])
    found = Membership.objects.filter(group=own).select_related("person", "group")
    assert {m.person.sms_id: m.at_home for m in found} == {"1": True, "t1": False}


def test_nobody_is_put_into_a_group_that_is_not_in_use_or_who_is_not_here(here, administrator):
    ari, rm = person("1"), group("Rm 2")
    Person.objects.filter(pk=ari.pk).update(active=False)
    with pytest.raises(Refused, match="not at the school"):
        places.put(here, administrator, rm, [ari.id])
    groups.hide(here, administrator, rm)
    with pytest.raises(Refused, match="not in use"):
        places.put(here, administrator, group("Rm 2"), [person("2").id])


def test_nobody_of_another_school_is_put_into_a_group(here, neighbour, administrator):
    upload(neighbour, FIRST)
    with at_school(neighbour.id):
        theirs = person("1").id
    with pytest.raises(Refused):
        places.put(here, administrator, group("Rm 2"), [theirs])
