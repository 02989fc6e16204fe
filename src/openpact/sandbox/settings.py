"""Settings of the stand-in SMSs, from the environment. They are listed in docs/reference/connect.md."""

import os
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured
from django.core.management.utils import get_random_secret_key
from psycopg.conninfo import conninfo_to_dict

BASE = Path(__file__).resolve().parent


def _seconds(name: str, default: float) -> float:
    text = os.environ.get(name, "").strip()
    try:
        return float(text) if text else default
    except ValueError:
        raise ImproperlyConfigured(f"{name} is {text!r}: use a number of seconds.") from None


# A fresh key each time is right: it signs nothing that outlives a page. Workers and the agent inherit it.
SECRET_KEY = os.environ.setdefault("SANDBOX_SECRET_KEY", get_random_secret_key())
DEBUG = False
ALLOWED_HOSTS = os.environ.get("SANDBOX_ALLOWED_HOSTS", "127.0.0.1,localhost,[::1]").split(",")

SANDBOX_HUB_URL = os.environ.get("SANDBOX_HUB_URL", "http://127.0.0.1:8000")
#: The vendors' own credentials, by SMS: "musac-edge=pact_…", separated by commas.
SANDBOX_VENDOR_SECRETS = dict(
    pair.split("=", 1) for pair in os.environ.get("SANDBOX_VENDOR_SECRETS", "").split(",") if "=" in pair
)
SANDBOX_TICK = _seconds("SANDBOX_TICK", 30.0)
SANDBOX_ALLOW_HTTP = os.environ.get("OPENPACT_ALLOW_HTTP", "") in ("1", "true", "yes", "on")

_url = os.environ.get("SANDBOX_DATABASE_URL", "")
if not _url:
    raise ImproperlyConfigured("SANDBOX_DATABASE_URL is not set: give the PostgreSQL database of the stand-in SMSs.")
_parts = conninfo_to_dict(_url)
DATABASES = {
    "default": {
        "ENGINE": "django.db.backends.postgresql",
        "NAME": _parts.pop("dbname", "sandbox"),
        "USER": _parts.pop("user", ""),
        "PASSWORD": _parts.pop("password", ""),
        "HOST": _parts.pop("host", ""),
        "PORT": _parts.pop("port", ""),
        "OPTIONS": _parts,
        "CONN_MAX_AGE": 60,
        "CONN_HEALTH_CHECKS": True,
    }
}
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = ["django.contrib.messages", "openpact.sandbox.sms"]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "openpact.sandbox.middleware.content_security_policy",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
]
ROOT_URLCONF = "openpact.sandbox.urls"
WSGI_APPLICATION = "openpact.sandbox.wsgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.messages.context_processors.messages",
                "openpact.sandbox.sms.roles.context",
            ]
        },
    }
]

# The hub may run on the same host at another port, and cookies know no ports.
CSRF_COOKIE_NAME = "sandbox_csrf"
CSRF_COOKIE_HTTPONLY = True
MESSAGE_STORAGE = "openpact.sandbox.middleware.SandboxMessages"

LANGUAGE_CODE = "en-nz"
USE_TZ = True
TIME_ZONE = "UTC"
STATIC_ROOT_FOR_PAGES = BASE / "sms" / "static"

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {"line": {"format": "%(asctime)s %(levelname)s %(name)s %(message)s"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "loggers": {
        "django": {"handlers": ["console"], "level": "WARNING"},
        "openpact": {"handlers": ["console"], "level": os.environ.get("SANDBOX_LOG_LEVEL", "INFO")},
    },
}
