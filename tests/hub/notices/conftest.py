"""A school with whatever causes a test puts in `holding`, and no others."""

from datetime import UTC, datetime

import pytest

from openpact.hub.accounts.models import Role
from openpact.hub.accounts.services import give_access
from openpact.hub.notices import sources
from openpact.hub.notices.sources import Cause
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from ..conftest import make_user, signed_in

NOW = datetime(2026, 6, 1, 0, 0, tzinfo=UTC)  # noon in Auckland


@pytest.fixture
def noon(monkeypatch):
    monkeypatch.setattr(clock, "now", lambda: NOW)


@pytest.fixture
def here(school):
    with at_school(school.id):
        yield school


def cause(kind="held", key="", **more):
    words = {"title": f"Something {kind}", "text": "Look at it.", "url": "/somewhere/", "action": "Look"}
    return Cause(kind, key=key, **{**words, **more})


@pytest.fixture
def holding(monkeypatch):
    found = []
    monkeypatch.setattr(sources, "sources", [lambda _school: list(found)])
    return found


@pytest.fixture
def office(administrator):
    return signed_in(administrator)


@pytest.fixture
def leader(school):
    user = make_user("leader@kowhai.example", "Lani Leader")
    with at_school(school.id):
        give_access(school, user, Role.LEADER)
    return user
