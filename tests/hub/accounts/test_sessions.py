"""Where one is signed in: listed, and ended."""

from datetime import datetime

import pytest
from django.test import Client

from openpact.hub.accounts import sessions

from ..conftest import PASSWORD

FIREFOX = "Mozilla/5.0 (Windows NT 10.0; Win64; x64; rv:140.0) Gecko/20100101 Firefox/140.0"
IPHONE = (
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.5"
    " Mobile/15E148 Safari/604.1"
)


def browser(user, agent: str = FIREFOX, address: str = "198.51.100.20") -> Client:
    client = Client(REMOTE_ADDR=address, headers={"User-Agent": agent})
    assert client.post("/accounts/login/", {"login": user.email, "password": PASSWORD}).status_code == 302
    return client


def text(response) -> str:
    return " ".join(response.content.decode().split())


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


@pytest.fixture
def desk(teacher):
    return browser(teacher)


@pytest.fixture
def phone(teacher):
    return browser(teacher, IPHONE, "203.0.113.9")


def test_each_is_listed_with_its_device_and_where_it_is(desk, phone):
    page = text(desk.get("/account/"))
    assert "Firefox on Windows" in page
    assert "Mobile Safari on iOS" in page
    assert "From 203.0.113.9" in page
    assert page.count("This one") == 1
    assert page.index("This one") < page.index("Mobile Safari")


def test_when_it_was_last_used_is_noted_every_five_minutes(teacher, desk, time):
    begun = time.now()
    time.forward(minutes=4)
    desk.get("/account/")
    (seen,) = sessions.of(teacher, None)
    assert (seen.since, seen.last_seen) == (begun, begun)
    time.forward(minutes=2)
    desk.get("/account/", REMOTE_ADDR="192.0.2.1")
    (seen,) = sessions.of(teacher, None)
    assert (seen.since, seen.last_seen, seen.place) == (begun, time.now(), "192.0.2.1")


def test_one_can_be_ended(teacher, desk, phone):
    (there,) = [one for one in sessions.of(teacher, None) if "iOS" in one.device]
    page = text(desk.post(f"/account/sessions/{there.id}/end/", follow=True))
    assert "That browser is signed out" in page
    assert "iOS" not in page
    assert not is_in(phone)
    assert is_in(desk)
    assert "signed out already" in text(desk.post(f"/account/sessions/{there.id}/end/", follow=True))


def test_all_others_can_be_ended(teacher, desk, phone):
    browser(teacher, "curl/8.5")
    assert "2 other browsers are signed out" in text(desk.post("/account/sessions/end-others/", follow=True))
    assert not is_in(phone)
    assert is_in(desk)
    assert "signed in nowhere else" in text(desk.post("/account/sessions/end-others/", follow=True))


def test_nobody_elses_can_be_seen_or_ended(teacher, administrator, desk):
    office = browser(administrator, IPHONE)
    assert "iOS" not in text(desk.get("/account/"))
    (theirs,) = sessions.of(administrator, None)
    desk.post(f"/account/sessions/{theirs.id}/end/")
    desk.post("/account/sessions/end-others/")
    assert is_in(office)


def test_a_new_password_ends_the_others(teacher, desk, phone):
    new = "pōhutukawa in bloom"
    form = {"oldpassword": PASSWORD, "password1": new, "password2": new}
    page = text(desk.post("/accounts/password/change/", form, follow=True))
    assert "Your password is changed" in page
    assert "iOS" not in page
    assert not is_in(phone)
    assert is_in(desk)


def test_signing_out_takes_it_off_the_list(teacher, desk, phone):
    phone.post("/accounts/logout/")
    assert len(sessions.of(teacher, None)) == 1


def test_one_that_has_run_out_is_not_listed(teacher, desk, time):
    from django.contrib.sessions.models import Session

    Session.objects.update(expire_date=datetime.fromisoformat("2020-01-01T00:00:00+00:00"))
    assert sessions.of(teacher, None) == []


def test_an_account_made_by_an_invitation_is_listed_too(client, link):
    page = client.post(
        link, {"name": "Hēmi", "password": "tūī sings at dawn"}, follow=True, headers={"User-Agent": FIREFOX}
    )
    assert page.status_code == 200
    assert "Firefox on Windows" in text(client.get("/account/"))


def test_the_page_takes_few_queries_however_many_there_are(teacher, desk, django_assert_max_num_queries):
    for _ in range(15):
        browser(teacher, IPHONE)
    with django_assert_max_num_queries(14):
        page = text(desk.get("/account/"))
    assert page.count("Mobile Safari on iOS") >= 15


@pytest.mark.parametrize(
    "agent, name",
    [
        ("", "An unknown browser"),
        ("nonsense", "An unknown browser"),
        ("curl/8.5.0", "curl"),
        (FIREFOX, "Firefox on Windows"),
    ],
)
def test_browsers_are_named_as_far_as_they_say(agent, name):
    assert sessions.device_name(agent) == name
