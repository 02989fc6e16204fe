"""A line of the audit is written once."""

import pytest
from django.db import ProgrammingError, transaction

from openpact.hub.audit.models import Line
from openpact.hub.audit.services import Area, changes, record
from openpact.hub.platform.tenancy import at_school


def test_a_line_says_who_did_what_and_when(school, administrator):
    with at_school(school.id):
        line = record(school, administrator, Area.ACCESS, "Removed the access of Tama Teacher.")
        by_itself = record(school, None, Area.UPLOADS, "Applied an upload from KAMAR.")
    assert (line.by, line.by_name, str(line)) == (
        administrator,
        "Mere Office",
        "Removed the access of Tama Teacher.",
    )
    assert (by_itself.by, by_itself.by_name) == (None, "")


@pytest.mark.parametrize("how", ["update", "delete"])
def test_nobody_can_edit_it_and_the_database_says_so(school, administrator, how):
    with at_school(school.id):
        record(school, administrator, Area.ACCESS, "Removed the access of Tama Teacher.")
        lines = Line.objects.all()
        with pytest.raises(ProgrammingError, match="permission denied"), transaction.atomic():
            lines.update(words="Nothing happened.") if how == "update" else lines.delete()
        assert Line.objects.get().words == "Removed the access of Tama Teacher."


def test_a_neighbour_sees_nothing_of_it(school, neighbour):
    with at_school(school.id):
        record(school, None, Area.ACCESS, "Removed the access of Tama Teacher.")
    with at_school(neighbour.id):
        assert not Line.objects.exists()


def test_changes_name_what_differs_with_both_values():
    before = {"Name": "Rimu Ridge School", "Use SMS": True, "SMS": "KAMAR", "Zone": "New Zealand"}
    after = {"Name": "Rimu School", "Use SMS": False, "SMS": "", "Zone": "New Zealand"}
    assert changes(before, after) == (
        "Name: Rimu School (was: Rimu Ridge School); Use SMS: no (was: yes); SMS: nothing (was: KAMAR)"
    )
    assert changes(before, before) == ""
