"""Which year level a student is in, as their groups say."""

import pytest

from openpact.hub.roster.core.year_level import named, year_level


@pytest.mark.parametrize(
    ("group", "year"),
    [
        ("Year 4", 4),
        ("year 04", 4),
        ("Yr 12", 12),
        ("Y4", 4),
        ("Y10", 10),
        ("Tau 7", 7),
        ("Room 3 Yr 4", 4),
        ("Y4 - Room 7", 4),
        ("Year 10 Maths", 10),
        ("Room 4", None),
        ("Ruby4", None),
        ("4B", None),
        ("Year 16", None),
        ("Year 40", None),
        ("9WRB", None),
        ("", None),
    ],
)
def test_a_groups_name_says_one_year_level_or_none(group, year):
    assert named(group) == year


@pytest.mark.parametrize("group", ["Year 4/5", "Year 3 and 4", "Years 3-4", "Y4 & 5", "Year 4, Year 5"])
def test_a_class_of_several_years_says_nothing_about_one_student(group):
    assert named(group, home=True) is None


@pytest.mark.parametrize(("group", "year"), [("9WRB", 9), ("10EDA", 10), ("13DCD", 13), ("9MAT1", 9), ("8ABC", None)])
def test_a_secondary_schools_form_class_begins_with_its_year(group, year):
    assert named(group, home=True) == year


def test_the_home_group_is_believed_before_others():
    assert year_level([("Year 11 Maths", False), ("10EDA", True)]) == 10


def test_other_groups_are_believed_where_they_agree():
    assert year_level([("Room 1", True), ("Year 4", False), ("Choir", False)]) == 4
    assert year_level([("Year 10", False), ("Year 11 Maths", False)]) is None


def test_without_such_a_group_nobody_knows():
    assert year_level([("Room 1", True), ("Choir", False)]) is None
    assert year_level([]) is None
