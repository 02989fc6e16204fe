"""Year levels: how several are said, and which a school begins with."""

import pytest

from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools import levels
from openpact.hub.schools.models import Cycle, School
from openpact.hub.schools.services import create_school


@pytest.mark.parametrize(
    ("years", "words"),
    [
        ([], "every year level"),
        ([8], "Year 8"),
        ([1, 2, 3], "Years 1-3"),
        ([6, 4, 5, 8], "Years 4-6, 8"),
        ([7, 9], "Years 7, 9"),
    ],
)
def test_year_levels_are_said_in_runs(years, words):
    assert levels.in_words(years) == words


def test_every_kind_of_school_has_its_year_levels():
    assert set(levels.OF_KIND) == set(School.Kind.values)


@pytest.mark.parametrize(
    ("kind", "taught", "judged"),
    [("full-primary", (1, 8), "Years 1-8"), ("secondary", (9, 15), "Years 9-10"), ("composite", (1, 15), "Years 1-10")],
)
def test_a_new_school_has_its_kinds_years_and_cycles_for_those_pact_is_for(db, kind, taught, judged):
    school = create_school(number=7999, name="Kōwhai Flats School", kind=kind)
    assert (school.first_year, school.last_year) == taught
    with at_school(school.id):
        assert {cycle.years_in_words for cycle in Cycle.objects.all()} == {judged}
