"""Rows of another school do not exist, whatever the code asks for."""

import pytest
from django.db import DatabaseError, connection, transaction

from openpact.hub.platform.tenancy import at_school
from openpact.hub.roster.models import Group
from openpact.hub.schools.models import Cycle, School


def test_without_a_school_nothing_is_seen(school):
    assert Cycle.objects.count() == 0
    assert School.objects.count() == 0


def test_a_transaction_sees_its_own_school_only(school, neighbour):
    with at_school(school.id):
        assert [c.school_id for c in Cycle.objects.all()] == [school.id, school.id]
        assert list(School.objects.values_list("number", flat=True)) == [7999]


def test_a_row_of_another_school_cannot_be_written(school, neighbour):
    with pytest.raises(DatabaseError, match="row-level security"), transaction.atomic(), at_school(school.id):
        Group.objects.create(school=neighbour, name="Room 1")


def test_the_school_ends_with_its_transaction(school):
    with at_school(school.id):
        pass
    assert Cycle.objects.count() == 0


def test_within_another_school_the_first_ones_returns(school, neighbour):
    with at_school(school.id):
        with at_school(neighbour.id):
            assert School.objects.get() == neighbour
        assert School.objects.get() == school


def test_the_role_that_serves_owns_no_table_and_is_no_superuser(db):
    with connection.cursor() as cursor:
        cursor.execute("SELECT current_user")
        assert cursor.fetchone() == ("openpact_app",)
        cursor.execute("SELECT count(*) FROM pg_tables WHERE tableowner = current_user")
        assert cursor.fetchone() == (0,)
        cursor.execute("SELECT rolsuper, rolbypassrls FROM pg_roles WHERE rolname = current_user")
        assert cursor.fetchone() == (False, False)


def test_every_table_that_carries_a_school_is_under_row_level_security(db):
    with connection.cursor() as cursor:
        cursor.execute(
            """SELECT c.relname FROM pg_class c JOIN pg_attribute a ON a.attrelid = c.oid AND a.attname = 'school_id'
               WHERE c.relkind = 'r' AND NOT c.relrowsecurity"""
        )
        assert cursor.fetchall() == []


@pytest.mark.parametrize("table", ["roster_rosterchange", "judgements_judgementversion", "judgements_feedrow"])
def test_history_cannot_be_edited_or_deleted(db, table):
    for statement in (f"UPDATE {table} SET school_id = school_id", f"DELETE FROM {table}"):
        with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
            connection.cursor().execute(statement)


def test_national_students_cannot_be_listed(db):
    with pytest.raises(DatabaseError, match="permission denied"), transaction.atomic():
        connection.cursor().execute("SELECT * FROM roster_student")
