"""A school that is linked with KAMAR, and SMSs that call for it as they would over the network."""

import base64
import json
from dataclasses import dataclass, field

import pytest
from django.core.handlers.wsgi import WSGIHandler
from django.core.signals import request_finished, request_started
from django.db import close_old_connections
from django.test import Client

from openpact.hub.platform.tenancy import at_school
from openpact.hub.sms import vendors
from openpact.hub.sms.connection import save_settings
from openpact.hub.sms.secrets import create_secret
from openpact.link.secret import Secret


def link(school, *, provider: str = "kamar", automatic_export: bool = True) -> Secret:
    """Save the settings and make a secret."""
    with at_school(school.id):
        save_settings(school, None, use_sms=True, provider=provider, automatic_export=automatic_export)
        return create_secret(school, None, grace=None)


def basic(secret: Secret) -> str:
    return "Basic " + base64.b64encode(f"{secret.client}:{secret.key}".encode()).decode()


def ask_token(secret: Secret, **form: str):
    form = {"grant_type": "client_credentials", **form}
    return Client().post("/api/oauth/token", form, headers={"Authorization": basic(secret)})


@dataclass
class Sms:
    """Calls the API with an access token."""

    token: str
    http: Client = field(default_factory=Client)

    def get(self, path: str, **options):
        return self.http.get(path, headers=self._headers(options), **options)

    def post(self, path: str, data: object, **options):
        return self.http.post(
            path, json.dumps(data), content_type="application/json", headers=self._headers(options), **options
        )

    def upload(self, content: bytes, *, key: str | None = None, media: str = "text/csv", **headers: str):
        if key is not None:
            headers["Idempotency-Key"] = key
        options = {"headers": headers}
        return self.http.post(
            "/api/v1/ide-files", content, content_type=media, headers=self._headers(options), **options
        )

    def _headers(self, options: dict) -> dict[str, str]:
        return {"Authorization": f"Bearer {self.token}", **options.pop("headers", {})}


def signed_in_sms(secret: Secret) -> Sms:
    answer = ask_token(secret)
    assert answer.status_code == 200, answer.content
    return Sms(answer.json()["access_token"])


@pytest.fixture
def secret(school) -> Secret:
    return link(school)


@pytest.fixture
def sms(secret) -> Sms:
    return signed_in_sms(secret)


@pytest.fixture
def neighbours_sms(neighbour) -> Sms:
    return signed_in_sms(link(neighbour))


@pytest.fixture
def vendors_sms(db) -> Sms:
    """MUSAC Edge's vendor, for no school yet."""
    return signed_in_sms(vendors.create("musac-edge"))


@pytest.fixture
def application():
    """The hub as a WSGI application that leaves the test's database connection open, as Django's own test client does."""
    for signal in (request_started, request_finished):
        signal.disconnect(close_old_connections)
    yield WSGIHandler()
    for signal in (request_started, request_finished):
        signal.connect(close_old_connections)
