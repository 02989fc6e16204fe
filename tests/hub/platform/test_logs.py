"""What the log never says."""

import logging

import pytest
from django.test import Client

from openpact.hub.accounts import invitation_views
from openpact.hub.platform.logs import WithoutAddress

TOKEN = "a-token-that-opens-an-invitation"


def test_a_request_that_fails_is_logged_without_its_address(db, monkeypatch, caplog):
    def fail(*args, **kwargs):
        raise RuntimeError("broken")

    monkeypatch.setattr(invitation_views.accepting, "open_link", fail, raising=False)
    logger = logging.getLogger("django.request")
    assert any(isinstance(found, WithoutAddress) for found in logger.filters)
    with caplog.at_level(logging.DEBUG):
        answer = Client(raise_request_exception=False).get(f"/invitations/{TOKEN}/")
    assert answer.status_code == 500
    assert "the request failed" in caplog.text
    assert TOKEN not in caplog.text


@pytest.mark.parametrize("path", [f"/invitations/{TOKEN}/", f"/nowhere/{TOKEN}/"])
def test_a_request_that_finds_nothing_is_logged_by_its_route(db, path, caplog):
    with caplog.at_level(logging.DEBUG):
        Client().get(path)
    assert TOKEN not in caplog.text
