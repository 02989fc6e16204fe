"""The registers of the demo are clean files, in which a few things are as they should not be."""

from datetime import date

import pytest

from openpact.demo.register import NOT_YET_IN_SMS, _differing, _told
from openpact.demo.schools import ETAP_SCHOOL, KAMAR_SCHOOL
from openpact.hub.register.core import read, write

DAY = date(2026, 11, 26)


@pytest.mark.parametrize("school", [ETAP_SCHOOL, KAMAR_SCHOOL], ids=lambda school: school.name)
def test_each_is_read_without_a_finding(school):
    entries = [*_differing(_told(school)), NOT_YET_IN_SMS]
    found = read(write(entries, school_number=school.number, as_of=DAY), school_number=school.number)
    assert (found.entries, found.issues) == (entries, [])


def test_one_name_and_one_birth_date_differ_and_two_students_are_missing():
    agreeing, told = _told(KAMAR_SCHOOL), {entry.nsn: entry for entry in _differing(_told(KAMAR_SCHOOL))}
    both = [(entry, told[entry.nsn]) for entry in agreeing if entry.nsn in told]
    assert len(agreeing) - len(both) == 2
    assert sum(one.first_name != other.first_name for one, other in both) == 1
    assert sum(one.dob != other.dob for one, other in both) == 1
    assert NOT_YET_IN_SMS.nsn not in {entry.nsn for entry in agreeing}
