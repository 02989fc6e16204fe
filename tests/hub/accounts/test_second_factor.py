"""Codes from an app, recovery codes, and who has to have a second factor. Passkeys are walked in tests/browser."""

import re
import time as real_time
from datetime import timedelta

import pytest
from allauth.mfa.models import Authenticator
from allauth.mfa.totp.internal.auth import format_hotp_value, hotp_value
from django.core import mail
from django.core.cache import cache
from django.test import Client

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from ..conftest import PASSWORD, signed_in
from ..jobs import run_jobs

LOGIN = "/accounts/login/"
ELSEWHERE = "203.0.113.50"


def text(response) -> str:
    return " ".join(response.content.decode().split())


def code_of(secret: str, step: int = 0) -> str:
    return format_hotp_value(hotp_value(secret, int(real_time.time()) // 30 + step))


def sign_in(user, **more) -> Client:
    client = Client(**more)
    client.post(LOGIN, {"login": user.email, "password": PASSWORD})
    return client


def set_up(client: Client) -> tuple[str, list[str]]:
    """Set up an app; its key, and the recovery codes that are shown."""
    page = client.get("/accounts/2fa/totp/activate/").content.decode()
    secret = re.search(r"<code[^>]*>([A-Z2-7]+)</code>", page)[1]
    shown = client.post("/accounts/2fa/totp/activate/", {"code": code_of(secret, -1)}, follow=True)
    return secret, re.findall(r"<li[^>]*><code>(\d+)</code>", shown.content.decode())


@pytest.fixture(autouse=True)
def fresh_cache(db):
    """Codes that were used are remembered for half a minute: not from one test to the next."""
    cache.clear()


@pytest.fixture
def app(teacher):
    """The teacher's app: (key, recovery codes)."""
    return set_up(sign_in(teacher))


# --- Setting up -------------------------------------------------------------------------------------------------------


def test_setting_up_shows_recovery_codes_once_and_tells_the_owner(teacher, django_capture_on_commit_callbacks):
    client = sign_in(teacher)
    with django_capture_on_commit_callbacks(execute=True):
        secret, codes = set_up(client)
    assert len(codes) == 10
    again = text(client.get("/accounts/2fa/recovery-codes/"))
    assert codes[0] not in again
    assert "10 are left" in again
    run_jobs()
    assert "codes from an app are now asked for" in mail.outbox[-1].body
    assert secret not in mail.outbox[-1].body


def test_a_wrong_code_sets_nothing_up(teacher):
    client = sign_in(teacher)
    client.get("/accounts/2fa/totp/activate/")
    assert "That is not the code" in text(client.post("/accounts/2fa/totp/activate/", {"code": "000000"}))
    assert Authenticator.objects.count() == 0


def test_the_key_is_encrypted_in_the_database(teacher, app):
    secret, codes = app
    stored = str(list(Authenticator.objects.values_list("data", flat=True)))
    assert secret not in stored
    assert codes[0] not in stored


def test_changing_it_asks_for_the_password_unless_one_has_just_signed_in(teacher):
    late = signed_in(teacher)
    assert late.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")
    page = late.get("/accounts/reauthenticate/?next=/accounts/2fa/totp/activate/")
    assert "Is it you?" in text(page)
    form = {"password": PASSWORD, "next": "/accounts/2fa/totp/activate/"}
    assert late.post("/accounts/reauthenticate/", form)["Location"] == "/accounts/2fa/totp/activate/"
    assert late.get("/accounts/2fa/totp/activate/").status_code == 200


@pytest.mark.parametrize("ahead", [timedelta(), timedelta(days=40), -timedelta(days=40)])
def test_how_long_ago_that_was_is_told_by_our_clock_wherever_it_stands(teacher, monkeypatch, ahead):
    at = clock.now() + ahead
    monkeypatch.setattr(clock, "now", lambda: at)
    new, late = sign_in(teacher), signed_in(teacher)
    late.post("/accounts/reauthenticate/", {"password": PASSWORD})
    for client in (new, late):
        assert client.get("/accounts/2fa/totp/activate/").status_code == 200
    later = at + timedelta(minutes=16)
    monkeypatch.setattr(clock, "now", lambda: later)
    for client in (new, late):
        assert client.get("/accounts/2fa/totp/activate/")["Location"].startswith("/accounts/reauthenticate/")


@pytest.mark.parametrize(
    "path", ["totp/activate/", "recovery-codes/generate/", "webauthn/add/", "totp/deactivate/", "recovery-codes/"]
)
def test_every_page_of_it_is_ours(teacher, app, path):
    client = sign_in(teacher)
    client.post("/accounts/2fa/authenticate/", {"code": app[1][0]})
    page = client.get(f"/accounts/2fa/{path}", follow=True).content.decode()
    assert page.count("<h1") == 1
    assert '<html lang="en-nz"' in page
    assert "style=" not in page
    assert not re.search(r"<script(?![^>]*(\ssrc=|application/json))", page)


# --- Signing in -------------------------------------------------------------------------------------------------------


def test_with_an_app_the_password_alone_opens_nothing(teacher, app):
    client = sign_in(teacher)
    assert client.get("/schools/7999/").status_code == 302
    assert "One more step" in text(client.get("/accounts/2fa/authenticate/"))
    client.post("/accounts/2fa/authenticate/", {"code": code_of(app[0])})
    assert client.get("/schools/7999/").status_code == 200


def test_a_code_works_once_in_whichever_process(teacher, app):
    code = code_of(app[0])
    assert sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert "used up" in text(sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": code}))


def test_a_code_works_once_for_as_long_as_it_is_good(teacher, app):
    """Which is longer than allauth itself remembers it."""
    code = code_of(app[0])
    sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": code})
    cache.delete(f"allauth.mfa.totp.used?user={teacher.pk}&code={code}")
    client = sign_in(teacher)
    assert "used up" in text(client.post("/accounts/2fa/authenticate/", {"code": code}))
    assert client.get("/account/").status_code == 302


def test_a_recovery_code_stands_in_once(teacher, app):
    code = app[1][3]
    assert sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": code}).status_code == 302
    assert "That is not the code" in text(sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": code}))


def test_guessing_codes_is_slowed_down_and_keeps_the_owner_from_nothing(teacher, app):
    thief = sign_in(teacher, REMOTE_ADDR=ELSEWHERE)
    for _ in range(5):
        thief.post("/accounts/2fa/authenticate/", {"code": "000000"})
    assert "wrong too often from here" in text(thief.post("/accounts/2fa/authenticate/", {"code": code_of(app[0])}))
    assert sign_in(teacher).post("/accounts/2fa/authenticate/", {"code": app[1][0]}).status_code == 302


def test_guessing_codes_from_everywhere_ends_too_but_not_for_a_browser_the_account_knows(teacher, app):
    """Whoever gets here has the password: then the account counts as well."""
    known = sign_in(teacher)
    known.post("/accounts/2fa/authenticate/", {"code": app[1][0]})
    known.post("/accounts/logout/")
    for number in range(31):
        sign_in(teacher, REMOTE_ADDR=f"203.0.113.{number}").post("/accounts/2fa/authenticate/", {"code": "000000"})
    new = sign_in(teacher, REMOTE_ADDR=ELSEWHERE)
    assert "wrong too often" in text(new.post("/accounts/2fa/authenticate/", {"code": app[1][1]}))
    known.post(LOGIN, {"login": teacher.email, "password": PASSWORD})
    assert known.post("/accounts/2fa/authenticate/", {"code": app[1][1]}).status_code == 302


def test_a_new_password_by_mail_does_not_go_round_it(client, teacher, app):
    client.post("/accounts/password/reset/", {"email": teacher.email})
    run_jobs()
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form = client.get(path, follow=True)
    new = "pōhutukawa in bloom"
    client.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    client.post(LOGIN, {"login": teacher.email, "password": new})
    assert client.get("/account/").status_code == 302


def test_one_can_stop_it(teacher, app):
    client = sign_in(teacher)
    client.post("/accounts/2fa/authenticate/", {"code": app[1][0]})
    client.post("/accounts/2fa/totp/deactivate/")
    assert Authenticator.objects.count() == 0
    assert sign_in(teacher).get("/account/").status_code == 200


@pytest.mark.parametrize("last", [True, False])
def test_removing_the_last_one_says_before_that_recovery_codes_go_with_it(teacher, app, last):
    """Whichever it is: the app, or a passkey."""
    client = sign_in(teacher)
    client.post("/accounts/2fa/authenticate/", {"code": app[1][0]})
    if not last:
        Authenticator.objects.create(user=teacher, type="webauthn", data={"name": "my phone"})
    assert ("your recovery codes stop working" in text(client.get("/accounts/2fa/totp/deactivate/"))) == last
    client.post("/accounts/2fa/totp/deactivate/")
    codes = Authenticator.objects.filter(type="recovery_codes")
    assert codes.exists() != last
    if passkey := Authenticator.objects.filter(type="webauthn").first():
        remove = f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/"
        assert "your recovery codes stop working too" in text(client.get(remove))
        client.post(remove)
        assert not codes.exists()


def test_who_has_no_recovery_codes_is_told_nothing_of_them(teacher):
    client = sign_in(teacher)
    passkey = Authenticator.objects.create(user=teacher, type="webauthn", data={"name": "my phone"})
    assert "recovery codes" not in text(client.get(f"/accounts/2fa/webauthn/keys/{passkey.pk}/remove/"))


def test_nobody_elses_can_be_touched(teacher, administrator, app):
    passkey = Authenticator.objects.create(user=teacher, type="webauthn", data={"name": "Tama's phone"})
    office = sign_in(administrator)
    for path in (f"webauthn/keys/{passkey.pk}/remove/", f"webauthn/keys/{passkey.pk}/edit/", "totp/deactivate/"):
        for answer in (office.get(f"/accounts/2fa/{path}"), office.post(f"/accounts/2fa/{path}", {"name": "mine"})):
            assert answer.status_code == 404
    assert "Tama" not in text(office.get("/account/"))
    assert Authenticator.objects.filter(user=teacher).count() == 3


# --- Who has to have one --------------------------------------------------------------------------------------------


@pytest.fixture
def required(settings):
    settings.REQUIRE_SECOND_FACTOR = "administrators"
    return settings


def test_by_default_nobody_has_to(administrator):
    assert sign_in(administrator).get("/schools/7999/").status_code == 200


def test_an_administrator_is_led_to_set_one_up_first_and_told_why(administrator, required):
    client = sign_in(administrator)
    answer = client.get("/schools/7999/manage/users/?show=staff")
    assert answer["Location"] == "/account/second-factor/?next=/schools/7999/manage/users/%3Fshow%3Dstaff"
    page = text(client.get(answer["Location"]))
    assert "ask PaCT administrators for more than a password" in page
    assert "Add a passkey" in page


def test_nothing_is_done_before_it_is_set_up(administrator, required):
    """And afterwards one starts from the school's home page: what was sent is not sent again."""
    answer = sign_in(administrator).post("/schools/7999/manage/users/invite/", {"email": "x@x.example"})
    assert answer["Location"] == "/account/second-factor/?next=/schools/7999/"


def test_once_it_is_set_up_one_goes_on(administrator, required):
    client = sign_in(administrator)
    set_up(client)
    assert client.get("/schools/7999/").status_code == 200
    wanted = "/schools/7999/manage/"
    assert client.get(f"/account/second-factor/?next={wanted}")["Location"] == wanted
    assert client.get("/account/second-factor/?next=https://elsewhere.example/")["Location"] == "/account/"


def test_where_one_was_going_is_remembered_over_setting_it_up(administrator, required):
    client = sign_in(administrator)
    wanted = "/schools/7999/manage/users/"
    client.get(client.get(wanted)["Location"])
    set_up(client)
    assert client.get("/account/second-factor/")["Location"] == wanted
    assert client.get("/account/second-factor/")["Location"] == "/account/"


def test_ones_account_stays_within_reach(administrator, required):
    assert sign_in(administrator).get("/account/").status_code == 200


def test_a_teacher_need_not_unless_everybody_has_to(teacher, required):
    client = sign_in(teacher)
    assert client.get("/schools/7999/").status_code == 200
    required.REQUIRE_SECOND_FACTOR = "everybody"
    answer = client.get("/schools/7999/")
    assert "ask everybody for more than a password" in text(client.get(answer["Location"]))


def test_it_is_asked_where_one_is_administrator_and_not_elsewhere(administrator, neighbour, required):
    with at_school(neighbour.id):
        give_access(neighbour, administrator, Role.TEACHER)
    client = sign_in(administrator)
    assert client.get("/schools/7998/").status_code == 200
    assert client.get("/schools/7999/").status_code == 302


def test_recovery_codes_alone_are_none(administrator, required):
    Authenticator.objects.create(user=administrator, type="recovery_codes", data={})
    assert sign_in(administrator).get("/schools/7999/").status_code == 302


def test_a_stranger_learns_no_more_by_it(stranger, required, school):
    required.REQUIRE_SECOND_FACTOR = "everybody"
    assert sign_in(stranger).get("/schools/7999/").status_code == 404


def test_a_value_that_makes_no_sense_is_said():
    import os

    from django.core.exceptions import ImproperlyConfigured

    from openpact.hub import env

    os.environ["OPENPACT_REQUIRE_SECOND_FACTOR"] = "admins"
    try:
        with pytest.raises(ImproperlyConfigured, match="none, administrators or everybody"):
            env.choice("OPENPACT_REQUIRE_SECOND_FACTOR", "none", ("none", "administrators", "everybody"))
    finally:
        del os.environ["OPENPACT_REQUIRE_SECOND_FACTOR"]
