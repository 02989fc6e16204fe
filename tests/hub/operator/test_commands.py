"""`openpact operator`, as an operator types it."""

import re

import pytest
from allauth.mfa.models import Authenticator
from django.core import mail
from django.test import Client
from typer.testing import CliRunner

from openpact.cli import app
from openpact.hub.accounts.models import User

from ..conftest import PASSWORD
from ..jobs import run_jobs

NEW = "pōhutukawa in bloom"


def run(*words: str, code: int = 0) -> str:
    outcome = CliRunner().invoke(app, ["operator", *words])
    assert outcome.exit_code == code, outcome.output
    return outcome.output


def test_the_first_one_gets_a_link_to_set_a_password_and_then_needs_a_second_factor(db):
    said = run("add", "ops@pact.example", "--name", "Olly")
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", said)[1]
    client = Client()
    form = client.get(path, follow=True)
    client.post(form.request["PATH_INFO"], {"password1": NEW, "password2": NEW})
    client.post("/accounts/login/", {"login": "ops@pact.example", "password": NEW})
    assert client.get("/operator/")["Location"].startswith("/account/second-factor/")
    assert "no longer works" in client.get(path, follow=True).content.decode()


def test_somebody_with_an_account_keeps_it(administrator):
    assert "signs in as before" in run("add", "Office@kowhai.example")
    user = User.objects.get()
    assert (user.is_staff, user.check_password(PASSWORD)) == (True, True)


def test_they_are_listed(operator):
    assert "ops@pact.example  Olly Operator" in run("list")
    Authenticator.objects.all().delete()
    assert "no second factor yet" in run("list")


def test_one_is_removed_at_once(console, operator):
    run("remove", "ops@pact.example")
    assert console.get("/operator/").status_code in (302, 404)
    assert run("list").strip() == "There are none."


def test_lost_second_factors_are_cleared_and_their_owner_is_told(operator):
    assert "told by mail" in run("clear-second-factors", "ops@pact.example")
    assert Authenticator.objects.count() == 0
    run_jobs()
    assert "removed by the people who run this PaCT" in mail.outbox[0].body
    assert "has no second factor" in run("clear-second-factors", "ops@pact.example")


@pytest.mark.parametrize(
    "words, said",
    [
        (["add", "nonsense"], "is not an e-mail address"),
        (["remove", "office@kowhai.example"], "is no operator"),
        (["clear-second-factors", "nobody@kowhai.example"], "Nobody signs in as"),
    ],
)
def test_what_is_wrong_is_said_and_nothing_is_changed(administrator, words, said):
    assert said in run(*words, code=2)
    assert not User.objects.get().is_staff
