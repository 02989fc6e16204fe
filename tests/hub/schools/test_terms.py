"""When terms are, by rule, and what a school keeps of its own."""

from datetime import date, timedelta
from itertools import pairwise

import pytest

from openpact.hub.audit.models import Line
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools import terms
from openpact.hub.schools.models import Cycle, Term
from openpact.hub.schools.services import save_terms, terms_of, usual_days

#: As the Ministry set them for each year. The first term may begin on any day between two, and the last ends at the latest on its last.
MINISTRYS = {
    2023: ("30 Jan", "7 Feb", "6 Apr", "24 Apr", "30 Jun", "17 Jul", "22 Sep", "9 Oct", "20 Dec"),
    2024: ("29 Jan", "7 Feb", "12 Apr", "29 Apr", "5 Jul", "22 Jul", "27 Sep", "14 Oct", "20 Dec"),
    2025: ("27 Jan", "7 Feb", "11 Apr", "28 Apr", "27 Jun", "14 Jul", "19 Sep", "6 Oct", "19 Dec"),
    2026: ("26 Jan", "9 Feb", "2 Apr", "20 Apr", "3 Jul", "20 Jul", "25 Sep", "12 Oct", "18 Dec"),
}
MONTHS = ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"]


def days_of(year: int) -> list[date]:
    return [date(year, MONTHS.index(month) + 1, int(day)) for day, month in map(str.split, MINISTRYS[year])]


@pytest.mark.parametrize("year", MINISTRYS)
def test_the_rule_is_at_most_eight_days_from_what_the_ministry_set(year):
    earliest, latest, *rest = days_of(year)
    first, *others = [day for term in terms.suggested(year) for day in (term.first, term.last)]
    assert earliest <= first <= latest
    assert max(abs(ours - theirs) for ours, theirs in zip(others, rest, strict=True)) <= timedelta(days=8)


@pytest.mark.parametrize("year", range(2020, 2050))
def test_terms_begin_on_mondays_end_on_fridays_and_are_about_ten_weeks(year):
    suggested = terms.suggested(year)
    for term in suggested:
        assert (term.first.weekday(), term.last.weekday()) == (0, 4)
        assert 9 <= (term.last - term.first).days / 7 <= 11
    assert date(year, 1, 27) <= suggested[0].first
    assert suggested[3].last <= date(year, 12, 20)
    for before, after in pairwise(suggested):
        assert after.first - before.last == timedelta(days=17)


def test_terms_are_suggested_until_the_school_saves_its_own(school, administrator):
    own = [terms.Days(d.first, d.last - timedelta(days=1)) for d in terms.suggested(2027)]
    with at_school(school.id):
        assert terms_of(school, 2027).suggested
        assert Term.objects.count() == 0
        save_terms(school, administrator, 2027, own)
        known = terms_of(school, 2027)
        assert (known.suggested, list(known.terms)) == (False, own)
        assert terms_of(school, 2026).suggested


def test_saving_terms_is_told_to_the_audit_once(school, administrator):
    own = list(terms.suggested(2027))
    with at_school(school.id):
        save_terms(school, administrator, 2027, own)
        save_terms(school, administrator, 2027, own)
        (line,) = Line.objects.filter(area="settings")
        assert line.words.startswith("Saved the terms of 2027. Term 1: 1 February - 9 April (was: nothing)")
        save_terms(school, administrator, 2027, [*own[:3], terms.Days(own[3].first, date(2027, 12, 15))])
        assert Line.objects.first().words == (
            "Saved the terms of 2027. Term 4: 11 October - 15 December (was: 11 October - 17 December)."
        )


def test_a_cycle_is_usually_half_a_year_without_a_gap_between(school):
    with at_school(school.id):
        interim, final = (usual_days(school, kind, 2026) for kind in (Cycle.Kind.INTERIM, Cycle.Kind.FINAL))
    assert (interim.first, interim.last) == (date(2026, 2, 2), date(2026, 7, 19))
    assert (final.first, final.last) == (date(2026, 7, 20), date(2026, 12, 18))


def test_another_schools_terms_do_not_exist(school, neighbour, administrator):
    with at_school(school.id):
        save_terms(school, administrator, 2027, list(terms.suggested(2027)))
    with at_school(neighbour.id):
        assert Term.objects.count() == 0
