"""Signing in by OpenID Connect, against a provider that runs beside the tests."""

from urllib.parse import parse_qs, urlsplit

import pytest
from allauth.account.models import EmailAddress
from allauth.socialaccount.models import SocialAccount, SocialToken
from django.core.exceptions import ImproperlyConfigured
from django.test import Client

from openpact.hub import env
from openpact.hub.accounts.models import User
from openpact.hub.accounts.sign_on import subject

from ..conftest import PASSWORD, signed_in
from . import provider as providers
from .provider import go
from .staff import invitations_of

NAMES = ("OPENPACT_OIDC_NAME", "OPENPACT_OIDC_ISSUER", "OPENPACT_OIDC_CLIENT_ID", "OPENPACT_OIDC_CLIENT_SECRET")


def text(response) -> str:
    return " ".join(response.content.decode().split())


@pytest.fixture(scope="module")
def running():
    with providers.running() as provider:
        yield provider


@pytest.fixture
def esl(running, settings, monkeypatch):
    """The operator has configured the provider, by the environment."""
    values = ("Education Sector Logon", running.issuer, running.client_id, running.client_secret)
    for name, value in zip(NAMES, values, strict=True):
        monkeypatch.setenv(name, value)
    settings.SOCIALACCOUNT_PROVIDERS, settings.SIGN_ON_NAME = env.sign_on(), values[0]
    return running


@pytest.fixture
def connected(teacher, esl):
    """The teacher's account is connected with tama at the provider."""
    client = Client()
    client.post("/accounts/login/", {"login": teacher.email, "password": PASSWORD})
    page = go(client, esl, "tama", process="connect")
    assert "It is connected" in text(page)
    return teacher


def is_in(client: Client) -> bool:
    return client.get("/account/").status_code == 200


# --- The button -------------------------------------------------------------------------------------------------------


def test_without_a_provider_there_is_no_button_and_no_way(client, db):
    assert "Sign in with Education" not in text(client.get("/accounts/login/"))
    assert client.post("/accounts/oidc/sign-on/login/").status_code == 404


def test_the_button_says_what_the_operator_calls_it(client, db, esl):
    assert "Sign in with Education Sector Logon" in text(client.get("/accounts/login/"))


def test_it_leads_there_by_a_page_of_ours_asking_for_the_subject_alone(client, db, esl):
    page = client.post("/accounts/oidc/sign-on/login/")
    to = urlsplit(page.context["to"])
    asked = parse_qs(to.query)
    assert f"{to.scheme}://{to.netloc}" == esl.issuer
    assert asked["scope"] == ["openid"]
    assert asked["code_challenge_method"] == ["S256"]
    assert asked["redirect_uri"] == [providers.CALLBACK]
    assert 'http-equiv="refresh"' in page.content.decode()
    assert client.get("/accounts/oidc/sign-on/login/").status_code == 405


# --- Who gets in -----------------------------------------------------------------------------------------------------


def test_a_connected_account_signs_in(connected, esl):
    client = Client()
    page = go(client, esl, "tama")
    assert page.redirect_chain[-1][0] == "/schools/7999/"
    assert is_in(client)


def test_and_goes_where_it_wanted_to(connected, esl):
    client = Client()
    assert go(client, esl, "tama", next="/account/").request["PATH_INFO"] == "/account/"


def test_somebody_unknown_is_told_what_to_do_and_nothing_is_made(client, db, esl):
    page = go(client, esl, "nobody")
    assert page.status_code == 403
    assert "Your Education Sector Logon opens no PaCT account yet" in text(page)
    assert not is_in(client)
    assert (User.objects.count(), SocialAccount.objects.count()) == (0, 0)


@pytest.mark.parametrize("verified", [True, False])
def test_an_account_is_never_found_by_an_address_the_provider_reports(client, teacher, esl, verified):
    esl.knows("thief", email=teacher.email, email_verified=verified)
    assert go(client, esl, "thief").status_code == 403
    assert not is_in(client)
    assert SocialAccount.objects.count() == 0


def test_an_account_keeps_its_own_address_whatever_the_provider_reports(connected, esl):
    esl.knows("tama", email="other@elsewhere.example", email_verified=True, name="Another Name")
    go(Client(), esl, "tama")
    connected.refresh_from_db()
    assert (connected.email, connected.name) == ("teacher@kowhai.example", "Tama Teacher")
    assert EmailAddress.objects.count() == 0


def test_nothing_is_kept_but_a_value_that_stands_for_the_person(connected, esl):
    account = SocialAccount.objects.get()
    assert account.uid == subject(esl.issuer, "tama")
    assert "tama" not in account.uid
    assert account.extra_data == {}
    assert SocialToken.objects.count() == 0


def test_the_same_subject_at_another_provider_is_somebody_else(connected, esl):
    SocialAccount.objects.update(uid=subject("https://another.example", "tama"))
    assert go(Client(), esl, "tama").status_code == 403


def test_an_account_that_is_switched_off_stays_out(connected, esl):
    User.objects.update(is_active=False)
    client = Client()
    assert "switched off" in text(go(client, esl, "tama"))
    assert not is_in(client)


def test_a_second_factor_is_asked_for_here_too(connected, esl):
    from allauth.mfa.totp.internal.auth import TOTP

    TOTP.activate(connected, "JBSWY3DPEHPK3PXP")
    client = Client()
    assert "One more step" in text(go(client, esl, "tama"))
    assert not is_in(client)


# --- When it goes wrong ---------------------------------------------------------------------------------------------


def test_cancelling_there_is_said_here(client, db, esl):
    page = go(client, esl, "tama", action="deny")
    assert "was cancelled" in text(page)


def test_an_answer_nobody_asked_for_is_not_believed(connected, esl):
    """Somebody else's answer, put into this browser."""
    theirs = Client()
    back = esl.signs_in(theirs.post("/accounts/oidc/sign-on/login/").context["to"], "tama")
    where = urlsplit(back)
    client = Client()
    page = client.get(f"{where.path}?{where.query}")
    assert "could not be trusted" in text(page)
    assert not is_in(client)


def test_a_wrong_client_secret_signs_nobody_in(connected, esl, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["secret"] = "wrong"
    client = Client()
    assert "could not be trusted" in text(go(client, esl, "tama"))
    assert not is_in(client)


def test_a_provider_that_does_not_answer_is_said_and_the_password_still_works(client, teacher, esl, settings):
    settings.SOCIALACCOUNT_PROVIDERS["openid_connect"]["APPS"][0]["settings"]["server_url"] = "http://127.0.0.1:9"
    page = client.post("/accounts/oidc/sign-on/login/")
    assert page.status_code == 502
    assert "It did not answer" in text(page)
    assert client.post("/accounts/login/", {"login": teacher.email, "password": PASSWORD}).status_code == 302


# --- Invitations ------------------------------------------------------------------------------------------------------


def test_an_invitation_is_accepted_with_it_and_connects_the_two(client, school, hemi, link, esl):
    assert "Accept with Education Sector Logon" in text(client.get(link))
    esl.knows("hemi", email="hemi@private.example")
    page = go(client, esl, "hemi", next=link)
    assert page.redirect_chain[-1][0] == "/schools/7999/"
    assert "check below that your groups are complete" in text(page)
    user = User.objects.get()
    assert (user.email, user.name, user.has_usable_password()) == ("hemi@kowhai.example", "Hēmi Parata", False)
    assert invitations_of(school)[0].state == "accepted"
    again = Client()
    assert go(again, esl, "hemi").redirect_chain[-1][0] == "/schools/7999/"


def test_whoever_has_an_account_with_that_address_signs_in_to_it_first(client, school, link, esl):
    from ..conftest import make_user

    hemi = make_user("hemi@kowhai.example", "Hēmi")
    page = go(client, esl, "hemi", next=link)
    assert "Sign in with it, and you come back here to accept" in text(page)
    assert not is_in(client)
    assert SocialAccount.objects.filter(user=hemi).count() == 0
    assert invitations_of(school)[0].state == "pending"


def test_a_connected_account_comes_back_to_the_invitation_as_itself(connected, link, esl):
    client = Client()
    page = go(client, esl, "tama", next=link)
    assert "Mail me a code" in text(page)


def test_an_invitation_that_has_ended_lets_nobody_in(client, school, link, esl, time):
    time.forward(days=14)
    assert "has expired" in text(go(client, esl, "hemi", next=link))
    assert User.objects.count() == 0


def test_an_address_that_only_looks_like_an_invitation_is_none(client, db, esl):
    assert go(client, esl, "hemi", next="/invitations/nonsense/").status_code == 404
    assert User.objects.count() == 0


# --- Connecting and disconnecting -------------------------------------------------------------------------------------


def test_connecting_asks_who_one_is_unless_one_has_just_signed_in(teacher, esl):
    page = go(signed_in(teacher), esl, "tama", process="connect")
    assert "Is it you?" in text(page)
    assert SocialAccount.objects.count() == 0


def test_what_is_connected_with_one_account_cannot_be_connected_with_another(connected, administrator, esl):
    client = Client()
    client.post("/accounts/login/", {"login": administrator.email, "password": PASSWORD})
    assert "connected with another PaCT account" in text(go(client, esl, "tama", process="connect"))
    assert SocialAccount.objects.get().user == connected


def test_it_can_be_disconnected(connected, esl):
    client = Client()
    client.post("/accounts/login/", {"login": connected.email, "password": PASSWORD})
    assert "Connected since" in text(client.get("/account/"))
    account = SocialAccount.objects.get()
    assert "It is disconnected" in text(client.post(f"/account/sign-on/{account.pk}/disconnect/", follow=True))
    assert go(Client(), esl, "tama").status_code == 403


def test_but_not_when_it_is_the_only_way_in(client, link, esl):
    go(client, esl, "hemi", next=link)
    account = SocialAccount.objects.get()
    assert "set a password first" in text(client.post(f"/account/sign-on/{account.pk}/disconnect/", follow=True))
    new = "tūī sings at dawn"
    assert client.post("/accounts/password/set/", {"password1": new, "password2": new}).status_code == 302
    client.post("/accounts/login/", {"login": "hemi@kowhai.example", "password": new})
    client.post(f"/account/sign-on/{account.pk}/disconnect/")
    assert SocialAccount.objects.count() == 0


def test_nobody_elses_can_be_disconnected(connected, administrator, esl):
    client = Client()
    client.post("/accounts/login/", {"login": administrator.email, "password": PASSWORD})
    assert client.post(f"/account/sign-on/{SocialAccount.objects.get().pk}/disconnect/").status_code == 404
    assert SocialAccount.objects.count() == 1


# --- Settings -----------------------------------------------------------------------------------------------------------


@pytest.mark.parametrize("missing", NAMES)
def test_half_a_configuration_stops_the_program_with_a_sentence(monkeypatch, missing):
    for name in NAMES:
        monkeypatch.setenv(name, "" if name == missing else "https://logon.example")
    with pytest.raises(ImproperlyConfigured, match=f"{missing} not set"):
        env.sign_on()


def test_a_provider_elsewhere_has_to_be_reached_by_https(monkeypatch):
    for name in NAMES:
        monkeypatch.setenv(name, "http://logon.example")
    with pytest.raises(ImproperlyConfigured, match="by https"):
        env.sign_on()
