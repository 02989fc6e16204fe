"""When a plan would do damage it waits for a person. Every limit is tested on both of its sides."""

from dataclasses import replace
from datetime import datetime

import pytest

from openpact.hub.roster.core import Limits, Roster, guard, make_plan
from openpact.ide import ALL_COLUMNS, RefusedRow, Role

from ..files import ide_file, student, teacher
from .simulator import roster_of

SCHOOL_NUMBER = 7999


def students(many: int, *, first: int = 1, **more) -> list:
    return [student(str(n), nsn=f"{n:010d}", **more) for n in range(first, first + many)]


def staff(many: int) -> list:
    return [teacher(f"t{n}") for n in range(1, many + 1)]


def held(roster, people, limits=None, **file) -> list[str]:
    """The codes of the reasons."""
    told = ide_file(people, **file)
    plan = make_plan(roster, told)
    return [r.code for r in guard(roster, told, plan, limits or Limits(), school_number=SCHOOL_NUMBER)]


def test_an_ordinary_upload_is_not_held():
    assert held(roster_of([*students(30), *staff(3)]), [*students(29), *staff(3), student("99")]) == []


def test_a_first_upload_is_not_held_by_the_guard():
    assert held(Roster(), [*students(30), *staff(3)]) == []


def test_every_reason_says_what_was_seen_and_what_to_do():
    file = ide_file([], school_number=1, exported_at=datetime(2020, 1, 1))
    roster = roster_of(students(30))
    reasons = guard(roster, file, make_plan(roster, file), Limits(), school_number=SCHOOL_NUMBER)
    assert {r.code for r in reasons} == {"foreign-school", "no-people", "older-file", "many-students-leaving"}
    assert all(r.message.endswith(".") and r.remedy.endswith(".") for r in reasons)
    assert reasons[0].as_dict().keys() == {"code", "message", "remedy"}


# --- Whose file it is, and what is in it -------------------------------------------------------------------------------


def test_another_schools_file_is_held():
    assert held(Roster(), students(3), school_number=7998) == ["foreign-school"]


@pytest.mark.parametrize("number", [SCHOOL_NUMBER, None], ids=["our own number", "no number"])
def test_a_file_of_this_school_is_not(number):
    assert held(Roster(), students(3), school_number=number) == []


def test_a_file_with_nobody_in_it_is_held():
    assert held(Roster(), []) == ["no-people"]


def test_a_file_without_students_is_held():
    assert held(Roster(), staff(3)) == ["no-students"]


def test_one_student_is_enough():
    assert held(Roster(), [*staff(3), *students(1)]) == []


# --- When it was written -------------------------------------------------------------------------------------------------


LAST = datetime(2026, 11, 24, 6, 0)


def test_a_file_written_before_the_last_one_is_held():
    roster = roster_of(ide_file(students(3), exported_at=LAST))
    assert held(roster, students(3), exported_at=datetime(2026, 11, 24, 5, 59, 59)) == ["older-file"]


def test_a_file_written_at_the_same_moment_or_later_is_not():
    roster = roster_of(ide_file(students(3), exported_at=LAST))
    assert held(roster, students(3), exported_at=LAST) == []
    assert held(roster, students(3), exported_at=datetime(2026, 11, 24, 6, 0, 1)) == []


def test_a_file_that_may_have_been_cut_short_is_held_when_somebody_would_leave():
    roster = roster_of(ide_file(students(30), exported_at=LAST))
    assert held(roster, students(29), exported_at=None) == ["no-ending"]


def test_a_file_without_an_ending_that_misses_nobody_is_not():
    roster = roster_of(ide_file(students(30), exported_at=LAST))
    assert held(roster, students(31), exported_at=None) == []


def test_an_sms_that_never_writes_an_ending_is_not_held_for_it():
    roster = roster_of(ide_file(students(30), exported_at=None))
    assert held(roster, students(29), exported_at=None) == []


# --- How many leave --------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("gone, codes", [(20, []), (21, ["many-students-leaving"])])
def test_more_than_a_fifth_of_the_students_leaving_is_held(gone, codes):
    assert held(roster_of(students(100)), students(100 - gone)) == codes


@pytest.mark.parametrize("gone, codes", [(6, []), (7, ["many-staff-leaving"])])
def test_more_than_a_fifth_of_the_staff_leaving_is_held(gone, codes):
    roster = roster_of([*students(10), *staff(30)])
    assert held(roster, [*students(10), *staff(30 - gone)]) == codes


@pytest.mark.parametrize("gone, codes", [(5, []), (6, ["many-students-leaving"])])
def test_a_handful_never_holds_however_small_the_school(gone, codes):
    assert held(roster_of([*students(7), *staff(5)]), [*students(7 - gone)]) == codes


def test_other_staff_count_as_staff_and_caregivers_as_neither():
    other = [replace(t, role=Role.NON_TEACHING_STAFF) for t in staff(7)]
    families = [replace(t, sms_id=f"p{n}", role=Role.PARENT_CAREGIVER) for n, t in enumerate(staff(20))]
    assert held(roster_of([*students(9), *other]), students(9)) == ["many-staff-leaving"]
    assert held(roster_of([*students(9), *families]), students(9)) == []


def test_who_left_before_is_not_counted_again():
    roster = roster_of(students(100), students(80))
    assert held(roster, students(64)) == []
    assert held(roster, students(63)) == ["many-students-leaving"]


def test_the_limits_are_the_schools_own():
    roster = roster_of(students(100))
    assert held(roster, students(60), Limits(students_leaving=40)) == []
    assert held(roster, students(97), Limits(students_leaving=2, handful=0)) == ["many-students-leaving"]


# --- People turning into others -----------------------------------------------------------------------------------------------


def renamed(people: list, many: int) -> list:
    return [replace(p, last_name="Otherwise") for p in people[:many]] + people[many:]


@pytest.mark.parametrize("many, codes", [(10, []), (11, ["many-identities"])])
def test_more_than_half_changing_their_name_at_once_is_held(many, codes):
    people = students(20)
    assert held(roster_of(people), renamed(people, many)) == codes


def test_a_handful_of_new_names_never_holds():
    people = students(6)
    assert held(roster_of(people), renamed(people, 5)) == []
    assert held(roster_of(people), renamed(people, 6)) == ["many-identities"]


def test_nsns_that_slipped_down_a_row_are_held():
    people = students(12)
    slipped = [replace(p, nsn=f"{n + 100:010d}") for n, p in enumerate(people)]
    assert held(roster_of(people), slipped) == ["many-identities"]


def test_other_details_may_change_for_everybody():
    people = students(20)
    assert held(roster_of(people), [replace(p, preferred_name="Ari", username="x") for p in people]) == []


def test_in_a_new_year_everybody_moves_class_and_a_few_new_names_do_not_hold_it():
    people = students(100, home_groups=("Rm 1",))
    moved = [replace(p, home_groups=("Rm 2",)) for p in people]
    assert held(roster_of(people), renamed(moved, 10)) == []


# --- Rows that could not be used ----------------------------------------------------------------------------------------------


@pytest.mark.parametrize("many, codes", [(30, []), (31, ["many-refused"])])
def test_more_than_three_rows_in_ten_refused_is_held(many, codes):
    people = students(100)
    refused = [RefusedRow(n, p.sms_id, ()) for n, p in enumerate(people[:many], 2)]
    assert held(roster_of(people), people[many:], refused=refused) == codes


# --- Another SMS ---------------------------------------------------------------------------------------------------------------


def with_new_ids(people: list, many: int) -> list:
    return [replace(p, sms_id=f"new-{p.sms_id}") for p in people[:many]] + people[many:]


@pytest.mark.parametrize("many, seen", [(10, False), (11, True)])
def test_most_students_under_other_ids_is_another_sms(many, seen):
    people = students(20)
    assert ("changed-sms" in held(roster_of(people), with_new_ids(people, many))) is seen


def test_ids_that_were_shuffled_are_another_sms_and_not_many_identities():
    people = students(20)
    shuffled = [replace(p, sms_id=people[n - 1].sms_id, last_name=f"L{n}") for n, p in enumerate(people)]
    assert held(roster_of(people), shuffled) == ["changed-sms"]


def test_a_single_student_under_another_id_is_not_another_sms():
    assert held(roster_of(students(1)), with_new_ids(students(1), 1)) == []


def test_new_students_of_a_new_year_are_not_another_sms():
    assert held(roster_of(students(20)), [*students(20), *students(100, first=500)]) == []


def test_without_nsns_nothing_says_that_the_sms_changed():
    without = frozenset(ALL_COLUMNS) - {"mlepStudentNSN"}
    people = [replace(p, nsn="") for p in with_new_ids(students(20), 20)]
    assert held(roster_of(students(20)), people, columns=without) == ["many-students-leaving"]
