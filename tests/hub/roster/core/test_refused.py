"""A refused row is never an absent row: whoever it describes keeps what they had."""

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.roster.core import Action, make_plan
from openpact.hub.roster.core.refused import protected_by
from openpact.ide import RefusedRow

from ..files import ide_file, student, teacher
from .simulator import applied, here, people, roster_of

ARI = student("1", nsn="0123456789", home_groups=("Rm 1",))
MELE = student("2", "Mele", "Taufa", home_groups=("Rm 2",))
HEMI = teacher("t1")
ROSTER = roster_of([ARI, MELE, HEMI])


def row(*cells: str, sms_id: str | None = None) -> RefusedRow:
    return RefusedRow(line=7, sms_id=sms_id, cells=cells)


def test_somebody_whose_row_has_an_error_keeps_everything():
    plan = make_plan(ROSTER, ide_file([MELE, HEMI], refused=[row("1", "31/31/2017", sms_id="1")]))
    assert plan.is_empty
    assert [known.sms_id for known in plan.kept] == ["1"]


def test_who_is_absent_beside_a_row_with_an_error_still_leaves():
    plan = make_plan(ROSTER, ide_file([HEMI], refused=[row("1", "31/31/2017", sms_id="1")]))
    assert [change.sms_id for change in plan.of(Action.LEAVES)] == ["2"]


def test_the_group_of_somebody_who_is_kept_does_not_go():
    plan = make_plan(ROSTER, ide_file([MELE, HEMI], refused=[row("1", sms_id="1")]))
    assert [change.name for change in plan.groups] == []


@pytest.mark.parametrize(
    "cells",
    [("1", "x"), (" 1 ", "x"), ("0123456789",), ("AROHA", "ngata", "Student"), ("Ngata", "", "Aroha")],
    ids=["the id", "the id with spaces", "the NSN", "the names in capitals", "the names in any order"],
)
def test_a_row_in_pieces_is_known_by(cells):
    protected, anyone = protected_by([row(*cells)], [ROSTER.people["1"], ROSTER.people["2"]])
    assert (protected, anyone) == ({"1"}, False)


def test_a_first_name_alone_is_nobodys():
    assert protected_by([row("Aroha", "Student")], [ROSTER.people["1"]]) == (set(), True)


def test_two_people_of_one_name_are_both_kept():
    roster = roster_of([ARI, replace(ARI, sms_id="3", nsn="")])
    protected, anyone = protected_by([row("Aroha", "Ngata")], roster.people.values())
    assert (protected, anyone) == ({"1", "3"}, False)


def test_while_a_row_names_nobody_we_know_nobody_leaves():
    plan = make_plan(ROSTER, ide_file([HEMI], refused=[row("Somebody", "Else")]))
    assert plan.is_empty
    assert {known.sms_id for known in plan.waiting} == {"1", "2"}


def test_people_who_wait_do_not_hide_what_else_changes():
    plan = make_plan(ROSTER, ide_file([replace(HEMI, email="hemi@kowhai.example")], refused=[row("Somebody", "Else")]))
    assert [(change.action, change.sms_id) for change in plan.people] == [(Action.CHANGES, "t1")]


def test_one_clear_row_and_one_that_could_be_anyones_keep_and_wait():
    plan = make_plan(ROSTER, ide_file([HEMI], refused=[row("1", sms_id="1"), row("Somebody", "Else")]))
    assert [known.sms_id for known in plan.kept] == ["1"]
    assert [known.sms_id for known in plan.waiting] == ["2"]


def test_once_the_row_is_mended_the_absent_leave():
    roster = roster_of([ARI, MELE, HEMI], ide_file([HEMI], refused=[row("Somebody", "Else")]))
    plan = make_plan(roster, ide_file([HEMI]))
    assert {change.sms_id for change in plan.of(Action.LEAVES)} == {"1", "2"}


def _ruined(person, how: str) -> RefusedRow:
    cells = [person.sms_id, person.first_name, person.last_name, person.nsn, str(person.role), person.email]
    if how == "a bad cell":
        return RefusedRow(2, person.sms_id, tuple(cells))
    if how == "no id":
        return RefusedRow(2, None, ("", *cells[1:]))
    del cells[int(how)]
    return RefusedRow(2, None, tuple(cells))


@given(
    st.lists(people(least=1), min_size=1, max_size=2),
    people(),
    st.lists(st.sampled_from(["a bad cell", "no id", "0", "1", "2", "3", "4", "5"]), min_size=1, max_size=4),
    st.randoms(use_true_random=False),
)
def test_however_rows_are_ruined_nobody_they_describe_leaves(files, after, ways, random):
    roster = roster_of(*files)
    now = list(files[-1])
    random.shuffle(now)
    ruined = dict(zip((person.sms_id for person in now), ways, strict=False))
    refused = [_ruined(person, ruined[person.sms_id]) for person in now if person.sms_id in ruined]
    good = [person for person in after if person.sms_id not in ruined]
    plan = make_plan(roster, ide_file(good, refused=refused))
    assert not ruined.keys() & {change.sms_id for change in plan.people}
    then = here(applied(roster, plan))
    assert {sms_id: then[sms_id] for sms_id in ruined if sms_id in then} == {
        s: here(roster)[s] for s in ruined if s in here(roster)
    }
