"""A school that moves to another SMS keeps its people: every id changes, nobody is lost, nobody is doubled."""

from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, make_plan, make_rekeying_plan
from openpact.ide import RefusedRow, Role

from ..files import ide_file, student, teacher
from .simulator import applied, here, people, roster_of, told

ARI = student("1", nsn="0123456789", home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", nsn="0123456790", home_groups=("Rm 1",))
HEMI = teacher("3", email="hemi@kowhai.example")


def rekeyed(roster, people, linked=None, **file):
    plan = make_rekeying_plan(roster, ide_file(people, **file), linked)
    return plan, applied(roster, plan)


def test_students_are_matched_by_their_nsn():
    roster = roster_of([ARI, MELE])
    plan, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(MELE, sms_id="A2", preferred_name="Lele")])
    assert [(c.action, c.before, c.after) for c in plan.people] == [
        (Action.REKEYED, {"sms_id": "1"}, {"sms_id": "A1"}),
        (Action.REKEYED, {"sms_id": "2", "preferred_name": ""}, {"sms_id": "A2", "preferred_name": "Lele"}),
    ]
    assert then.people["A1"].id == roster.people["1"].id
    assert plan.memberships == []
    assert plan.counts["rekeying"] == 2


def test_two_students_may_swap_ids():
    roster = roster_of([ARI, MELE])
    _, then = rekeyed(roster, [replace(ARI, sms_id="2"), replace(MELE, sms_id="1")])
    assert then.people["2"].id == roster.people["1"].id
    assert then.people["1"].id == roster.people["2"].id


def test_staff_are_matched_by_their_address_in_any_case():
    roster = roster_of([ARI, HEMI])
    plan, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(HEMI, sms_id="A3", email="Hemi@Kowhai.example")])
    assert then.people["A3"].id == roster.people["3"].id
    assert plan.unmatched == []


def test_staff_are_matched_by_the_account_that_accepted_their_invitation():
    roster = roster_of([ARI, replace(HEMI, email="office@kowhai.example")])
    linked = {roster.people["3"].id: "hemi@kowhai.example"}
    _, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(HEMI, sms_id="A3")], linked)
    assert then.people["A3"].id == roster.people["3"].id


def test_a_member_of_staff_whose_kind_of_work_the_new_sms_names_otherwise_is_matched():
    roster = roster_of([HEMI])
    _, then = rekeyed(roster, [replace(HEMI, sms_id="A3", role=Role.NON_TEACHING_STAFF)])
    assert then.people["A3"].id == roster.people["3"].id


def test_a_teacher_who_is_a_parent_too_is_matched_as_both():
    parent = replace(HEMI, sms_id="4", role=Role.PARENT_CAREGIVER)
    roster = roster_of([HEMI, parent])
    _, then = rekeyed(roster, [replace(parent, sms_id="A4"), replace(HEMI, sms_id="A3")])
    assert then.people["A3"].id == roster.people["3"].id
    assert then.people["A4"].id == roster.people["4"].id


def test_an_address_that_two_share_matches_neither():
    other = replace(HEMI, sms_id="4", first_name="Mele")
    plan, _ = rekeyed(roster_of([HEMI, other]), [replace(HEMI, sms_id="A3"), replace(other, sms_id="A4")])
    assert plan.unmatched == ["A3", "A4"]
    assert len(plan.of(Action.LEAVES)) == 2


def test_who_cannot_be_matched_is_shown():
    roster = roster_of([ARI, replace(HEMI, email="")])
    plan, _ = rekeyed(roster, [replace(ARI, sms_id="A1"), student("A9", "New", "Comer")])
    assert plan.unmatched == ["A9"]
    assert [c.person_id for c in plan.of(Action.LEAVES)] == [roster.people["3"].id]


def test_an_id_that_still_goes_with_the_name_matches_the_rest():
    cook = replace(HEMI, email="")
    plan, then = rekeyed(roster_of([ARI, cook]), [replace(ARI, sms_id="A1"), replace(cook, username="hemi")])
    assert then.people["3"].values[5] == "hemi"
    assert plan.unmatched == []


def test_an_id_alone_matches_nobody():
    roster = roster_of([ARI, replace(HEMI, email="")])
    plan, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(HEMI, first_name="Mele", last_name="Taufa")])
    assert plan.unmatched == ["3"]
    assert then.people["3"].id != roster.people["3"].id


def test_a_newcomer_of_a_later_file_may_have_the_old_id_of_somebody_who_left():
    roster = roster_of([ARI, MELE, HEMI], [ARI, HEMI])
    _, then = rekeyed(roster, [replace(ARI, sms_id="A1")])
    plan = make_plan(
        then, ide_file([replace(ARI, sms_id="A1"), student("2", "Tama", "Rangi"), student("3", "Pua", "Tai")])
    )
    assert [change.sms_id for change in plan.of(Action.JOINS)] == ["2", "3"]
    assert plan.of(Action.RETURNS) == []


def test_who_had_left_under_the_old_sms_comes_back_as_who_they_are():
    roster = roster_of([ARI, MELE, replace(HEMI, email="")], [ARI])
    _, then = rekeyed(roster, [replace(ARI, sms_id="A1")])
    file = ide_file([replace(ARI, sms_id="A1"), replace(MELE, sms_id="A2"), replace(HEMI, email="")])
    plan = make_plan(then, file)
    assert plan.of(Action.JOINS) == []
    after = applied(then, plan)
    assert (after.people["A2"].id, after.people["A2"].active) == (roster.people["2"].id, True)
    assert after.people["3"].id == roster.people["3"].id
    assert make_plan(after, file).is_empty


def test_a_row_that_is_still_refused_keeps_its_person_with_the_next_file_too():
    roster = roster_of([ARI, MELE, HEMI])
    refused = [RefusedRow(2, "A1", ("A1", "Aroha", "Ngata", "31/31/2017"))]
    here = [replace(MELE, sms_id="A2"), replace(HEMI, sms_id="A3")]
    _, then = rekeyed(roster, here, refused=refused)
    plan = make_plan(then, replace(ide_file(here), refused=refused))
    assert [known.id for known in plan.kept] == [roster.people["1"].id]
    after = applied(then, make_plan(then, ide_file([replace(ARI, sms_id="A1"), *here])))
    assert (after.people["A1"].id, len(after.people)) == (roster.people["1"].id, 3)


def test_the_old_id_of_a_leaver_is_set_aside_when_somebody_else_has_it_now():
    roster = roster_of([ARI, MELE])
    _, then = rekeyed(roster, [replace(ARI, sms_id="2")])
    assert then.people["2"].id == roster.people["1"].id
    (gone,) = [known for known in then.people.values() if not known.active]
    assert (gone.id, gone.sms_id) == (roster.people["2"].id, "2 (until roster 1)")


def test_so_is_the_id_of_somebody_who_left_long_ago():
    roster = roster_of([ARI, MELE], [ARI])
    _, then = rekeyed(roster, [replace(ARI, sms_id="2")])
    assert then.people["2"].id == roster.people["1"].id
    assert [known.active for known in then.people.values() if known.id == roster.people["2"].id] == [False]


def test_somebody_who_left_is_found_again_by_the_nsn():
    roster = roster_of([ARI, MELE], [ARI])
    _, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(MELE, sms_id="A2")])
    assert (then.people["A2"].id, then.people["A2"].active) == (roster.people["2"].id, True)
    assert then.people["A2"].memberships == {"Rm 1": True}


def test_whoever_is_here_goes_before_whoever_left_with_the_same_nsn():
    again = replace(ARI, sms_id="7")
    roster = roster_of([ARI, MELE], [again, MELE])
    plan, then = rekeyed(roster, [replace(ARI, sms_id="A1"), replace(MELE, sms_id="A2")])
    assert then.people["A1"].id == roster.people["7"].id
    assert plan.of(Action.LEAVES) == []


def test_a_refused_row_keeps_its_person_although_the_id_is_new():
    roster = roster_of([ARI, MELE, HEMI])
    refused = [RefusedRow(2, "A1", ("A1", "Aroha", "Ngata", "31/31/2017"))]
    plan, then = rekeyed(roster, [replace(MELE, sms_id="A2"), replace(HEMI, sms_id="A3")], refused=refused)
    assert plan.of(Action.LEAVES) == []
    assert then.people["1 (until roster 1)"].active


def test_an_old_id_that_happens_to_be_in_a_refused_row_says_nothing():
    roster = roster_of([ARI, MELE, HEMI])
    refused = [RefusedRow(2, "2", ("2", "Aroha", "Ngata", "31/31/2017"))]
    plan, _ = rekeyed(roster, [replace(HEMI, sms_id="A3")], refused=refused)
    assert [known.sms_id for known in plan.kept] == ["1"]
    assert [change.person_id for change in plan.of(Action.LEAVES)] == [roster.people["2"].id]


def test_somebody_who_waits_gives_up_an_id_that_is_another_persons_now():
    roster = roster_of([ARI, MELE, HEMI])
    refused = [RefusedRow(2, None, ("?", "Somebody", "Else"))]
    plan, then = rekeyed(roster, [replace(ARI, sms_id="2"), replace(HEMI, sms_id="A3")], refused=refused)
    assert [known.id for known in plan.waiting] == [roster.people["2"].id]
    assert then.people["2"].id == roster.people["1"].id
    assert then.people["2 (until roster 1)"].active


def test_the_next_file_of_the_new_sms_is_an_ordinary_one():
    roster = roster_of([ARI, MELE, HEMI])
    file = [replace(p, sms_id=f"A{p.sms_id}") for p in (ARI, MELE, HEMI)]
    _, then = rekeyed(roster, file)
    assert make_rekeying_plan(then, ide_file(file)).is_empty


IDENTIFIED = people(least=2).map(
    lambda found: [
        replace(p, nsn=f"{int(p.sms_id):010d}")
        if p.role is Role.STUDENT
        else replace(p, email=f"{p.sms_id}@kowhai.example")
        for p in found
    ]
)


@given(IDENTIFIED, st.permutations([str(n) for n in range(1, 13)]), st.booleans())
def test_however_ids_are_dealt_anew_everybody_stays_who_they_are(found, ids, fresh):
    """The new SMS numbers from 1 as the old one did, or in its own way."""
    new = {p.sms_id: ("A" if fresh else "") + ids[int(p.sms_id) - 1] for p in found}
    roster = roster_of(found)
    file = [replace(p, sms_id=new[p.sms_id]) for p in found]
    plan, then = rekeyed(roster, file)
    assert not plan.of(Action.JOINS)
    assert not plan.of(Action.LEAVES)
    assert here(then) == told(file)
    assert {new[known.sms_id]: known.id for known in roster.people.values()} == {
        k.sms_id: k.id for k in then.people.values()
    }


@given(
    st.lists(people(), min_size=1, max_size=3),
    people(),
    st.lists(
        st.builds(RefusedRow, st.just(2), st.none() | st.sampled_from(["1", "2"]), st.just(("Aroha", "Ngata"))),
        max_size=2,
    ),
)
def test_whatever_the_new_sms_says_no_two_people_end_with_one_id(files, after, refused):
    roster = roster_of(*files)
    _, then = rekeyed(roster, after, refused=refused)
    assert here(then).items() >= told(after).items()
    assert {known.id for known in roster.people.values()} <= {known.id for known in then.people.values()}
