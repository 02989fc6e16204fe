"""Settings from the environment: read once, in one place, with errors an operator understands."""

import os
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from django.core.exceptions import ImproperlyConfigured
from psycopg.conninfo import conninfo_to_dict

TRUE, FALSE = frozenset({"1", "true", "yes", "on"}), frozenset({"", "0", "false", "no", "off"})


def text(name: str, default: str = "") -> str:
    return os.environ.get(name, default)


def flag(name: str, default: bool = False) -> bool:
    value = os.environ.get(name, "1" if default else "").strip().lower()
    if value not in TRUE | FALSE:
        raise ImproperlyConfigured(f"{name} is {value!r}: use 1 or 0.")
    return value in TRUE


def number(name: str, default: int) -> int:
    value = os.environ.get(name, "").strip() or str(default)
    if not value.isdigit():
        raise ImproperlyConfigured(f"{name} is {value!r}: use a whole number.")
    return int(value)


def choice(name: str, default: str, allowed: tuple[str, ...]) -> str:
    value = os.environ.get(name, "").strip().lower() or default
    if value not in allowed:
        raise ImproperlyConfigured(f"{name} is {value!r}: use {', '.join(allowed[:-1])} or {allowed[-1]}.")
    return value


def sign_on() -> dict[str, Any]:
    """allauth's settings for the OpenID Connect provider OPENPACT_OIDC_… name; empty without one. All four, or none."""
    names = ("OPENPACT_OIDC_NAME", "OPENPACT_OIDC_ISSUER", "OPENPACT_OIDC_CLIENT_ID", "OPENPACT_OIDC_CLIENT_SECRET")
    name, issuer, client, secret = (text(n).strip() for n in names)
    if not any((name, issuer, client, secret)):
        return {}
    if missing := [n for n in names if not text(n).strip()]:
        raise ImproperlyConfigured(f"{', '.join(missing)} not set: sign-on needs all four of {', '.join(names)}.")
    where = urlsplit(issuer)
    if where.scheme != "https" and where.hostname not in {"localhost", "127.0.0.1"}:
        raise ImproperlyConfigured(f"OPENPACT_OIDC_ISSUER is {issuer!r}: the provider has to be reached by https.")
    how = choice("OPENPACT_OIDC_CLIENT_AUTH", "basic", ("basic", "post"))
    app = {
        "provider_id": "sign-on",
        "name": name,
        "client_id": client,
        "secret": secret,
        # The ID token says who it is (its subject); nothing more is asked or kept.
        "settings": {
            "server_url": issuer.rstrip("/"),
            "fetch_userinfo": False,
            "token_auth_method": f"client_secret_{how}",
        },
    }
    return {"openid_connect": {"APPS": [app], "OAUTH_PKCE_ENABLED": True, "SCOPE": ["openid"]}}


def register_url() -> str:
    """The address OPENPACT_REGISTER_URL names, which has {school} where a school's number goes; empty without one."""
    address = text("OPENPACT_REGISTER_URL").strip()
    if address and (urlsplit(address).scheme != "https" or "{school}" not in address):
        raise ImproperlyConfigured(
            f"OPENPACT_REGISTER_URL is {address!r}: use an https address with {{school}} where a school's number goes."
        )
    return address


def home() -> Path:
    """Where one machine keeps its data: OPENPACT_HOME, or `var` in the current folder."""
    return Path(os.environ.get("OPENPACT_HOME", "var")).resolve()


def database(url: str, *, role: str | None) -> dict[str, Any]:
    """A Django database from a PostgreSQL URL or connection string; `role` is assumed on each connection."""
    parts = conninfo_to_dict(url)
    options: dict[str, Any] = {
        k: v for k, v in parts.items() if k not in {"dbname", "user", "password", "host", "port"}
    }
    if role:
        options["assume_role"] = role
    return {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": parts.get("dbname", "openpact"),
        "USER": parts.get("user", ""),
        "PASSWORD": parts.get("password", ""),
        "HOST": parts.get("host", ""),
        "PORT": parts.get("port", ""),
        "OPTIONS": options,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
