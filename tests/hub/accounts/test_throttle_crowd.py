"""Many tries from one address, which may be a whole school's: whoever tries every account is slowed down, and nobody else."""

import re
from collections import Counter
from itertools import count
from typing import NamedTuple

import pytest
from django.core import mail
from django.core.exceptions import ValidationError
from django.test import Client, RequestFactory
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from openpact.hub.accounts import throttle
from openpact.hub.platform.rates import Rate

from ..conftest import PASSWORD
from ..jobs import run_jobs

SCHOOL, HOME = "198.51.100.20", "2001:db8:1:2::5"
OWNER = "teacher@kowhai.example"


def sign_in(client: Client, password: str = PASSWORD, *, address: str = SCHOOL):
    return client.post("/accounts/login/", {"login": OWNER, "password": password}, REMOTE_ADDR=address)


def is_in(answer) -> bool:
    return answer.status_code == 302


def is_looked_at(email: str, address: str = SCHOOL, *, right: bool = False) -> bool:
    """A try in a browser nobody knows, as the sign-in page makes it."""
    try:
        attempt = throttle.password(RequestFactory().post("/accounts/login/", REMOTE_ADDR=address), email)
    except ValidationError:
        return False
    if right:
        attempt.succeeded()
    return True


@pytest.fixture
def crowd(teacher, time) -> None:
    """A student at the school has tried a hundred names."""
    for number in range(100):
        assert is_looked_at(f"t{number}@kowhai.example")


def test_teachers_come_in_at_new_computers_all_the_while(crowd):
    """Before it was so that for ten minutes nobody did."""
    assert is_in(sign_in(Client()))
    assert is_in(sign_in(Client()))


def test_also_when_they_mistype_it_once(crowd):
    assert not is_in(sign_in(Client(), "PASSWORD"))
    assert is_in(sign_in(Client()))


@pytest.mark.parametrize("email", [OWNER, "t7@kowhai.example", "nobody@kowhai.example"])
def test_whoever_goes_on_has_two_tries_at_each_account_in_five_minutes_whether_or_not_there_is_one(crowd, time, email):
    for _ in range(2):
        assert [is_looked_at(email) for _ in range(4)] == [True, True, False, False]
        time.forward(minutes=5)


def test_the_hundred_is_of_ten_minutes_and_then_there_are_five_tries_again(crowd, time):
    time.forward(minutes=10)
    assert [is_looked_at(OWNER) for _ in range(6)] == [True] * 5 + [False]


def test_right_passwords_are_no_part_of_it(teacher, time):
    """A school of teachers on the first morning, all at new computers."""
    for number in range(150):
        assert is_looked_at(f"t{number}@kowhai.example", right=True)
    assert [is_looked_at(OWNER) for _ in range(5)] == [True] * 5


def test_elsewhere_nothing_is_slower(crowd):
    assert [is_looked_at(OWNER, HOME) for _ in range(5)] == [True] * 5


# --- And if the student goes on with one teacher's name: what the page promises gets through --------------------------


@pytest.fixture
def aimed(crowd) -> None:
    while is_looked_at(OWNER):
        pass
    page = sign_in(Client()).content.decode()
    assert (
        "a passkey works at once, and so does signing in from another place or a browser you have used before" in page
    )
    assert "Setting a new password by mail helps here too." in page


def test_from_another_place(aimed):
    assert is_in(sign_in(Client(), address=HOME))


def test_in_a_browser_used_before(teacher, time, request):
    browser = Client()
    assert is_in(sign_in(browser, address=HOME))
    browser.post("/accounts/logout/")
    request.getfixturevalue("aimed")
    assert not is_in(sign_in(browser, "PASSWORD"))
    assert is_in(sign_in(browser))


def test_with_a_new_password_by_mail(aimed):
    browser, new = Client(REMOTE_ADDR=SCHOOL), "pōhutukawa in bloom"
    browser.post("/accounts/password/reset/", {"email": OWNER})
    run_jobs()
    path = re.search(r"http://localhost:8000(/accounts/password/reset/key/\S+)", mail.outbox[-1].body)[1]
    form = browser.get(path, follow=True)
    browser.post(form.request["PATH_INFO"], {"password1": new, "password2": new})
    assert is_in(sign_in(browser, new))


def test_with_a_passkey_which_is_not_counted(aimed):
    """It is asked for as ever; tests/browser signs in with one."""
    asked = Client().get("/accounts/2fa/webauthn/login/", headers={"X-Requested-With": "XMLHttpRequest"})
    assert "challenge" in asked.content.decode()


# --- Whatever anybody does --------------------------------------------------------------------------------------------

NAMES = [f"{name}@kowhai.example" for name in ("ana", "pita", "rita")]
HOUSES = count(1)


class Try(NamedTuple):
    name: str
    minutes_later: int


@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(tries=st.lists(st.builds(Try, st.sampled_from(NAMES), st.sampled_from([0, 0, 0, 1, 4, 6])), max_size=40))
def test_whatever_others_try_from_the_same_address_the_right_password_is_looked_at(teacher, time, monkeypatch, tries):
    """And a list of names gets no more than five tries at each in five minutes, of which two beyond the limit."""
    monkeypatch.setattr(throttle, "FROM_ONE_ADDRESS", Rate("few", 6, throttle.FROM_ONE_ADDRESS.window))
    house = f"2001:db8:7:{next(HOUSES):x}::1"
    tried, looked_at, beyond = Counter(), Counter(), Counter()
    for name, minutes in tries:
        time.forward(minutes=minutes)
        five, ten = (int(time.now().timestamp() // (60 * length)) for length in (5, 10))
        tried[ten] += 1
        if is_looked_at(name, house):
            looked_at[name, five] += 1
            beyond[name, five] += tried[ten] > 6
        assert is_looked_at(OWNER, house, right=True)
    assert max(looked_at.values(), default=0) <= 5
    assert max(beyond.values(), default=0) <= 2
