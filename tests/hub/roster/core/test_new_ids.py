"""Within one SMS a person may get a new id: who they are is told by the NSN or the address, and theirs stays theirs."""

from collections import Counter
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, Limits, guard, make_plan
from openpact.ide import RefusedRow, Role

from ..files import ide_file, student, teacher
from .simulator import applied, here, people, roster_of, told

ARI = student("1", nsn="0123456789", dob=date(2017, 3, 1), home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", nsn="0123456790", home_groups=("Rm 1",))
TAMA = student("3", "Tama", "Rangi", nsn="0123456791")
HEMI = teacher("t1", email="hemi@kowhai.example", groups=("Rm 1",))
SCHOOL = [ARI, MELE, TAMA, HEMI]
NEW = replace(ARI, sms_id="9")


def then(roster, people, **file):
    plan = make_plan(roster, replace(ide_file(people), **file))
    return plan, applied(roster, plan)


def test_a_student_under_a_new_id_is_the_same_person():
    roster = roster_of(SCHOOL)
    plan, after = then(roster, [NEW, MELE, TAMA, HEMI])
    assert [(c.action, c.before, c.after) for c in plan.people] == [(Action.REKEYED, {"sms_id": "1"}, {"sms_id": "9"})]
    assert after.people["9"].id == roster.people["1"].id
    assert plan.memberships == []
    assert (plan.counts["rekeying"], plan.counts["leaving"], plan.counts["joining"]) == (1, 0, 0)


def test_what_else_is_new_changes_with_it():
    roster = roster_of(SCHOOL)
    plan, after = then(roster, [replace(NEW, last_name="Ngata-Smith", home_groups=("Rm 2",)), MELE, TAMA, HEMI])
    (change,) = plan.people
    assert change.before == {"sms_id": "1", "last_name": "Ngata"}
    assert after.people["9"].memberships == {"Rm 2": True}


def test_nobody_is_held_for_it():
    roster = roster_of(SCHOOL)
    file = ide_file([NEW, MELE, TAMA, HEMI])
    assert guard(roster, file, make_plan(roster, file), Limits(), school_number=7999) == []


def test_most_students_at_once_is_another_sms_as_before():
    roster = roster_of(SCHOOL)
    file = ide_file([NEW, replace(MELE, sms_id="8"), TAMA, HEMI])
    reasons = guard(roster, file, make_plan(roster, file), Limits(), school_number=7999)
    assert [reason.code for reason in reasons] == ["changed-sms"]


def test_who_had_left_and_is_back_under_a_new_id_is_the_same_person():
    roster = roster_of(SCHOOL, SCHOOL[1:])
    plan, after = then(roster, [NEW, *SCHOOL[1:]])
    assert plan.of(Action.JOINS) == []
    assert (after.people["9"].id, after.people["9"].active) == (roster.people["1"].id, True)
    assert after.people["9"].memberships == {"Rm 1": True}


def test_an_id_that_comes_back_is_the_same_person_again():
    roster = roster_of(SCHOOL)
    _, after = then(roster, [NEW, *SCHOOL[1:]])
    _, again = then(after, SCHOOL)
    assert again.people["1"].id == roster.people["1"].id
    assert here(again) == here(roster)


@pytest.mark.parametrize("nsn", ["", "123456789", "012345678X"])
def test_without_a_whole_nsn_nobody_is_taken_for_somebody_else(nsn):
    roster = roster_of([replace(ARI, nsn=nsn), MELE])
    plan, _ = then(roster, [replace(NEW, nsn=nsn), MELE])
    assert [c.action for c in plan.people] == [Action.JOINS, Action.LEAVES]


def test_an_id_that_is_still_there_is_not_taken_from_its_person():
    """Two records of one student: the second is somebody of its own until the SMS merges them."""
    plan, _ = then(roster_of(SCHOOL), [*SCHOOL, NEW])
    assert [c.action for c in plan.people] == [Action.JOINS]


def test_an_nsn_that_two_have_in_the_file_decides_nothing():
    plan, _ = then(roster_of(SCHOOL), [NEW, replace(NEW, sms_id="8"), *SCHOOL[1:]])
    assert [c.action for c in plan.people] == [Action.JOINS, Action.JOINS, Action.LEAVES]


def test_an_nsn_that_two_who_are_gone_have_decides_nothing():
    roster = roster_of([*SCHOOL, replace(ARI, sms_id="8")])
    plan, _ = then(roster, [NEW, *SCHOOL[1:]])
    assert Counter(c.action for c in plan.people) == {Action.JOINS: 1, Action.LEAVES: 2}


def test_whoever_is_here_goes_before_whoever_left_with_the_same_nsn():
    roster = roster_of([replace(ARI, sms_id="8"), *SCHOOL[1:]], [ARI, *SCHOOL[1:], replace(ARI, sms_id="8")], SCHOOL)
    _, after = then(roster, [NEW, *SCHOOL[1:]])
    assert after.people["9"].id == roster.people["1"].id


def test_an_nsn_alone_is_not_enough():
    """It may be mistyped: neither a name nor the date of birth agrees."""
    stranger = student("9", "Wiremu", "Tai", nsn=ARI.nsn, dob=date(2011, 5, 5))
    plan, _ = then(roster_of(SCHOOL), [stranger, *SCHOOL[1:]])
    assert [c.action for c in plan.people] == [Action.JOINS, Action.LEAVES]
    plan, _ = then(roster_of(SCHOOL), [replace(stranger, dob=ARI.dob), *SCHOOL[1:]])
    assert [c.action for c in plan.people] == [Action.REKEYED]


def test_a_refused_row_with_the_old_id_is_not_its_being_gone():
    refused = [RefusedRow(2, "1", ("1", "Aroha", "Ngata", "31/31/2017"))]
    plan, _ = then(roster_of(SCHOOL), [NEW, *SCHOOL[1:]], refused=refused)
    assert [c.action for c in plan.people] == [Action.JOINS]
    assert [known.sms_id for known in plan.kept] == ["1"]


def test_a_teacher_is_told_by_the_address():
    roster = roster_of(SCHOOL)
    _, after = then(roster, [*SCHOOL[:3], replace(HEMI, sms_id="t9", email="Hemi@kowhai.example")])
    assert after.people["t9"].id == roster.people["t1"].id


def test_an_address_that_goes_on_to_the_next_one_is_nobodys_id():
    principal = replace(HEMI, email="principal@kowhai.example")
    roster = roster_of([ARI, principal])
    plan, _ = then(roster, [ARI, replace(principal, sms_id="t9", first_name="Mere", last_name="Tai")])
    assert [c.action for c in plan.people] == [Action.JOINS, Action.LEAVES]


def test_caregivers_are_not_told_by_an_address_that_families_share():
    mere = replace(HEMI, sms_id="c1", role=Role.PARENT_CAREGIVER)
    plan, _ = then(roster_of([ARI, mere]), [ARI, replace(mere, sms_id="c9")])
    assert [c.action for c in plan.people] == [Action.JOINS, Action.LEAVES]


@given(files=st.lists(people(least=1), min_size=1, max_size=3), dealt=st.data())
def test_however_ids_are_dealt_anew_nobody_is_doubled_and_the_roster_is_as_the_file_says(files, dealt):
    roster = roster_of(*files)
    last = [p for p in files[-1] if p.role in (Role.STUDENT, Role.TEACHING_STAFF)]
    anew = dealt.draw(st.lists(st.sampled_from(last), unique_by=lambda p: p.sms_id)) if last else []
    fresh = {p.sms_id: f"new {p.sms_id}" for p in anew}
    file = ide_file([replace(p, sms_id=fresh.get(p.sms_id, p.sms_id)) for p in files[-1]])
    plan = make_plan(roster, file)
    after = applied(roster, plan)
    assert here(after) == told(file.people)
    assert make_plan(after, file).is_empty
    # Ids of the generator's people, their NSNs and addresses are each one's own.
    certain = {old: new for old, new in fresh.items() if any(p.sms_id == old and (p.nsn or p.email) for p in anew)}
    for old, new in certain.items():
        assert after.people[new].id == roster.people[old].id
    assert {k.id for k in roster.people.values()} <= {k.id for k in after.people.values()}
    assert len(after.people) == len(roster.people) + len(fresh) - len(certain)
