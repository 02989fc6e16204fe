"""Who vouches for an enrolment: the national register and the operator. What others bring never adds to what is vouched for.

On vouched enrolments alone a school sees what other schools judged, so a file made by hand must never pass for one.
"""

from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub.platform.tenancy import at_school
from openpact.hub.register.models import Source

from .people import TODAY, kept, named, stands

ONE, TWO, THREE = (named(n) for n in (1, 2, 3))
WEEK = timedelta(days=7)


def vouched(school) -> dict[int, date]:
    """Until when each enrolment that is listed was vouched for, by the student's number."""
    return {n: row.vouched_on for n, row in kept(school).items() if row.vouched_on and row.gone_on is None}


@pytest.mark.parametrize("source", [Source.NATIONAL, Source.OPERATOR])
def test_the_national_register_and_the_operator_vouch_with_the_files_own_day(school, source):
    stands(school, ONE, TWO, source=source, as_of=TODAY - WEEK)
    assert vouched(school) == {1: TODAY - WEEK, 2: TODAY - WEEK}


@pytest.mark.parametrize("source", [Source.HAND, Source.ADDRESS])
def test_an_upload_and_an_address_of_the_schools_own_do_not(school, source):
    stands(school, ONE, TWO, source=source)
    assert vouched(school) == {}


def test_a_file_of_a_day_to_come_vouches_until_today_only(school):
    stands(school, ONE, source=Source.NATIONAL, as_of=TODAY + WEEK)
    assert vouched(school) == {1: TODAY}


def test_each_file_that_says_the_same_vouches_anew(school):
    stands(school, ONE, source=Source.NATIONAL, as_of=TODAY - WEEK)
    stands(school, ONE, source=Source.NATIONAL, as_of=TODAY)
    assert vouched(school) == {1: TODAY}


def test_an_upload_that_agrees_leaves_what_was_vouched_for_as_it_was(school):
    stands(school, ONE, source=Source.NATIONAL, as_of=TODAY - WEEK)
    stands(school, ONE, TWO)
    assert vouched(school) == {1: TODAY - WEEK}


def test_an_upload_that_changes_an_enrolment_ends_the_vouching_for_it(school):
    stands(school, replace(ONE, leave_date=TODAY), TWO, source=Source.NATIONAL)
    stands(school, ONE, TWO)
    assert vouched(school) == {2: TODAY}


def test_an_upload_cannot_bring_back_whom_the_register_has_dropped(school):
    stands(school, ONE, TWO, source=Source.NATIONAL, as_of=TODAY - WEEK)
    stands(school, TWO, source=Source.NATIONAL)
    stands(school, ONE, TWO)
    assert vouched(school) == {2: TODAY}


def test_a_file_of_the_national_register_that_it_has_overtaken_vouches_for_nothing(school):
    stands(school, TWO, source=Source.NATIONAL, as_of=TODAY)
    stands(school, ONE, TWO, source=Source.NATIONAL, as_of=TODAY - WEEK)
    assert vouched(school) == {2: TODAY}


moves = st.lists(
    st.tuples(
        st.sampled_from([Source.HAND, Source.ADDRESS]),
        st.integers(-30, 30),
        st.lists(
            st.sampled_from([ONE, TWO, THREE, replace(ONE, leave_date=TODAY - WEEK), replace(TWO, start_date=TODAY)]),
            min_size=1, max_size=3, unique_by=lambda one: one.nsn,
        ),
    ),
    max_size=6,
)  # fmt: skip


@settings(deadline=None, max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(moves=moves)
def test_no_series_of_files_of_the_schools_own_adds_to_what_is_vouched_for(school, moves):
    with at_school(school.id):
        from openpact.hub.register.models import Entry, Register

        Entry.objects.all().delete()
        Register.objects.all().delete()
    stands(school, ONE, TWO, THREE, source=Source.NATIONAL, as_of=TODAY - 2 * WEEK)
    stands(school, replace(TWO, leave_date=TODAY - WEEK), THREE, source=Source.NATIONAL, as_of=TODAY - WEEK)
    said = {
        number: (row.start_date, row.leave_date) for number, row in kept(school).items() if number in vouched(school)
    }
    for source, days, entries in moves:
        stands(school, *entries, source=source, as_of=TODAY + timedelta(days=days))
        for number, day in vouched(school).items():
            row = kept(school)[number]
            assert (row.start_date, row.leave_date) == said[number]
            assert day <= TODAY - WEEK
