"""*Your account*: one's own, and nobody else's. What stands on it has tests of its own."""

import logging

import pytest
from django.test import Client
from django.urls import get_resolver

from openpact.hub.accounts.models import User

from ..conftest import PASSWORD, signed_in
from ..test_every_page import filled, patterns

#: These links in the mails to the old address are for somebody who may be unable to sign in.
WITHOUT_SIGNING_IN = ("/account/email/not-me/x/", "/account/email/undo/x/")
PAGES = sorted(filled(route, pattern) for route, pattern in patterns(get_resolver()) if route.startswith("account/"))


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.mark.parametrize("address", [page for page in PAGES if page not in WITHOUT_SIGNING_IN])
def test_signed_out_one_is_sent_to_sign_in(client, db, address):
    for answer in (client.get(address), client.post(address)):
        if answer.status_code != 405:
            assert answer["Location"].startswith("/accounts/login/?next=/account/")


def test_the_page_shows_ones_own_and_nobody_elses(teacher, administrator):
    page = text(signed_in(teacher).get("/account/"))
    assert "Tama Teacher" in page
    assert "teacher@kowhai.example" in page
    assert "office@kowhai.example" not in page


def test_name_and_colours_are_saved(teacher):
    client = signed_in(teacher)
    page = text(client.post("/account/", {"name": "Tāma Teacher", "theme": "dark"}, follow=True))
    assert "Saved." in page
    assert 'data-bs-theme="dark"' in page
    teacher.refresh_from_db()
    assert (teacher.name, teacher.theme) == ("Tāma Teacher", "dark")


@pytest.mark.parametrize(
    "form", [{"name": "", "theme": "dark"}, {"name": "Tama", "theme": "pink"}, {"name": "x" * 201, "theme": "dark"}]
)
def test_what_makes_no_sense_is_said_and_nothing_is_saved(teacher, form):
    answer = signed_in(teacher).post("/account/", form)
    assert answer.status_code == 422
    assert "Nothing was saved yet" in text(answer)
    assert 'Your account: </span><span class="site-menu-name text-truncate">Tama Teacher' in text(answer)
    teacher.refresh_from_db()
    assert (teacher.name, teacher.theme) == ("Tama Teacher", "auto")


def test_nothing_else_of_an_account_can_be_sent_along(teacher):
    form = {"name": "Tama", "theme": "light", "email": "x@x.example", "is_staff": "1", "is_superuser": "1"}
    signed_in(teacher).post("/account/", form)
    user = User.objects.get(pk=teacher.pk)
    assert (user.email, user.is_staff, user.is_superuser) == ("teacher@kowhai.example", False, False)


def test_signing_in_and_failing_to_leaves_no_address_in_the_log(teacher, caplog):
    caplog.set_level(logging.DEBUG)
    for password in ("wrong", PASSWORD):
        Client().post("/accounts/login/", {"login": teacher.email, "password": password})
    said = " ".join(record.getMessage() for record in caplog.records if record.name != "django.db.backends")
    assert teacher.email not in said
    assert PASSWORD not in said


def test_lists_allauth_brings_are_on_this_page(teacher):
    client = signed_in(teacher)
    for path in ("2fa/", "2fa/webauthn/", "sessions/", "3rdparty/"):
        assert client.get(f"/accounts/{path}")["Location"] == "/account/"
