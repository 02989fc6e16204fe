"""What a file changes, and when a person should look first."""

from dataclasses import replace
from datetime import date, timedelta

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.register.core import Action, Entry, Known, RefusedRow, RegisterFile, guard, make_plan

from ..files import DAY, entry, rolls


def file(entries: list[Entry], refused: list[RefusedRow] | None = None, as_of: date = DAY) -> RegisterFile:
    refused = refused or []
    return RegisterFile(entries, refused, [], as_of, len(entries) + len(refused))


def known(entries: list[Entry], *gone: Entry) -> dict[str, Known]:
    return {one.nsn: Known(one) for one in entries} | {one.nsn: Known(one, listed=False) for one in gone}


def after(before: dict[str, Known], plan) -> dict[str, Known]:
    """What the plan makes of them."""
    changed = {c.entry.nsn: Known(c.entry, listed=c.action is not Action.GOES) for c in plan.changes}
    return before | changed


def reasons(before: dict[str, Known], new: RegisterFile, last: date | None = None) -> list[str]:
    plan = make_plan(before, new)
    return [reason.code for reason in guard(before, new, plan, today=DAY, last=last)]


@given(before=rolls, gone=rolls, roll=rolls)
def test_afterwards_exactly_those_in_the_file_are_listed_as_it_says(before, gone, roll):
    start = known(before, *(one for one in gone if one.nsn not in {b.nsn for b in before}))
    end = after(start, make_plan(start, file(roll)))
    assert {nsn: one.entry for nsn, one in end.items() if one.listed} == {one.nsn: one for one in roll}


@given(before=rolls, roll=rolls)
def test_the_same_file_twice_is_one_change(before, roll):
    once = after(known(before), make_plan(known(before), file(roll)))
    again = make_plan(once, file(roll))
    assert again.is_empty
    assert again.unchanged == len(roll)


@given(before=rolls.filter(bool), data=st.data())
def test_a_refused_row_is_never_an_absent_row(before, data):
    hurt = data.draw(st.sets(st.sampled_from(before)))
    rows = [RefusedRow(1, one.nsn) for one in hurt]
    plan = make_plan(known(before), file([one for one in before if one not in hurt], rows))
    assert plan.is_empty
    assert {one.nsn for one in plan.kept} == {one.nsn for one in hurt}


@given(before=rolls, roll=rolls)
def test_while_a_row_cannot_be_made_out_nobody_goes(before, roll):
    plan = make_plan(known(before), file(roll, [RefusedRow(1, "")]))
    assert not plan.of(Action.GOES)
    assert len(plan.waiting) == len({one.nsn for one in before} - {one.nsn for one in roll})


def test_every_kind_of_change_is_told_with_what_differs():
    stays, changes, goes, returns, arrives = (entry(n) for n in range(1, 6))
    moved = replace(changes, last_name="Parata", leave_date=DAY)
    plan = make_plan(known([stays, changes, goes], returns), file([stays, moved, returns, arrives]))
    assert {c.entry.nsn[-1]: (c.action, c.fields) for c in plan.changes} == {
        "2": (Action.CHANGES, ("last_name", "leave_date")),
        "3": (Action.GOES, ()),
        "4": (Action.RETURNS, ()),
        "5": (Action.ARRIVES, ()),
    }
    assert plan.counts == {
        "arrives": 1, "changes": 1, "returns": 1, "goes": 1, "unchanged": 1, "kept": 0, "waiting": 0,
    }  # fmt: skip


def test_a_handful_may_always_go_and_more_than_a_fifth_waits_for_a_person():
    ten, forty = [entry(n) for n in range(10)], [entry(n) for n in range(40)]
    assert reasons(known(ten), file(ten[5:])) == []
    assert reasons(known(ten), file(ten[6:])) == ["many-going"]
    assert reasons(known(forty), file(forty[8:])) == []
    assert reasons(known(forty), file(forty[9:])) == ["many-going"]


def test_whoever_had_gone_before_does_not_go_again():
    gone = [entry(n) for n in range(100, 140)]
    assert reasons(known([entry(1)], *gone), file([entry(1)])) == []


def test_columns_that_slipped_are_noticed():
    forty = [entry(n) for n in range(40)]
    slipped = [replace(one, last_name="Other", dob=date(2015, 1, 1)) for one in forty]
    assert reasons(known(forty), file(slipped)) == ["many-somebody-else"]
    assert reasons(known(forty), file([replace(one, year_level=8) for one in forty])) == []


def test_many_refused_rows_wait_for_a_person():
    rows = [RefusedRow(n, f"{n:010}") for n in range(40, 60)]
    assert reasons({}, file([entry(n) for n in range(40)], rows)) == ["many-refused"]
    assert reasons({}, file([entry(n) for n in range(50)], rows)) == []


def test_a_file_of_another_time_waits_for_a_person():
    one = [entry(1)]
    assert reasons(known(one), file(one), last=DAY) == []
    assert reasons(known(one), file(one), last=DAY + timedelta(days=1)) == ["older-file"]
    assert reasons(known(one), file(one, as_of=DAY + timedelta(days=1))) == ["future-file"]
