"""Register and SMS side by side."""

from datetime import date
from uuid import UUID

from hypothesis import given
from hypothesis import strategies as st

from openpact.hub.register.core import Kept, Student, Why, standing

from ..files import DAY, entry


def key(number: int) -> UUID:
    return UUID(int=number)


def kept(number: int, gone_on: date | None = None, **more) -> Kept:
    return Kept(key(number), entry(number, **more), gone_on)


def student(number: int, *, nsn: bool = True, first: str = "Aroha", last: str = "Ngata", **more) -> Student:
    return Student(number, key(number) if nsn else None, first, last, dob=more.pop("dob", date(2014, 3, 2)), **more)


@given(enrolled=st.sets(st.integers(1, 20)), here=st.sets(st.integers(1, 20)), gone=st.sets(st.integers(1, 20)))
def test_everybody_is_in_exactly_one_part(enrolled, here, gone):
    found = standing([kept(n, gone_on=DAY if n in gone else None) for n in enrolled], [student(n) for n in here], DAY)
    assert {one.student.person_id for one in found.both} == here & (enrolled - gone)
    assert {one.student.person_id for one in found.only_here} == here - (enrolled - gone)
    assert {one.key for one in found.only_enrolled} == {key(n) for n in (enrolled - gone) - here}


def test_a_student_of_the_sms_who_is_not_enrolled_is_told_why():
    entries = [
        kept(1, gone_on=DAY),
        kept(2, leave_date=date(2026, 11, 23)),
        kept(3, start_date=date(2026, 11, 25)),
    ]
    found = standing(entries, [*(student(n) for n in (1, 2, 3, 4)), student(5, nsn=False)], DAY)
    assert [one.why for one in found.only_here] == [Why.GONE, Why.LEFT, Why.NOT_YET, Why.NOT_LISTED, Why.NO_NSN]
    assert [one.kept is not None for one in found.only_here] == [True, True, True, False, False]
    assert found.only_enrolled == []


def test_two_records_of_one_student_are_both_enrolled():
    twice = [student(1), Student(2, key(1), "Aroha", "Ngata")]
    assert len(standing([kept(1)], twice, DAY).both) == 2


def differs(**more) -> tuple[str, ...]:
    (both,) = standing([kept(1)], [student(1, **more)], DAY).both
    return both.differs


def test_names_differ_by_macrons_but_not_by_capitals_or_spaces():
    assert differs(first="AROHA", last=" ngata ") == ()
    assert differs(first="Ārohā") == ("first_name",)
    assert differs(first="Mere", last="Kaea", dob=date(2014, 2, 3)) == ("first_name", "last_name", "dob")


def test_a_birth_date_the_sms_does_not_give_and_preferred_names_are_no_difference():
    assert differs(dob=None) == ()
    assert differs(preferred_name="Roro") == ()
