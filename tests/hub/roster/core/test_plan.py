"""From what a school has and what its SMS says to what would change. The file is a full snapshot."""

from dataclasses import replace
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, Roster, make_plan
from openpact.hub.roster.core.values import COLUMN_OF, FIELDS
from openpact.ide import ALL_COLUMNS, REQUIRED_COLUMNS, Role

from ..files import ide_file, student, teacher
from .simulator import applied, exported, groups_here, here, people, roster_of, told

ARI = student("1", nsn="0123456789", groups=("Year 4",), home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", home_groups=("Rm 2",))
HEMI = teacher("t1", groups=("Rm 1",), email="hemi@kowhai.example")
SCHOOL = [ARI, MELE, HEMI]
WITHOUT_GROUPS = frozenset(ALL_COLUMNS) - {"mlepGroupMembership", "mlepHomeGroup"}


def plan_of(before, after, **file):
    return make_plan(roster_of(before), ide_file(after, **file))


def people_in(plan, action) -> list[str]:
    return [change.sms_id for change in plan.of(action)]


def groups_in(plan, action) -> list[str]:
    return [change.name for change in plan.groups if change.action is action]


def moves(plan) -> set[tuple]:
    return {(str(m.action), m.sms_id, m.group, m.before, m.after) for m in plan.memberships}


# --- People ------------------------------------------------------------------------------------------------------


def test_everybody_of_a_first_file_joins():
    plan = make_plan(Roster(), ide_file(SCHOOL))
    assert people_in(plan, Action.JOINS) == ["1", "2", "t1"]
    assert sorted(groups_in(plan, Action.APPEARS)) == ["Rm 1", "Rm 2", "Year 4"]
    assert plan.counts == {
        "joining": 3, "changing": 0, "leaving": 0, "returning": 0, "unchanged": 0,
        "groups_appearing": 3, "groups_going": 0, "memberships_starting": 4, "memberships_ending": 0,
    }  # fmt: skip


def test_who_joins_is_recorded_with_every_value():
    (change,) = make_plan(Roster(), ide_file([ARI])).people
    assert change.before == {}
    assert set(change.after) == set(FIELDS)
    assert change.after["nsn"] == "0123456789"


def test_a_change_says_the_fields_that_differ_and_no_others():
    plan = plan_of(SCHOOL, [replace(ARI, preferred_name="Ari", dob=date(2017, 3, 4)), MELE, HEMI])
    (change,) = plan.people
    assert change.action is Action.CHANGES
    assert change.before == {"preferred_name": "", "dob": None}
    assert change.after == {"preferred_name": "Ari", "dob": date(2017, 3, 4)}
    assert plan.counts["unchanged"] == 2


def test_an_empty_value_in_a_column_that_is_there_clears_it():
    plan = plan_of([replace(HEMI, username="hparata")], [replace(HEMI, username="", email="")])
    (change,) = plan.people
    assert change.after == {"username": "", "email": ""}


def test_a_new_role_is_a_change_of_the_same_person():
    plan = plan_of([HEMI], [replace(HEMI, role=Role.NON_TEACHING_STAFF)])
    (change,) = plan.people
    assert (change.action, change.before, change.after) == (
        Action.CHANGES, {"role": "TeachingStaff"}, {"role": "NonTeachingStaff"},
    )  # fmt: skip


def test_who_is_absent_leaves_and_their_memberships_end():
    plan = plan_of(SCHOOL, [ARI, HEMI])
    assert people_in(plan, Action.LEAVES) == ["2"]
    assert moves(plan) == {("ends", "2", "Rm 2", True, None)}
    assert groups_in(plan, Action.GOES) == ["Rm 2"]


def test_who_left_is_not_parted_from_again():
    roster = roster_of(SCHOOL, [ARI, HEMI])
    assert make_plan(roster, ide_file([ARI, HEMI])).is_empty


def test_who_is_back_returns_as_the_same_person_with_their_groups():
    roster = roster_of(SCHOOL, [ARI, HEMI])
    plan = make_plan(roster, ide_file([ARI, replace(MELE, preferred_name="Lele"), HEMI]))
    (change,) = plan.people
    assert change.action is Action.RETURNS
    assert change.person_id == roster.people["2"].id
    assert change.before == {"preferred_name": "", "active": False}
    assert change.after == {"preferred_name": "Lele", "active": True}
    assert moves(plan) == {("starts", "2", "Rm 2", None, True)}
    assert groups_in(plan, Action.RETURNS) == ["Rm 2"]
    assert plan.counts["groups_appearing"] == 1


# --- Groups and memberships ----------------------------------------------------------------------------------------


def test_a_student_who_moves_class_keeps_a_place():
    plan = plan_of(SCHOOL, [ARI, replace(MELE, home_groups=("Rm 1",)), HEMI])
    assert plan.people == []
    assert moves(plan) == {("ends", "2", "Rm 2", True, None), ("starts", "2", "Rm 1", None, True)}
    assert groups_in(plan, Action.GOES) == ["Rm 2"]
    assert plan.counts["unchanged"] == 2


def test_a_home_group_repeated_among_the_others_is_one_membership():
    plan = make_plan(Roster(), ide_file([student("1", groups=("Rm 1", "Choir"), home_groups=("Rm 1",))]))
    assert moves(plan) == {("starts", "1", "Rm 1", None, True), ("starts", "1", "Choir", None, False)}


def test_a_group_that_becomes_somebodys_home_is_a_home_group():
    plan = plan_of(SCHOOL, [replace(ARI, groups=("Rm 1",), home_groups=("Year 4",)), MELE, HEMI])
    assert moves(plan) == {("changes", "1", "Rm 1", True, False), ("changes", "1", "Year 4", False, True)}
    assert {(g.name, g.is_home) for g in plan.groups if g.action is Action.CHANGES} == {
        ("Rm 1", False),
        ("Year 4", True),
    }


def test_a_group_stays_a_home_group_while_it_is_anybodys():
    roster = roster_of([ARI, student("9", home_groups=("Rm 1",))])
    plan = make_plan(
        roster, ide_file([replace(ARI, home_groups=(), groups=("Rm 1", "Year 4")), student("9", home_groups=("Rm 1",))])
    )
    assert plan.groups == []


def test_a_group_that_went_returns_with_its_own_key():
    roster = roster_of(SCHOOL, [ARI, HEMI])
    plan = make_plan(roster, ide_file(SCHOOL))
    assert [(g.action, g.group_id) for g in plan.groups] == [(Action.RETURNS, roster.groups["Rm 2"].id)]


# --- Columns that are not there -------------------------------------------------------------------------------------


def test_a_column_that_is_absent_says_nothing():
    without = frozenset(ALL_COLUMNS) - {"mlepEmail", "mlepStudentNSN"}
    plan = plan_of(SCHOOL, [replace(ARI, nsn=""), MELE, replace(HEMI, email="")], columns=without)
    assert plan.is_empty


def test_a_file_without_groups_leaves_everybody_where_they_are():
    bare = [replace(person, groups=(), home_groups=()) for person in SCHOOL]
    assert plan_of(SCHOOL, bare, columns=WITHOUT_GROUPS).is_empty


def test_a_file_without_home_groups_moves_people_between_the_others_only():
    columns = frozenset(ALL_COLUMNS) - {"mlepHomeGroup"}
    plan = plan_of([ARI], [replace(ARI, groups=("Rm 1", "Choir"), home_groups=())], columns=columns)
    assert moves(plan) == {("ends", "1", "Year 4", False, None), ("starts", "1", "Choir", None, False)}


def test_a_file_with_home_groups_only_leaves_the_others():
    columns = frozenset(ALL_COLUMNS) - {"mlepGroupMembership"}
    plan = plan_of([ARI], [replace(ARI, groups=(), home_groups=("Rm 7",))], columns=columns)
    assert moves(plan) == {("ends", "1", "Rm 1", True, None), ("starts", "1", "Rm 7", None, True)}


# --- For any two files whatever -------------------------------------------------------------------------------------


@given(st.lists(people(), max_size=3), people())
def test_a_plan_made_true_is_what_the_file_says(before, after):
    roster = roster_of(*before)
    then = applied(roster, make_plan(roster, ide_file(after)))
    assert here(then) == told(after)
    groups = {}
    for person in after:
        for name in (*person.groups, *person.home_groups):
            groups[name] = groups.get(name, False) or name in person.home_groups
    assert groups_here(then) == groups


@given(st.lists(people(), max_size=3))
def test_nobody_is_ever_forgotten(files):
    roster = roster_of(*files)
    assert set(roster.people) == {person.sms_id for file in files for person in file}


@given(st.lists(people(), min_size=1, max_size=3))
def test_the_same_file_twice_is_an_empty_plan(files):
    plan = make_plan(roster_of(*files), ide_file(files[-1]))
    assert plan.is_empty
    assert plan.unchanged == len(files[-1])


@given(st.lists(people(), max_size=3))
def test_a_file_written_from_the_roster_is_an_empty_plan(files):
    roster = roster_of(*files)
    assert make_plan(roster, ide_file(exported(roster))).is_empty


@given(people(), people(), st.sets(st.sampled_from(sorted(set(ALL_COLUMNS) - set(REQUIRED_COLUMNS)))))
def test_whatever_columns_are_absent_what_they_would_say_is_kept(before, after, absent):
    roster = roster_of(before)
    file = ide_file(after, columns=frozenset(ALL_COLUMNS) - absent)
    then = applied(roster, make_plan(roster, file))
    assert set(here(then)) == {person.sms_id for person in after}
    silent = [index for index, name in enumerate(FIELDS) if COLUMN_OF[name] in absent]
    for sms_id in here(then).keys() & here(roster).keys():
        (was, groups_then), (now, groups_now) = here(roster)[sms_id], here(then)[sms_id]
        assert [now[i] for i in silent] == [was[i] for i in silent]
        if "mlepHomeGroup" in absent:
            assert {n for n, home in groups_then.items() if home} <= {n for n, home in groups_now.items() if home}
        if "mlepGroupMembership" in absent:
            assert {n for n, home in groups_then.items() if not home} <= set(groups_now)


@given(people(), people())
def test_every_change_says_truly_what_was_before(before, after):
    roster = roster_of(before)
    by_id = {known.id: known for known in roster.people.values()}
    for change in make_plan(roster, ide_file(after)).people:
        if change.action is Action.JOINS:
            continue
        was = dict(zip(FIELDS, by_id[change.person_id].values, strict=True)) | {
            "active": by_id[change.person_id].active
        }
        assert change.before == {name: was[name] for name in change.before}
        assert change.before.keys() == change.after.keys()
        assert all(change.before[name] != change.after[name] for name in change.before)
