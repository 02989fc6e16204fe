"""Secrets: made, replaced, revoked, and whose they are. (How they are refused over HTTP: tests/hub/api.)"""

from datetime import timedelta

import pytest
from oauth2_provider.models import AccessToken, Application

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import secrets
from openpact.hub.sms.connection import LinkState, get_connection, link_state, save_settings
from openpact.hub.sms.models import Secret
from openpact.hub.sms.secrets import Found, NoSecretNeeded, create_secret, find
from openpact.link.secret import parse_secret

CHOICES = {"use_sms": True, "provider": "kamar", "automatic_export": True}


@pytest.fixture
def linked(school):
    with at_school(school.id):
        save_settings(school, None, **CHOICES)
    return school


def application_of(text) -> int:
    return Application.objects.get(client_id=text.client).id


def test_a_secret_reads_back_as_what_a_person_copies(linked, administrator):
    with at_school(linked.id):
        text = create_secret(linked, administrator, grace=None)
        made = Secret.objects.get()
    assert parse_secret(str(text)) == text
    assert made.hint == str(text)[-4:]
    assert (made.provider, made.created_by, made.ends_at, made.last_used_at) == ("kamar", administrator, None, None)


def test_grace_never_makes_an_earlier_secret_last_longer(linked):
    with at_school(linked.id):
        create_secret(linked, None, grace=None)
        create_secret(linked, None, grace=timedelta(hours=1))
        create_secret(linked, None, grace=timedelta(days=7))
        second, first = [s.ends_at - clock.now() for s in Secret.objects.all()[1:]]
    assert first < timedelta(hours=1)
    assert timedelta(days=6) < second < timedelta(days=7)


def test_without_grace_all_earlier_ones_end_with_their_tokens(linked):
    with at_school(linked.id):
        text = create_secret(linked, None, grace=None)
        AccessToken.objects.create(
            application_id=application_of(text), token="t", expires=clock.now() + timedelta(hours=1)
        )
        create_secret(linked, None, grace=timedelta(days=7))
        newest = create_secret(linked, None, grace=None)
        assert [s.application.client_id for s in secrets.live_secrets(linked)] == [newest.client]
    assert not AccessToken.objects.exists()


@pytest.mark.parametrize("provider", ["musac-edge", "", "unknown"])
def test_an_sms_without_a_secret_gets_none(linked, provider):
    with at_school(linked.id), pytest.raises(NoSecretNeeded):
        create_secret(linked, None, grace=None, provider=provider)
    with at_school(linked.id):
        assert not Secret.objects.exists()


def test_saving_any_other_setting_leaves_the_secret_alone(linked):
    with at_school(linked.id):
        text = create_secret(linked, None, grace=None)
        before = Secret.objects.values().get()
        for change in (
            {"automatic_export": False}, {"review": "never"}, {"review": "every"}, {"invite_staff": True},
            {"limits": {"students_leaving": 5}}, {"use_sms": False}, {},
        ):  # fmt: skip
            save_settings(linked, None, **{**CHOICES, **change})
            assert Secret.objects.values().get() == before
    assert find(application_of(text)) == Found(linked.id, linked.number, "kamar", linked=True)


def test_choosing_another_sms_ends_the_secrets_of_the_earlier_one(linked):
    with at_school(linked.id):
        kamars = create_secret(linked, None, grace=None)
        etaps = create_secret(linked, None, grace=None, provider="etap")
        save_settings(linked, None, **{**CHOICES, "provider": "etap"})
    assert find(application_of(kamars)) is None
    assert find(application_of(etaps)).linked


def test_a_secret_for_an_sms_that_is_not_saved_yet_holds_but_links_nothing(linked):
    with at_school(linked.id):
        etaps = create_secret(linked, None, grace=None, provider="etap")
    assert find(application_of(etaps)) == Found(linked.id, linked.number, "etap", linked=False)


def test_a_secret_made_before_anything_was_saved_links_nothing(school):
    with at_school(school.id):
        text = create_secret(school, None, grace=None, provider="kamar")
    assert not find(application_of(text)).linked


def test_revoking_is_done_once_and_not_by_a_neighbour(linked, neighbour):
    with at_school(linked.id):
        create_secret(linked, None, grace=None)
        key = Secret.objects.get().id
    with at_school(neighbour.id):
        assert not secrets.revoke(neighbour, key)
    with at_school(linked.id):
        assert secrets.revoke(linked, key)
        assert not secrets.revoke(linked, key)
        assert [s.id for s in secrets.ended_secrets(linked)] == [key]


def test_tokens_that_ran_out_are_cleared_away_and_others_kept(linked):
    with at_school(linked.id):
        application = application_of(create_secret(linked, None, grace=None))
    for token, minutes in (("old", -1), ("good", 1)):
        AccessToken.objects.create(
            application_id=application, token=token, expires=clock.now() + timedelta(minutes=minutes)
        )
    assert secrets.clear_ended_tokens() == 1
    assert AccessToken.objects.get().token == "good"


def test_the_state_of_a_link_from_nothing_to_linked(school):
    def state():
        return link_state(get_connection(school))

    with at_school(school.id):
        assert state() == LinkState.OFF
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
        assert state() == LinkState.VENDOR
        save_settings(school, None, **CHOICES)
        assert state() == LinkState.BARE
        text = create_secret(school, None, grace=None)
        assert state() == LinkState.WAITING
    find(application_of(text))
    with at_school(school.id):
        assert state() == LinkState.LINKED
        save_settings(school, None, **{**CHOICES, "use_sms": False})
        assert state() == LinkState.OFF


@pytest.mark.parametrize("change", [{"provider": "unknown"}, {"provider": ""}])
def test_settings_that_make_no_sense_are_not_saved(school, change):
    with at_school(school.id), pytest.raises(ValueError):
        save_settings(school, None, **{**CHOICES, **change})


def test_who_changed_the_settings_and_when_is_kept(school, administrator):
    with at_school(school.id):
        save_settings(school, administrator, **CHOICES)
        saved = get_connection(school)
    assert saved.changed_by == administrator
    assert clock.now() - saved.changed_at < timedelta(seconds=5)
