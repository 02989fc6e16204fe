"""Guessing is slowed down; nobody can be locked out by it."""

import re

import pytest
from django.core import mail
from django.test import Client

from openpact.hub.accounts import device
from openpact.hub.platform.models import RateWindow

from ..conftest import PASSWORD
from ..jobs import run_jobs

LOGIN = "/accounts/login/"
ATTACKER, SCHOOL, HOME = "203.0.113.7", "198.51.100.20", "2001:db8:1:2::5"


def sign_in(client: Client, address: str, password: str = PASSWORD, email: str = "teacher@kowhai.example"):
    return client.post(LOGIN, {"login": email, "password": password}, REMOTE_ADDR=address)


def is_in(answer) -> bool:
    return answer.status_code == 302


def is_told_to_wait(answer) -> bool:
    return "wrong too often from here" in answer.content.decode()


@pytest.fixture
def exhausted(teacher):
    """Somebody at the attacker's address has guessed until they were told to wait."""
    for _ in range(5):
        assert not is_told_to_wait(sign_in(Client(), ATTACKER, "guess"))
    assert is_told_to_wait(sign_in(Client(), ATTACKER, "guess"))


def test_whoever_guesses_waits_and_even_the_right_password_is_not_looked_at(exhausted):
    answer = sign_in(Client(), ATTACKER)
    assert not is_in(answer)
    assert is_told_to_wait(answer)


def test_the_victim_signs_in_from_elsewhere_at_once(exhausted):
    assert is_in(sign_in(Client(), SCHOOL))


def test_the_victim_signs_in_from_the_attackers_own_address_with_a_browser_used_before(teacher):
    browser = Client()
    assert is_in(sign_in(browser, HOME))
    browser.post("/accounts/logout/")
    for _ in range(7):
        sign_in(Client(), SCHOOL, "guess")
    assert is_told_to_wait(sign_in(Client(), SCHOOL))
    assert is_in(sign_in(browser, SCHOOL))


def test_the_victim_gets_in_beside_the_attacker_with_a_new_browser_too_by_the_mail_they_alone_read(exhausted):
    browser = Client(REMOTE_ADDR=ATTACKER)
    browser.post("/accounts/password/reset/", {"email": "teacher@kowhai.example"})
    run_jobs()
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form, new = browser.get(path, follow=True), "pōhutukawa in bloom"
    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert is_told_to_wait(sign_in(Client(), ATTACKER, new))
    assert is_in(sign_in(browser, ATTACKER, new))


def test_guesses_from_everywhere_lock_nobody_out(teacher):
    for number in range(60):
        sign_in(Client(), f"203.0.113.{number}", "guess")
    assert is_in(sign_in(Client(), SCHOOL))


def test_it_says_how_long_and_what_works_meanwhile_and_not_whether_there_is_an_account(exhausted, time):
    known = sign_in(Client(), ATTACKER, "guess").content.decode()
    for _ in range(6):
        unknown = sign_in(Client(), ATTACKER, "guess", "nobody@kowhai.example").content.decode()
    assert "in 5 minutes" in known
    assert "a passkey works at once" in known
    assert is_told_to_wait(sign_in(Client(), ATTACKER, "guess", "nobody@kowhai.example"))
    assert "in 5 minutes" in unknown


def test_after_the_wait_it_goes_on(exhausted, time):
    time.forward(minutes=5)
    assert is_in(sign_in(Client(), ATTACKER))


def test_an_address_in_other_letters_is_the_same_account(exhausted):
    assert is_told_to_wait(sign_in(Client(), ATTACKER, email="TEACHER@kowhai.example"))


def test_one_household_is_one_caller_though_it_has_many_addresses(teacher):
    for number in range(6):
        answer = sign_in(Client(), f"2001:db8:1:2::{number:x}", "guess")
    assert is_told_to_wait(answer)
    assert is_in(sign_in(Client(), "2001:db8:1:3::1"))


def test_right_passwords_are_not_counted(teacher):
    for _ in range(12):
        assert is_in(sign_in(Client(), SCHOOL))


def test_patience_does_not_help_a_guesser(teacher, time):
    for _ in range(15):
        for _ in range(5):
            sign_in(Client(), ATTACKER, "guess")
        time.forward(minutes=5)
    answer = sign_in(Client(), ATTACKER)
    assert is_told_to_wait(answer)
    assert "in 14 hours" in answer.content.decode()


def test_a_forged_browser_is_not_known(exhausted):
    client = Client()
    client.cookies[device.COOKIE] = '["x", ["x"]]:forged'
    assert is_told_to_wait(sign_in(client, ATTACKER))


def test_a_browser_is_known_for_its_own_accounts_only(administrator, teacher):
    browser = Client()
    sign_in(browser, SCHOOL, email="office@kowhai.example")
    browser.post("/accounts/logout/")
    for _ in range(6):
        answer = sign_in(browser, SCHOOL, "guess")
    assert is_told_to_wait(answer)
    assert is_told_to_wait(sign_in(Client(), SCHOOL))


def test_a_new_password_forgets_every_browser(teacher):
    browser = Client()
    sign_in(browser, HOME)
    browser.post("/accounts/logout/")
    teacher.set_password("pōhutukawa in bloom")
    teacher.save()
    for _ in range(6):
        sign_in(Client(), SCHOOL, "guess")
    assert is_told_to_wait(sign_in(browser, SCHOOL, "pōhutukawa in bloom"))


def test_the_cookie_lets_nobody_in_and_names_nobody(teacher):
    browser = Client()
    sign_in(browser, HOME)
    cookie = browser.cookies[device.COOKIE]
    assert cookie["httponly"]
    assert "teacher" not in cookie.value
    visitor = Client()
    visitor.cookies[device.COOKIE] = cookie.value
    assert visitor.get("/")["Location"].startswith(LOGIN)


def test_the_counts_hold_no_address_and_no_account(exhausted):
    kept = " ".join(RateWindow.objects.values_list("caller", flat=True))
    assert ATTACKER not in kept
    assert "kowhai" not in kept


def test_behind_a_proxy_callers_are_told_apart_by_what_the_proxy_says(teacher, settings):
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1
    data = {"login": "teacher@kowhai.example", "password": "guess"}
    for _ in range(6):
        # What the caller claims stands before what the proxy has seen.
        answer = Client().post(LOGIN, data, headers={"X-Forwarded-For": f"{SCHOOL}, {ATTACKER}"})
    assert is_told_to_wait(answer)
    right = data | {"password": PASSWORD}
    assert is_in(Client().post(LOGIN, right, headers={"X-Forwarded-For": SCHOOL}))


def test_many_mails_to_set_a_password_fill_nobodys_mailbox(client, teacher, time):
    for _ in range(9):
        client.post("/accounts/password/reset/", {"email": "teacher@kowhai.example"})
    run_jobs()
    assert len(mail.outbox) == 3
    time.forward(minutes=15)
    client.post("/accounts/password/reset/", {"email": "teacher@kowhai.example"})
    run_jobs()
    assert len(mail.outbox) == 4
