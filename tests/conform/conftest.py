import pytest

from tests.conform.pact import Pact
from tests.hub.api.conftest import application
from tests.hub.conftest import neighbour, quick_passwords, school

__all__ = ["application", "neighbour", "quick_passwords", "school"]


@pytest.fixture
def pact(school, neighbour, application, monkeypatch, settings):
    settings.API_REQUESTS_PER_MINUTE = 30
    return Pact(school, neighbour, application, monkeypatch)
