"""Invitations start from a school whose SMS lists one teacher, Hēmi Parata of Room 4."""

import uuid
from datetime import UTC, datetime, timedelta

import pytest

from openpact.hub.accounts.invitations import invite_staff
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school

from .staff import add_group, add_staff, mailed_links


class Clock:
    """The hub's clock, standing still until it is moved."""

    def __init__(self) -> None:
        self.moment = datetime(2026, 11, 24, 9, 0, tzinfo=UTC)

    def now(self) -> datetime:
        return self.moment

    def forward(self, **by: float) -> None:
        self.moment += timedelta(**by)


@pytest.fixture(autouse=True)
def time(monkeypatch) -> Clock:
    standing = Clock()
    monkeypatch.setattr(clock, "now", standing.now)
    return standing


@pytest.fixture
def exchange_id() -> uuid.UUID:
    return uuid.uuid4()


@pytest.fixture
def hemi(school):
    person = add_staff(school)
    add_group(school, "Room 4", person)
    return person


@pytest.fixture
def link(school, hemi, exchange_id) -> str:
    """The path of Hēmi's SMS-initiated invitation."""
    with at_school(school.id):
        invite_staff(school, exchange_id, send=True)
    return mailed_links()[-1]
