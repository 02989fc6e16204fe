"""Who gets into the console, and what the database itself shows to whom."""

from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from django.db import DatabaseError, connection, transaction
from django.urls import URLPattern, URLResolver

from openpact.hub.accounts.invitations import invite_by_hand
from openpact.hub.accounts.models import Role
from openpact.hub.operator.doors import as_operator
from openpact.hub.operator.models import Connection, Failure, School
from openpact.hub.operator.site import site
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from ..conftest import signed_in


def pages() -> list[str]:
    """Every address of the console, with something or other for each further part."""

    def walk(patterns, before):
        for entry in patterns:
            route = before + str(entry.pattern)
            if isinstance(entry, URLResolver):
                yield from walk(entry.url_patterns, route)
            elif isinstance(entry, URLPattern):
                yield route

    found = [route for route in walk(site.get_urls(), "/operator/") if "(?P" not in route]
    for name in ("key", "object_id"):
        found = [route.replace(f"<int:{name}>", "1").replace(f"<path:{name}>", "1") for route in found]
    return sorted(found)


@pytest.mark.parametrize("address", pages())
def test_signed_out_one_is_sent_to_sign_in(client, db, address):
    for answer in (client.get(address), client.post(address)):
        assert answer["Location"].startswith("/accounts/login/?next=/operator/")


@pytest.mark.parametrize("address", pages())
def test_to_everybody_else_it_is_not_there_an_administrator_included(administrator, address):
    Authenticator.objects.create(user=administrator, type=Authenticator.Type.TOTP, data={})
    office = signed_in(administrator)
    for answer in (office.get(address), office.post(address)):
        assert answer.status_code == 404
        assert "operator" not in answer.content.decode().lower()


@pytest.mark.parametrize("address", pages())
def test_an_operator_without_a_second_factor_sets_one_up_first(console, operator, address):
    Authenticator.objects.all().delete()
    for answer in (console.get(address), console.post(address)):
        assert answer["Location"].startswith("/account/second-factor/?next=/operator/")


def test_an_operator_who_is_switched_off_stays_out(console, operator):
    operator.is_active = False
    operator.save()
    assert console.get("/operator/")["Location"].startswith("/accounts/login/")


def test_an_operator_at_no_school_lands_there(console):
    assert console.get("/")["Location"] == "/operator/"


def test_an_operator_is_a_stranger_at_every_school(console, school):
    assert console.get("/schools/7999/").status_code == 404
    assert console.get("/schools/7999/manage/").status_code == 404


def test_django_s_own_ways_in_are_not_there(console):
    for path in ("login/", "password_change/", "r/1/1/", "autocomplete/"):
        assert console.get(f"/operator/{path}").status_code == 404


# --- In the database ----------------------------------------------------------------------------------------------------


def seen() -> list[int]:
    return [model.objects.count() for model in (School, Connection, Failure)]


def test_the_doors_open_to_an_operators_own_transaction_only(operator, school, neighbour, administrator, stranger):
    assert seen() == [0, 0, 0]
    with at_school(school.id):
        assert seen() == [0, 0, 0]
    with at_school(school.id, user_id=administrator.id):
        assert seen() == [0, 0, 0]
    with as_operator(stranger.id):
        assert seen() == [0, 0, 0]
    with as_operator(operator.id):
        assert seen() == [2, 0, 0]


def test_what_holds_now_is_asked_by_our_clock(operator, school, administrator, monkeypatch):
    with at_school(school.id):
        invite_by_hand(school, "new@kowhai.example", "New", Role.TEACHER, administrator)
    with as_operator(operator.id):
        assert School.objects.get(number=7999).open_invitations == 1
    later = clock.now() + timedelta(days=15)
    monkeypatch.setattr(clock, "now", lambda: later)
    with as_operator(operator.id):
        assert School.objects.get(number=7999).open_invitations == 0


def test_and_close_when_the_operator_is_one_no_more(operator, school):
    operator.is_staff = False
    operator.save()
    with as_operator(operator.id):
        assert seen() == [0, 0, 0]


@pytest.mark.parametrize("model", [School, Connection, Failure])
def test_nothing_can_be_written_through_them(operator, model):
    with as_operator(operator.id), pytest.raises(DatabaseError), transaction.atomic():
        model.objects.all().delete()


def test_no_column_of_theirs_holds_a_person(db):
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT column_name FROM information_schema.columns WHERE table_name IN"
            " ('operator_school', 'operator_connection', 'operator_failure')"
        )
        columns = {row[0] for row in cursor.fetchall()}
    assert not columns & {"email", "user_name", "person", "message", "value", "words", "hash", "token"}
