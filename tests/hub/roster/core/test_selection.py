"""What the SMS's selection leaves out has not left: it stays as it was."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, Limits, guard, make_plan
from openpact.hub.roster.core.rekey import make_rekeying_plan
from openpact.ide import Role, Selection

from ..files import ide_file, student, teacher
from .simulator import applied, groups_here, here, people, roster_of, told

ARI = student("1", nsn="0123456789", groups=("Choir", "Chess"), home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", nsn="0123456788", groups=("Choir",), home_groups=("Rm 1",))
HEMI = teacher("t1", groups=("Rm 1", "Choir"), email="hemi@kowhai.example")
MERE = replace(ARI, sms_id="c1", role=Role.PARENT_CAREGIVER, nsn="", groups=(), home_groups=())
SCHOOL = [ARI, MELE, HEMI, MERE]
STAFF_AND_STUDENTS = frozenset({Role.STUDENT, Role.TEACHING_STAFF, Role.NON_TEACHING_STAFF})
selections = st.builds(
    Selection,
    st.none() | st.frozensets(st.sampled_from(Role), min_size=1),
    st.frozensets(st.sampled_from(["Rm 3", "Year 4", "Kapa haka"])),
)


def select(school, selection):
    """The people and groups that an SMS with this selection would write; a home group is never left out."""
    homes = {name for person in school for name in person.home_groups}
    without = selection.without_groups - homes
    chosen = [
        replace(person, groups=tuple(name for name in person.groups if name not in without))
        for person in school
        if selection.includes_role(person.role)
    ]
    return replace(ide_file(chosen), selection=replace(selection, without_groups=without))


def narrowed(school=SCHOOL, *, roles=None, without=()):
    return select(school, Selection(roles, frozenset(without)))


def moves(plan):
    return {(str(m.action), m.sms_id, m.group) for m in plan.memberships}


def test_a_role_that_is_no_longer_selected_stays_as_it_was():
    plan = make_plan(roster_of(SCHOOL), narrowed(roles=STAFF_AND_STUDENTS))
    assert plan.is_empty
    assert [person.sms_id for person in plan.outside] == ["c1"]


def test_a_group_that_is_no_longer_selected_stays_with_its_members():
    plan = make_plan(roster_of(SCHOOL), narrowed(without=["Choir"]))
    assert plan.is_empty


def test_a_group_that_was_renamed_or_is_gone_is_not_taken_for_one_that_was_left_out():
    renamed = [replace(p, groups=tuple("Kōrā" if name == "Choir" else name for name in p.groups)) for p in SCHOOL]
    plan = make_plan(roster_of(SCHOOL), select(renamed, Selection(None, frozenset({"Chess"}))))
    assert ("ends", "1", "Choir") in moves(plan)
    assert ("starts", "1", "Kōrā") in moves(plan)
    assert [(str(g.action), g.name) for g in plan.groups] == [("appears", "Kōrā"), ("goes", "Choir")]


def test_who_leaves_school_leaves_the_groups_that_are_left_out_too():
    plan = make_plan(roster_of(SCHOOL), narrowed([MELE, HEMI, MERE], without=["Choir", "Chess"]))
    assert [change.sms_id for change in plan.of(Action.LEAVES)] == ["1"]
    assert ("ends", "1", "Choir") in moves(plan)
    assert [(str(g.action), g.name) for g in plan.groups] == [("goes", "Chess")]


def test_a_teachers_place_in_a_home_group_is_always_spoken_of():
    moved = [ARI, MELE, replace(HEMI, groups=("Choir",)), MERE]
    plan = make_plan(roster_of(SCHOOL), narrowed(moved, without=["Choir"]))
    assert moves(plan) == {("ends", "t1", "Rm 1")}


def test_a_new_student_joins_while_the_selection_is_narrow():
    new = student("3", "Tama", "Rangi", groups=("Choir",), home_groups=("Rm 1",))
    plan = make_plan(roster_of(SCHOOL), narrowed([*SCHOOL, new], without=["Choir"]))
    assert moves(plan) == {("starts", "3", "Rm 1")}
    after = applied(roster_of(SCHOOL), plan)
    wide = make_plan(after, ide_file([*SCHOOL, new]))
    assert moves(wide) == {("starts", "3", "Choir")}


def test_what_changed_while_it_was_left_out_comes_with_the_next_wide_file():
    left = [replace(ARI, groups=("Chess",)), MELE, HEMI]
    roster = applied(roster_of(SCHOOL), make_plan(roster_of(SCHOOL), narrowed(left, roles=STAFF_AND_STUDENTS, without=["Choir"])))  # fmt: skip
    plan = make_plan(roster, ide_file(left))
    assert moves(plan) == {("ends", "1", "Choir")}
    assert [change.sms_id for change in plan.of(Action.LEAVES)] == ["c1"]


@given(people(), selections)
def test_a_narrow_file_of_an_unchanged_school_changes_nothing(school, selection):
    roster = roster_of(school)
    plan = make_plan(roster, select(school, selection))
    assert plan.is_empty
    assert {p.sms_id for p in plan.outside} == {p.sms_id for p in school if not selection.includes_role(p.role)}


@given(people(), people(), selections)
def test_after_a_narrow_file_a_wide_one_makes_everything_as_it_says(before, after, selection):
    roster = roster_of(before)
    roster = applied(roster, make_plan(roster, select(after, selection)))
    roster = applied(roster, make_plan(roster, ide_file(after)))
    assert here(roster) == told(after)
    assert make_plan(roster, ide_file(after)).is_empty


@given(people(), people(), selections)
def test_nobody_outside_the_selection_is_touched(before, after, selection):
    roster = roster_of(before)
    names = {p.sms_id for p in after if selection.includes_role(p.role)}
    untouched = {k: v for k, v in here(roster).items() if k not in names and not selection.includes_role(v[0][0])}
    later = here(applied(roster, make_plan(roster, select(after, selection))))
    assert {key: later.get(key) for key in untouched} == untouched


@given(people(), people(), selections)
def test_a_group_has_members_or_is_gone(before, after, selection):
    roster = roster_of(before)
    roster = applied(roster, make_plan(roster, select(after, selection)))
    assert set(groups_here(roster)) == {name for _, groups in here(roster).values() for name in groups}


def test_when_the_school_changed_its_sms_who_is_outside_stays_and_their_old_id_is_set_aside():
    new_ids = [replace(ARI, sms_id="c1"), replace(MELE, sms_id="22"), replace(HEMI, sms_id="33")]
    plan = make_rekeying_plan(roster_of(SCHOOL), narrowed(new_ids, roles=STAFF_AND_STUDENTS))
    assert plan.of(Action.LEAVES) == []
    after = applied(roster_of(SCHOOL), plan)
    assert after.people["c1"].values == roster_of(SCHOOL).people["1"].values
    assert sum(known.active for known in after.people.values()) == 4


def test_staff_who_were_outside_while_the_sms_changed_are_known_again_and_nobody_is_taken_for_them():
    two = [HEMI, teacher("t2", "Moana", email="moana@kowhai.example")]
    only = frozenset({Role.STUDENT})
    roster = roster_of([ARI, MELE, *two])
    students = [replace(ARI, sms_id="21"), replace(MELE, sms_id="22")]
    roster = applied(roster, make_rekeying_plan(roster, narrowed(students, roles=only)))
    newcomer = student("t1", "Tama", "Rangi")
    plan = make_plan(roster, narrowed([*students, newcomer], roles=only))
    assert [change.sms_id for change in plan.of(Action.JOINS)] == ["t1"]
    wide = ide_file([*students, replace(two[0], sms_id="31"), replace(two[1], sms_id="32")])
    plan = make_plan(roster, wide)
    assert [change.person_id for change in plan.of(Action.REKEYED)] == [
        known.id for known in roster.people.values() if known.values[0] == Role.TEACHING_STAFF
    ]
    assert (plan.of(Action.LEAVES), plan.of(Action.JOINS)) == ([], [])
    assert "changed-sms" not in {r.code for r in guard(roster, wide, plan, Limits(), school_number=7999)}


def test_staff_who_are_selected_again_after_a_change_that_nobody_saw_are_matched_after_asking():
    """Only students were sent by the old SMS and only staff by the new one: nothing but staff can show the change."""
    two = [HEMI, teacher("t2", "Moana", email="moana@kowhai.example")]
    roster = roster_of([ARI, MELE, *two])
    file = narrowed(
        [replace(two[0], sms_id="31"), replace(two[1], sms_id="32")], roles=frozenset({Role.TEACHING_STAFF})
    )
    reasons = guard(roster, file, make_plan(roster, file), Limits(), school_number=7999)
    assert "changed-sms" in {reason.code for reason in reasons}
    plan = make_rekeying_plan(roster, file)
    assert (plan.of(Action.LEAVES), plan.of(Action.JOINS)) == ([], [])


@pytest.mark.parametrize(("roles", "held"), [(frozenset({Role.TEACHING_STAFF}), False), (None, True)])
def test_a_file_without_students_is_held_unless_they_were_not_selected(roles, held):
    roster, file = roster_of([HEMI]), replace(ide_file([HEMI]), selection=Selection(roles))
    reasons = guard(roster, file, make_plan(roster, file), Limits(), school_number=7999)
    assert ("no-students" in {reason.code for reason in reasons}) is held
