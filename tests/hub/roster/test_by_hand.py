"""What people do to the roster by hand: recorded with who and when, and neither touched by an upload nor by its undoing."""

from dataclasses import replace
from datetime import date
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub import roster as room
from openpact.hub.audit.models import Area, Line
from openpact.hub.judgements.queries import may_see
from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster import core, queries, services
from openpact.hub.roster.by_hand import groups, people, places
from openpact.hub.roster.by_hand.record import Refused
from openpact.hub.roster.models import Group, Membership, Person, RosterChange

from .acts import ACTS, act, done_by_hand
from .files import ide_file, student, teacher
from .test_apply import FIRST, SECOND, a_school, rows, upload


@pytest.fixture
def here(school, administrator):
    """Inside the school, with an upload applied: Room 1 and 2, Year 4, Aroha, Te Ariki and their teacher Hēmi."""
    upload(school, FIRST)
    with at_school(school.id):
        yield school


@pytest.fixture
def kept(monkeypatch):
    """KAMAR keeps the school's people."""
    monkeypatch.setattr(room, "keepers", [lambda school: "KAMAR"])


def group(name: str, **more) -> Group:
    return Group.objects.get(name=name, **more)


def person(sms_id: str) -> Person:
    return Person.objects.get(sms_id=sms_id)


def said() -> list[str]:
    return [line.words for line in Line.objects.filter(area=Area.PEOPLE).order_by("id")]


def names(people_) -> list[str]:
    return [p.display_name for p in people_]


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


# --- People ------------------------------------------------------------------------------------------------------------

WIREMU = {"role": "Student", "first_name": "Wiremu", "last_name": "Hōhepa", "dob": date(2017, 5, 6)}


def test_somebody_is_added_with_an_id_of_ours_and_put_into_their_class(here, administrator):
    added = people.add(here, administrator, {**WIREMU, "nsn": "0000000042"}, [group("Rm 1")])
    assert added.sms_id.startswith("pact-")
    assert (added.by_hand, added.active, added.student_id is not None) == (True, True, True)
    assert "Wiremu Hōhepa" in names(queries.students_of(group("Rm 1")))
    assert said() == ["Added the student Wiremu Hōhepa by hand.", "Put into Rm 1 by hand: Wiremu Hōhepa."]
    change = RosterChange.objects.get(person_id=added.id, what="person")
    assert (change.action, change.line.by, change.after["by_hand"]) == ("joins", administrator, True)


def test_uploads_keep_whom_they_do_not_name(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    _, plan = upload(here, SECOND)
    assert [known.id for known in plan.by_hand] == [added.id]
    assert person(added.sms_id).active


def test_somebody_an_upload_names_is_the_upload_s_and_undoing_it_gives_them_back(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    before = rows(here)
    exchange, _ = upload(here, [*FIRST, student("77", "Wiremu", "Hōhepa", dob=date(2017, 5, 6), home_groups=("Rm 2",))])
    theirs = person("77")
    assert (theirs.id, theirs.by_hand) == (added.id, False)
    assert {m.group.name for m in theirs.memberships.all()} == {"Rm 1", "Rm 2"}
    services.revert(here, exchange, keep=[])
    assert rows(here) == before


@pytest.mark.parametrize(
    "values",
    [
        {"nsn": "0123456789"},
        {"first_name": "aroha", "last_name": "NGATA", "dob": date(2017, 3, 4)},
        {"role": "TeachingStaff", "email": "HEMI@kowhai.example"},
    ],
)
def test_nobody_is_added_twice(here, administrator, values):
    with pytest.raises(Refused, match="is here already"):
        people.add(here, administrator, {**WIREMU, **values})


def test_whoever_left_is_brought_back_not_added_again(here, administrator):
    people.leave(here, administrator, person("1"))
    with pytest.raises(Refused, match="Bring them back"):
        people.add(here, administrator, {**WIREMU, "nsn": "0123456789"})


def test_two_students_of_one_name_and_birth_date_with_nsns_of_their_own_are_two(here, administrator):
    people.add(here, administrator, {**WIREMU, "nsn": "0000000042"})
    people.add(here, administrator, {**WIREMU, "nsn": "0000000043"})


def test_a_change_is_recorded_field_by_field_and_an_nsn_is_never_written_out(here, administrator):
    added = people.add(here, administrator, WIREMU)
    people.change(here, administrator, added, {"preferred_name": "Wī", "nsn": "0000000042"})
    people.change(here, administrator, added, {"preferred_name": "Wī"})
    after = person(added.sms_id)
    assert (after.preferred_name, after.nsn, after.student_id is not None) == ("Wī", "0000000042", True)
    assert said()[1:] == [
        "Changed Wiremu Hōhepa by hand. Preferred name: Wī (was: nothing); NSN: ••• ••• 042 (was: nothing)."
    ]


def test_they_leave_and_come_back_with_their_places_by_hand(here, administrator):
    added = people.add(here, administrator, WIREMU, [group("Rm 1")])
    people.leave(here, administrator, added)
    people.leave(here, administrator, added)
    assert not person(added.sms_id).active
    people.come_back(here, administrator, added)
    assert "Wiremu Hōhepa" in names(queries.students_of(group("Rm 1")))
    assert said()[2:] == ["Said by hand that Wiremu Hōhepa has left.", "Said by hand that Wiremu Hōhepa is back."]


def test_where_an_sms_keeps_the_people_those_it_lists_are_changed_there(kept, here, administrator):
    for done in (people.leave, people.come_back, lambda *who: people.change(*who, {"first_name": "X"})):
        with pytest.raises(Refused, match="comes from KAMAR"):
            done(here, administrator, person("1"))
    people.change(here, administrator, people.add(here, administrator, WIREMU), {"first_name": "Wī"})


def test_where_an_sms_keeps_the_people_its_places_stay(kept, here, administrator):
    rm = group("Rm 1")
    with pytest.raises(Refused, match="KAMAR says that Ari Ngata is in Rm 1"):
        people.take_out(here, administrator, person("1"), rm)
    places.put(here, administrator, rm, [person("1").id])
    people.take_out(here, administrator, person("1"), rm)
    membership = Membership.objects.get(person=person("1"), group=rm)
    assert (membership.listed, membership.by_hand) == (True, False)


def test_without_an_sms_somebody_is_moved_to_another_class_by_hand(here, administrator):
    places.put(here, administrator, group("Rm 2"), [person("1").id])
    people.take_out(here, administrator, person("1"), group("Rm 1"))
    people.take_out(here, administrator, person("1"), group("Rm 1"))
    assert {m.group.name: m.at_home for m in person("1").memberships.all()} == {"Rm 2": True, "Year 4": False}
    assert said() == ["Put into Rm 2 by hand: Ari Ngata.", "Said by hand that Ari Ngata is not in Rm 1 any more."]


def test_an_upload_that_waits_must_be_looked_at_again_once_somebody_was_changed_by_hand(here, administrator):
    planned = services.current(here)
    plan = core.make_plan(planned, ide_file(SECOND))
    people.add(here, administrator, WIREMU)
    with pytest.raises(services.RosterMoved):
        services.apply(here, uuid4(), plan, planned_version=planned.version, exported_at=None)


# --- Undoing an upload after something was done by hand ------------------------------------------------------------------


def test_what_was_changed_by_hand_since_stays_when_the_upload_is_undone(here, administrator):
    exchange, _ = upload(here, SECOND)
    people.change(here, administrator, person("1"), {"first_name": "Arohanui Mere"})
    people.come_back(here, administrator, person("2"))
    services.revert(here, exchange, keep=[])
    assert (person("1").first_name, person("1").nsn, person("1").preferred_name) == (
        "Arohanui Mere",
        "0123456789",
        "Ari",
    )
    assert person("2").active
    assert [m.group.name for m in person("2").memberships.all()] == ["Rm 2"]


def test_whoever_joined_and_was_changed_or_placed_by_hand_has_left_instead_of_vanishing(here, administrator):
    exchange, _ = upload(here, [*FIRST, student("8", "Mia", "Lee"), student("9", "Eru", "Poe"), student("10")])
    people.change(here, administrator, person("8"), {"preferred_name": "Mimi"})
    places.put(here, administrator, groups.make(here, administrator, "Extension", is_home=False), [person("9").id])
    services.revert(here, exchange, keep=[])
    assert set(Person.objects.filter(active=False).values_list("sms_id", flat=True)) == {"8", "9"}
    assert Membership.objects.filter(person=person("9"), by_hand=True).exists()


def test_a_group_that_appeared_and_was_given_by_hand_or_hidden_waits_instead_of_vanishing(here, administrator):
    exchange, _ = upload(here, [*FIRST, student("8", home_groups=("Rm 8",)), student("9", home_groups=("Rm 9",))])
    places.put(here, administrator, group("Rm 8"), [person("t1").id])
    groups.hide(here, administrator, group("Rm 9"))
    services.revert(here, exchange, keep=[])
    assert dict(Group.objects.filter(listed=False).values_list("name", "hidden")) == {"Rm 8": False, "Rm 9": True}
    upload(here, [*FIRST, student("8", home_groups=("Rm 8",)), student("9", home_groups=("Rm 9",))])
    assert [g.name for g in queries.groups_of(person("t1").id)] == ["Rm 1", "Rm 8"]
    assert not group("Rm 9").active


def uploaded(school) -> dict[str, dict]:
    """What uploads know of the school, by key."""
    roster = services.current(school)
    return {
        "people": {k.id: k for k in roster.people.values()},
        "groups": {g.id: g for g in roster.groups.values()},
    }


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    history=st.lists(a_school, min_size=1, max_size=3),
    between=st.lists(ACTS, min_size=3, max_size=3),
    since=ACTS,
    plan=st.sampled_from([core.make_plan, core.make_rekeying_plan]),
)
def test_whatever_was_done_by_hand_no_upload_and_no_undoing_touches_it(
    school, administrator, history, between, since, plan
):
    with at_school(school.id):
        if not Person.objects.filter(by_hand=True).exists():
            people.add(school, administrator, WIREMU)
        for people_, acts_ in zip(history[:-1], between, strict=False):
            upload(school, people_)
            for each in acts_:
                act(school, administrator, *each)
        before, by_hand = uploaded(school), done_by_hand()
        exchange, _ = upload(school, history[-1], plan=plan)
        assert done_by_hand() == by_hand
        assert core.make_plan(services.current(school), ide_file(history[-1])).is_empty
        for each in since:
            act(school, administrator, *each)
        by_hand = done_by_hand()
        services.revert(school, exchange, keep=[])
        assert done_by_hand() == by_hand
        after = uploaded(school)
        # Who and what is left over only waits.
        extra = {key: after["people"].pop(key) for key in after["people"].keys() - before["people"].keys()}
        assert not any((known.active and not known.by_hand) or known.memberships for known in extra.values())
        spare = {key: after["groups"].pop(key) for key in after["groups"].keys() - before["groups"].keys()}
        assert not any(known.active for known in spare.values())
        assert after == before
