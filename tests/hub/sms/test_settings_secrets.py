"""Secrets on Change SMS Settings: shown once, replaced, revoked."""

import re

import pytest
from django.db import connection

from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import secrets
from openpact.hub.sms.models import Secret
from openpact.link.secret import parse_secret
from tests.hub.conftest import signed_in

from .settings_page import FORM, URL, connection_of, get_secret, shown_secret, text_of


def test_a_secret_is_shown_once_and_never_again(admin, school, linked):
    made = get_secret(admin, school)
    secret = shown_secret(made)
    assert secret
    assert "no-store" in made["Cache-Control"]
    assert "only time it is shown" in text_of(made)
    for answer in (admin.get(URL), admin.post(URL, FORM, follow=True), admin.get(f"{URL}provider/?provider=kamar")):
        assert parse_secret(secret).key not in answer.content.decode()
        assert "no-store" in answer["Cache-Control"]


def test_the_key_of_a_secret_stands_in_no_table(admin, school):
    key = parse_secret(shown_secret(get_secret(admin, school))).key
    with connection.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = 'public'")
        for (table,) in cursor.fetchall():
            if table == "roster_student":
                continue
            with at_school(school.id):
                cursor.execute(f'SELECT count(*) FROM "{table}" AS t WHERE t::text LIKE %s', [f"%{key}%"])
                assert cursor.fetchone() == (0,), table


def test_pressing_twice_makes_one_secret(admin, school):
    form = {**FORM, "action": "secret", "known": "0"}
    assert shown_secret(admin.post(URL, form))
    again = admin.post(URL, form)
    assert again.status_code == 422
    assert shown_secret(again) is None
    assert "No new secret was made" in text_of(again)
    with at_school(school.id):
        assert Secret.objects.count() == 1


def test_what_was_typed_stays_when_a_secret_is_made(admin, school):
    page = get_secret(
        admin, school, provider="etap", automatic_export="no", review="every", invite_staff="on", handful="7"
    )
    html = page.content.decode()
    assert re.search(r'<option value="etap" selected>', html)
    for name, value in (("automatic_export", "no"), ("review", "every")):
        assert re.search(rf'name="{name}" value="{value}" checked', html)
    assert re.search(r'name="invite_staff"[^>]*checked', html)
    assert re.search(r'name="handful" value="7"', html)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"provider": ""}, "choose your SMS first"),
        ({"provider": "nonsense"}, "choose your SMS first"),
        ({"use_sms": ""}, "Switch Use SMS on"),
        ({"provider": "musac-edge"}, "MUSAC Edge needs no secret"),
    ],
)
def test_without_a_chosen_sms_that_needs_one_there_is_no_secret(admin, school, change, words):
    refused = get_secret(admin, school, **change)
    assert refused.status_code == 422
    assert words in text_of(refused)
    with at_school(school.id):
        assert not Secret.objects.exists()


def test_a_new_secret_leaves_the_earlier_one_seven_days_and_says_until_when(admin, school, linked):
    assert re.search(r"works for 7 more days, until \d+ \w+ \d{4}", text_of(admin.get(URL)))
    get_secret(admin, school, earlier="grace")
    with at_school(school.id):
        newest, earlier = secrets.live_secrets(school)
    assert newest.ends_at is None
    assert earlier.ends_at is not None
    assert "Replaced until" in text_of(admin.get(URL))


def test_a_new_secret_can_cut_off_the_earlier_one_at_once(admin, school, linked):
    get_secret(admin, school, earlier="end")
    with at_school(school.id):
        assert len(secrets.live_secrets(school)) == 1
        assert len(secrets.ended_secrets(school)) == 1


def test_saving_other_settings_never_breaks_the_secret(admin, school, linked):
    with at_school(school.id):
        before = Secret.objects.values().get()
    for change in ({"automatic_export": "no"}, {"review": "never"}, {"invite_staff": "on"}, {"handful": "3"}, {"use_sms": ""}, {}):  # fmt: skip
        assert admin.post(URL, {**FORM, **change}).status_code == 302
        with at_school(school.id):
            assert Secret.objects.values().get() == before


def test_revoking_ends_a_secret_and_keeps_everything_else(admin, school, linked):
    with at_school(school.id):
        key = Secret.objects.get().id
    page = admin.post(f"/schools/7999/manage/sms/secrets/{key}/revoke/", follow=True)
    assert "The secret is revoked" in text_of(page)
    assert "A secret is missing" in text_of(page)
    again = admin.post(f"/schools/7999/manage/sms/secrets/{key}/revoke/", follow=True)
    assert "had already ended" in text_of(again)
    assert connection_of(school).use_sms


def test_a_neighbour_can_neither_see_nor_revoke(school, neighbours_administrator, linked):
    client = signed_in(neighbours_administrator)
    with at_school(school.id):
        key = Secret.objects.get().id
    assert client.get(URL).status_code == 404
    assert client.post(URL, FORM).status_code == 404
    client.post(f"/schools/7998/manage/sms/secrets/{key}/revoke/")
    with at_school(school.id):
        assert len(secrets.live_secrets(school)) == 1
