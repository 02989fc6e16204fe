"""Several at the same moment: guesses, wishes for the same address, and administrators who remove each other."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier

import pytest
from django.db import connections
from django.test import Client

from openpact.hub.accounts import email_change
from openpact.hub.accounts.email_change import NoSuchChange, NotFree
from openpact.hub.accounts.models import Access, EmailChange, Role, User
from openpact.hub.accounts.services import give_access
from openpact.hub.accounts.tasks import hash_token
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.services import create_school

from ..conftest import PASSWORD, make_user, signed_in

pytestmark = pytest.mark.usefixtures("committed")


def at_once(*doings: Callable[[], bool]) -> list[bool]:
    """Each in a thread and a connection of its own, all let go together."""
    gate = Barrier(len(doings))

    def do(doing: Callable[[], bool]) -> bool:
        gate.wait()
        try:
            return doing()
        finally:
            connections.close_all()

    with ThreadPoolExecutor(len(doings)) as pool:
        return list(pool.map(do, doings))


def test_a_hundred_guesses_at_the_same_moment_are_a_hundred():
    make_user("tama@kowhai.example", "Tama")

    def guess() -> bool:
        """Whether it was looked at."""
        page = Client().post("/accounts/login/", {"login": "tama@kowhai.example", "password": "guess"})
        return "wrong too often" not in page.content.decode()

    assert sum(at_once(*[guess] * 12)) <= 5
    elsewhere = {"login": "tama@kowhai.example", "password": PASSWORD}
    assert Client().post("/accounts/login/", elsewhere, REMOTE_ADDR="198.51.100.1").status_code == 302


def wish(name: str) -> tuple[User, str]:
    """Somebody whose old address has said yes, and who has the link to the new one in their mail; everybody wants the same."""
    user = make_user(f"{name}@kowhai.example", name)
    email_change.ask(user, "wanted@home.example")
    EmailChange.objects.filter(user=user).update(new_hash=hash_token(name), old_hash=hash_token(f"{name}, old"))
    email_change.confirm(f"{name}, old", user)
    return user, name


def confirm(token: str, user: User) -> bool:
    try:
        email_change.confirm(token, user)
    except (NotFree, NoSuchChange):
        return False
    return True


def test_one_of_two_gets_an_address_that_both_have_proven():
    wishes = [wish("ana"), wish("pita"), wish("rita")]
    assert sum(at_once(*[lambda one=one: confirm(one[1], one[0]) for one in wishes])) == 1
    assert User.objects.filter(email="wanted@home.example").count() == 1


def test_confirming_twice_at_once_is_one_change():
    user, token = wish("ana")
    assert sum(at_once(lambda: confirm(token, user), lambda: confirm(token, user))) == 1
    assert EmailChange.objects.filter(changed_at__isnull=False).count() == 1


def test_both_sides_at_once_are_one_change_and_none_is_lost():
    user = make_user("ana@kowhai.example", "Ana")
    email_change.ask(user, "wanted@home.example")
    EmailChange.objects.update(new_hash=hash_token("new"), old_hash=hash_token("old"))
    assert at_once(lambda: confirm("new", user), lambda: confirm("old", user)) == [True, True]
    assert User.objects.get(pk=user.pk).email == "wanted@home.example"


def test_of_two_administrators_who_remove_each_other_one_stays():
    school = create_school(number=7999, name="Kōwhai Flats School", kind="year-7-15")
    two = [make_user(f"{name}@kowhai.example", name) for name in ("Mere", "Sione")]
    with at_school(school.id):
        mere, sione = (give_access(school, user, Role.ADMINISTRATOR).id for user in two)
    clients = [signed_in(user) for user in two]

    def remove(client: Client, access_id: int) -> bool:
        return client.post(f"/schools/{school.number}/manage/users/{access_id}/remove/").status_code == 302

    at_once(lambda: remove(clients[0], sione), lambda: remove(clients[1], mere))
    with at_school(school.id):
        assert [access.removed_at is None for access in Access.objects.all()].count(True) == 1
