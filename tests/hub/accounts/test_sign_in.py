"""Signing in and out, passwords, and what allauth offers that PaCT does not."""

import re

import pytest
from django.core import mail
from django.test import Client

from ..conftest import PASSWORD, signed_in
from ..jobs import queued, run_jobs

LOGIN = "/accounts/login/"


def test_signing_in_leads_to_ones_school_and_out_again(client, teacher):
    answer = client.post(LOGIN, {"login": "Teacher@Kowhai.example", "password": PASSWORD}, follow=True)
    assert answer.redirect_chain == [("/", 302), ("/schools/7999/", 302)]
    assert client.post("/accounts/logout/")["Location"] == LOGIN
    assert client.get("/schools/7999/").status_code == 302


def test_a_wrong_password_is_said_without_saying_whether_the_account_exists(client, teacher):
    pages = []
    for address in ("teacher@kowhai.example", "nobody@kowhai.example"):
        answer = client.post(LOGIN, {"login": address, "password": "not it"})
        pages.append(re.findall(r'role="alert">.*?</div>\s*</div>', answer.content.decode(), re.DOTALL))
    assert pages[0] == pages[1] != []


def test_the_demo_tells_where_the_sign_ins_are_and_no_secret(client, db, settings):
    assert "sign-ins were printed" not in client.get(LOGIN).content.decode()
    settings.DEMO = True
    page = client.get(LOGIN).content.decode()
    assert "sign-ins were printed" in page
    assert "This is a demo:" in page


def test_nobody_signs_up_by_themselves(client, db):
    page = client.get("/accounts/signup/").content.decode()
    assert "by invitation" in page
    client.post("/accounts/signup/", {"email": "x@x.example", "password1": "a very long password"})
    assert client.post(LOGIN, {"login": "x@x.example", "password": "a very long password"}).status_code == 200


@pytest.mark.parametrize(
    "path",
    ["email/", "confirm-email/", "confirm-email/abc/", "login/code/confirm/", "3rdparty/signup/"],
)
def test_pages_pact_does_not_use_are_not_there(client, stranger, path):
    for visitor in (client, signed_in(stranger)):
        assert visitor.get(f"/accounts/{path}").status_code == 404
        assert visitor.post(f"/accounts/{path}", {"email": "x@x.example"}).status_code == 404


@pytest.mark.parametrize(
    "path", ["login/", "password/reset/", "password/reset/done/", "password/reset/key/x-y/", "signup/", "inactive/"]
)
def test_every_page_at_the_way_in_is_ours(client, db, path):
    page = client.get(f"/accounts/{path}", follow=True).content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="en-nz"' in page
    assert "style=" not in page


@pytest.mark.parametrize("path", ["logout/", "password/change/"])
def test_every_page_for_those_signed_in_is_ours(stranger, path):
    page = signed_in(stranger).get(f"/accounts/{path}").content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="en-nz"' in page


def test_a_forgotten_password_is_mailed_by_a_job_that_carries_an_id_only(client, teacher):
    client.post("/accounts/password/reset/", {"email": "Teacher@kowhai.example"})
    assert queued() == [("accounts.send_password_reset", {"user_id": teacher.id})]
    run_jobs()
    (message,) = mail.outbox
    assert message.to == ["teacher@kowhai.example"]
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", message.body)[1]
    form = client.get(path, follow=True)
    new = {"password1": "pōhutukawa in bloom", "password2": "pōhutukawa in bloom"}
    assert "Your password is changed" in client.post(form.request["PATH_INFO"], new, follow=True).content.decode()
    assert client.post(LOGIN, {"login": "teacher@kowhai.example", "password": new["password1"]}).status_code == 302
    client.logout()
    assert "no longer works" in client.get(path, follow=True).content.decode()


def test_the_link_works_for_three_days(client, teacher, monkeypatch):
    from datetime import datetime, timedelta

    from django.contrib.auth.tokens import PasswordResetTokenGenerator

    client.post("/accounts/password/reset/", {"email": "teacher@kowhai.example"})
    run_jobs()
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    for later, words in (
        (timedelta(days=2, hours=23), "Set a new password"),
        (timedelta(days=3, hours=1), "no longer works"),
    ):
        monkeypatch.setattr(PasswordResetTokenGenerator, "_now", lambda self, by=later: datetime.now() + by)
        assert words in Client().get(path, follow=True).content.decode()


def test_an_address_without_an_account_gets_the_same_page_and_no_mail(client, db):
    page = client.post("/accounts/password/reset/", {"email": "nobody@kowhai.example"}, follow=True).content.decode()
    assert "If there is a PaCT account with that address" in page
    assert queued() == []
    assert mail.outbox == []


def test_somebody_switched_off_gets_no_reset_mail(client, teacher):
    client.post("/accounts/password/reset/", {"email": "teacher@kowhai.example"})
    teacher.is_active = False
    teacher.save()
    run_jobs()
    assert mail.outbox == []


def test_a_password_is_changed_with_the_old_one(teacher):
    client = signed_in(teacher)
    new = "pōhutukawa in bloom"
    client.post("/accounts/password/change/", {"oldpassword": "wrong", "password1": new, "password2": new})
    teacher.refresh_from_db()
    assert teacher.check_password(PASSWORD)
    client.post("/accounts/password/change/", {"oldpassword": PASSWORD, "password1": new, "password2": new})
    teacher.refresh_from_db()
    assert teacher.check_password(new)
