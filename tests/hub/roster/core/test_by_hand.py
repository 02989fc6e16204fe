"""What is by hand is no business of an upload's: it neither ends it nor counts it, until it names somebody added by hand."""

from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, KnownPerson, Limits, Roster, guard, make_plan, make_rekeying_plan
from openpact.hub.roster.core import by_hand as acts
from openpact.hub.roster.core.values import OURS, values_of
from openpact.ide import Person, RefusedRow, Role

from ..files import ide_file, student, teacher
from .simulator import applied, exported, groups_here, here, people, roster_of

BORN = date(2017, 3, 4)
ROOM_1 = [student(str(n), f"Student{n}", nsn=f"{n:010d}", home_groups=("Rm 1",)) for n in range(1, 31)]


def with_by_hand(roster: Roster, *added: Person) -> Roster:
    """The roster, and people whom somebody added to it by hand."""
    for person in added:
        roster = applied(roster, acts.added(person.sms_id, values_of(person)))
    return roster


def by_hand(sms_id="pact-1", first="Wiremu", last="Hōhepa", **more) -> Person:
    return student(sms_id, first, last, **more)


def test_somebody_added_by_hand_stays_though_no_upload_names_them():
    roster = with_by_hand(roster_of(ROOM_1), by_hand())
    plan = make_plan(roster, ide_file(ROOM_1))
    assert plan.is_empty
    assert [known.name for known in plan.by_hand] == ["Wiremu Hōhepa"]


@pytest.mark.parametrize(
    ("added", "named"),
    [
        (by_hand(nsn="0123456789"), student("77", "Wiremu", "Hohepa", nsn="0123456789")),
        (by_hand(dob=BORN), student("77", "Wiremu", "Hōhepa", dob=BORN, nsn="0123456789")),
        (teacher("pact-1", email="hemi@kowhai.example"), teacher("77", email="Hemi@kowhai.example")),
    ],
    ids=["by NSN", "by name and date of birth", "by address"],
)
def test_an_upload_that_names_them_takes_them_over_with_all_that_is_theirs(added, named):
    roster = with_by_hand(roster_of(ROOM_1), added)
    key = roster.people["pact-1"].id
    file = ide_file([*ROOM_1, named])
    plan = make_plan(roster, file)
    (change,) = plan.people
    assert (change.action, change.person_id, change.sms_id) == (Action.REKEYED, key, "77")
    assert (change.before["by_hand"], change.after["by_hand"]) == (True, False)
    after = applied(roster, plan)
    assert after.people["77"].id == key
    assert make_plan(after, file).is_empty
    assert [c.sms_id for c in make_plan(after, ide_file(ROOM_1)).of(Action.LEAVES)] == ["77"]


def test_an_upload_that_names_them_by_our_id_takes_them_over_too():
    """A list that was matched with the roster says our ids."""
    roster = with_by_hand(roster_of(ROOM_1), by_hand())
    (change,) = make_plan(roster, ide_file([*ROOM_1, by_hand()])).people
    assert (change.action, change.after) == (Action.CHANGES, {"by_hand": False})


@pytest.mark.parametrize(
    "named",
    [
        [student("77", "Wiremu", "Hōhepa", dob=date(2016, 1, 1))],
        [student("77", "Wiremu", "Hōhepa")],
        [student("77", "Wiremu", "Hōhepa", dob=BORN, nsn="0000000077")],
        [student("77", "Wiremu", "Hōhepa", dob=BORN), student("78", "Wiremu", "Hōhepa", dob=BORN)],
        [teacher("77", "Wiremu", "Hōhepa", dob=BORN)],
    ],
    ids=["another birth date", "no birth date", "another NSN", "two of them", "a teacher"],
)
def test_nobody_is_taken_for_somebody_else(named):
    roster = with_by_hand(roster_of(ROOM_1), by_hand(dob=BORN, nsn="0123456789"))
    plan = make_plan(roster, ide_file([*ROOM_1, *named]))
    assert {change.action for change in plan.people} == {Action.JOINS}
    assert len(plan.by_hand) == 1


def test_somebody_of_a_list_without_ids_is_known_by_name_and_birth_date_when_an_sms_is_linked():
    listed = [student(f"{OURS}{n}", f"Student{n}", dob=date(2016, 1, n), home_groups=("Rm 1",)) for n in range(1, 29)]
    roster = roster_of(listed)
    file = ide_file([replace(p, sms_id=f"K{n}", nsn=f"{n:010d}") for n, p in enumerate(listed)])
    plan = make_plan(roster, file)
    assert {change.action for change in plan.people} == {Action.REKEYED}
    assert guard(roster, file, plan, Limits(), school_number=7999) == []
    after = applied(roster, plan)
    assert {k.id for k in after.people.values()} == {k.id for k in roster.people.values()}


def test_a_row_that_could_not_be_used_protects_somebody_of_a_list_by_name():
    roster = roster_of([student(f"{OURS}1", "Mele", "Taufa"), student(f"{OURS}2", "Aroha", "Ngata")])
    refused = [RefusedRow(7, "K7", ("K7", "Mele", "Taufa", "31/31/2017"))]
    plan = make_plan(roster, ide_file([student("K8", "Somebody", "Else")], refused=refused))
    assert [known.name for known in plan.kept] == ["Mele Taufa"]
    assert [change.name for change in plan.of(Action.LEAVES)] == ["Aroha Ngata"]


def test_the_guard_counts_only_whom_uploads_brought():
    """Six of thirty may not leave; that two hundred more were added by hand makes no difference."""
    more = [by_hand(f"pact-{n}", f"Own{n}") for n in range(200)]
    roster = with_by_hand(roster_of(ROOM_1), *more)
    file = ide_file(ROOM_1[7:])
    assert [r.code for r in guard(roster, file, make_plan(roster, file), Limits(), school_number=7999)] == [
        "many-students-leaving"
    ]


def test_people_added_by_hand_are_no_sign_of_another_sms():
    added = [by_hand(f"pact-{n}", f"Own{n}", nsn=f"{n + 1:010d}") for n in range(30)]
    roster = with_by_hand(Roster(), *added)
    file = ide_file([replace(p, sms_id=f"K{n}") for n, p in enumerate(added)])
    plan = make_plan(roster, file)
    assert guard(roster, file, plan, Limits(), school_number=7999) == []
    assert len(plan.of(Action.REKEYED)) == 30


def test_when_the_sms_changes_people_by_hand_keep_their_ids_or_are_matched():
    roster = with_by_hand(roster_of(ROOM_1), by_hand(), by_hand("pact-2", "Mia", "Lee", nsn="0000000099"))
    moved = [replace(p, sms_id=f"K{p.sms_id}") for p in ROOM_1]
    plan = make_rekeying_plan(roster, ide_file([*moved, student("K99", "Mia", "Lee", nsn="0000000099")]))
    after = applied(roster, plan)
    assert after.people["pact-1"].active
    assert after.people["K99"].id == roster.people["pact-2"].id
    assert not after.people["K99"].by_hand


@pytest.mark.parametrize("what", ["changed", "left", "back", "parted"])
def test_an_act_that_changes_nothing_is_an_empty_plan(what):
    known = KnownPerson(1, "pact-1", values_of(by_hand()), what != "back", {}, True)
    again = KnownPerson(1, "pact-1", values_of(by_hand()), what == "back", {}, True)
    plan = {
        "changed": lambda: acts.changed(known, {"first_name": "Wiremu"}),
        "left": lambda: acts.left(again),
        "back": lambda: acts.back(again),
        "parted": lambda: acts.parted(known, ["Rm 1"]),
    }[what]()
    assert plan.is_empty


def test_somebody_an_upload_brought_can_leave_and_come_back_by_hand():
    roster = roster_of(ROOM_1)
    gone = applied(roster, acts.left(roster.people["1"]))
    assert not gone.people["1"].active
    assert gone.people["1"].memberships == {}
    there = applied(gone, acts.back(gone.people["1"]))
    assert there.people["1"].active
    assert set(here(applied(there, make_plan(there, ide_file(ROOM_1))))) == {p.sms_id for p in ROOM_1}


# --- For any files whatever --------------------------------------------------------------------------------------------

OWN = st.lists(
    st.builds(
        by_hand,
        st.integers(1, 5).map("pact-{}".format),
        st.sampled_from(["Aroha", "Hēmi", "Zoe"]),
        st.sampled_from(["Ngata", "Zed"]),
        nsn=st.sampled_from(["", "0000000001", "0000000777"]),
        dob=st.sampled_from([None, BORN]),
    ),
    max_size=5,
    unique_by=lambda person: person.sms_id,
)
plans = st.sampled_from([make_plan, make_rekeying_plan])


@given(st.lists(people(), max_size=2), OWN, people(), plans)
def test_nobody_added_by_hand_ever_leaves_by_an_upload(before, own, after, plan):
    roster = with_by_hand(roster_of(*before), *own)
    then = applied(roster, plan(roster, ide_file(after)))
    by_key = {known.id: known for known in then.people.values()}
    for person in own:
        known = by_key[roster.people[person.sms_id].id]
        assert known.active
        assert known.by_hand == (known.sms_id == person.sms_id)


@given(st.lists(people(), max_size=2), OWN, people(), plans)
def test_with_people_by_hand_too_the_same_file_again_is_an_empty_plan(before, own, after, plan):
    roster = with_by_hand(roster_of(*before), *own)
    file = ide_file(after)
    then = applied(roster, plan(roster, file))
    assert make_plan(then, file).is_empty


@given(st.lists(people(), max_size=2), OWN, people())
def test_whoever_the_file_names_is_as_it_says_and_the_rest_were_added_by_hand(before, own, after):
    roster = with_by_hand(roster_of(*before), *own)
    then = applied(roster, make_plan(roster, ide_file(after)))
    named = {person.sms_id for person in after}
    assert named <= set(here(then))
    assert all(then.people[sms_id].by_hand for sms_id in set(here(then)) - named)
    assert groups_here(then) == groups_here(applied(roster_of(*before), make_plan(roster_of(*before), ide_file(after))))


@given(people(), OWN)
def test_a_file_written_from_what_uploads_brought_changes_nothing_by_hand(before, own):
    roster = with_by_hand(roster_of(before), *own)
    brought = [p for p in exported(roster) if not roster.people[p.sms_id].by_hand]
    plan = make_plan(roster, ide_file(brought))
    assert plan.is_empty
    assert all(roster.people[p.sms_id] in plan.by_hand for p in own)


def test_a_parent_is_never_taken_for_a_student_added_by_hand():
    roster = with_by_hand(Roster(), by_hand(dob=BORN))
    parent = Person("P1", Role.PARENT_CAREGIVER, "Wiremu", "Hōhepa", dob=BORN)
    assert [c.action for c in make_plan(roster, ide_file([parent])).people] == [Action.JOINS]
