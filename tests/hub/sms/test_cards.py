"""What the administrator's home page says about the link."""

from datetime import timedelta

import pytest
from django.urls import reverse

from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School
from openpact.hub.sms import secrets
from openpact.hub.sms.connection import save_settings

from ..conftest import signed_in
from .test_exchange import CLASS
from .uploads import link, upload, written


@pytest.fixture
def home(administrator):
    client = signed_in(administrator)
    return lambda: client.get(reverse("school-home", args=[7999])).content.decode()


def test_a_school_without_an_sms_is_asked_to_link_it_once_it_is_set_up(school, home):
    assert "Link your SMS" not in home()
    with at_school(school.id):
        School.objects.update(set_up_at=clock.now())
    assert "Link your SMS" in home()


def test_a_school_that_saved_without_a_secret_is_asked_to_finish(school, home):
    link(school)
    assert "KAMAR has no secret yet" in home()


def test_a_secret_that_was_never_used_is_pointed_out(school, administrator, home):
    link(school)
    with at_school(school.id):
        secrets.create_secret(school, administrator, grace=None, provider="kamar")
    assert "KAMAR has not used it yet" in home()


def test_a_held_upload_waits_for_the_administrator_and_not_for_a_teacher(school, home, teacher):
    link(school)
    exchange = upload(school, written(CLASS, school_number=12))
    assert "An upload waits for you" in home()
    assert reverse("exchange", args=[7999, exchange.id]) in home()
    assert "An upload waits" not in signed_in(teacher).get(reverse("school-home", args=[7999])).content.decode()


def test_an_sms_that_has_not_come_twice_is_pointed_out(school, home, monkeypatch):
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider="musac-edge", automatic_export=True)
    linked_at = clock.now()
    monkeypatch.setattr(clock, "now", lambda: linked_at + timedelta(days=8))
    assert "MUSAC Edge has not come" not in home()
    monkeypatch.setattr(clock, "now", lambda: linked_at + timedelta(days=15))
    assert "MUSAC Edge has not come" in home()
    assert "2 in a row did not come" in home()
