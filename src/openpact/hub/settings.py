"""The hub's settings. Everything an operator may choose comes from the environment: docs/reference/settings.md."""

import os
from datetime import timedelta
from pathlib import Path
from urllib.parse import unquote, urlsplit

from django.core.exceptions import ImproperlyConfigured

from openpact import clock
from openpact.link.words import SCOPES

from . import env

HERE = Path(__file__).parent
HOME = env.home()
DEMO = env.flag("OPENPACT_DEMO")
#: The file by which the demo's clock is moved.
DEMO_CLOCK = env.text(clock.VARIABLE) or None
if DEMO_CLOCK and not DEMO:
    raise ImproperlyConfigured(f"{clock.VARIABLE} moves the clock, which only the demo may do. Unset it.")
DEBUG = False

SECRET_KEY = env.text("OPENPACT_SECRET_KEY")
if not SECRET_KEY and DEMO:
    SECRET_KEY = "the demo's key: anybody can read it, so never use it with real people"  # noqa: S105
if not SECRET_KEY:
    raise ImproperlyConfigured(
        "OPENPACT_SECRET_KEY is not set. Give it 50 random characters and keep it; `openpact serve` makes one for"
        " itself in OPENPACT_HOME."
    )

# --- Where it is reached -----------------------------------------------------------------------------------------
URL = env.text("OPENPACT_URL", "http://localhost:8000").rstrip("/")
_address = urlsplit(URL)
HTTPS = _address.scheme == "https"
ALLOWED_HOSTS = [_address.hostname or "localhost", *env.text("OPENPACT_HOSTS").replace(",", " ").split()]
if _address.hostname in {"localhost", "127.0.0.1"}:
    ALLOWED_HOSTS += ["localhost", "127.0.0.1"]
CSRF_TRUSTED_ORIGINS = [URL]
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
BEHIND_PROXY = env.flag("OPENPACT_BEHIND_PROXY")
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if BEHIND_PROXY else None
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
SESSION_COOKIE_NAME = "openpact_session"
CSRF_COOKIE_NAME = "openpact_csrf"
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_AGE = 12 * 60 * 60

# --- What it is made of ------------------------------------------------------------------------------------------
INSTALLED_APPS = [
    "django.contrib.admin.apps.SimpleAdminConfig",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.staticfiles",
    "django.forms",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "allauth.usersessions",
    "oauth2_provider",
    "procrastinate.contrib.django",
    "django_htmx",
    "crispy_forms",
    "crispy_bootstrap5",
    "ninja",
    "openpact.hub.platform",
    "openpact.hub.audit",
    "openpact.hub.schools",
    "openpact.hub.accounts",
    "openpact.hub.roster",
    "openpact.hub.notices",
    "openpact.hub.register",
    "openpact.hub.sms",
    "openpact.hub.judgements",
    "openpact.hub.setup",
    "openpact.hub.reports",
    "openpact.hub.operator",
]
MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "openpact.hub.platform.middleware.content_security_policy",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "openpact.hub.accounts.sessions.last_seen",
    "openpact.hub.accounts.device.remembering",
    "django_htmx.middleware.HtmxMiddleware",
    "openpact.hub.platform.middleware.request_log",
]
ROOT_URLCONF = "openpact.hub.urls"
WSGI_APPLICATION = "openpact.hub.wsgi.application"
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [HERE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "openpact.hub.platform.context.product",
            ],
            "builtins": ["openpact.hub.platform.templatetags.times", "openpact.hub.platform.templatetags.told"],
        },
    }
]
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
CRISPY_ALLOWED_TEMPLATE_PACKS = CRISPY_TEMPLATE_PACK = "bootstrap5"

# --- Database: the role that owns the tables is not the one that serves ---------------------------------------------
APP_ROLE = "openpact_app"
AS_OWNER = env.flag("OPENPACT_AS_OWNER")
DATABASE_URL = env.text("DATABASE_URL")
if AS_OWNER:
    DATABASE_URL = env.text("DATABASE_OWNER_URL") or DATABASE_URL
if not DATABASE_URL:
    raise ImproperlyConfigured(
        "DATABASE_URL is not set. `openpact serve` brings its own PostgreSQL; web and worker need the address of one."
    )
DATABASES = {"default": env.database(DATABASE_URL, role=None if AS_OWNER else APP_ROLE)}

# What allauth remembers for minutes (used codes, tries): shared by every web process, so in the database.
CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "platform_cache",
        "TIMEOUT": 600,
        "OPTIONS": {"MAX_ENTRIES": 10_000},
    }
}

# --- Language and time ---------------------------------------------------------------------------------------------
LANGUAGE_CODE = "en-nz"
#: What there are translations for; te reo Māori joins with its own (docs/how-to/translate.md).
LANGUAGES = [("en-nz", "English")]
TIME_ZONE = "Pacific/Auckland"
USE_TZ = True
USE_I18N = True

#: Beside the rooms, not in the hub: some of the words are theirs.
LOCALE_PATHS = [HERE.parent / "locale"]

# --- The guide for schools, shown as help: docs/guide of a checkout, or what a wheel brings along ------------------------
GUIDE = next(path for path in (HERE.parents[2] / "docs/guide", HERE / "guide") if path.is_dir())

# --- Page assets ---------------------------------------------------------------------------------------------------
STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("OPENPACT_STATIC") or HOME / "static")
_modules = Path(env.text("OPENPACT_NODE_MODULES") or HERE.parents[2] / "node_modules")
STATICFILES_DIRS = [
    HERE / "static",
    *([("tabler", _modules / "@tabler/core/dist")] if (_modules / "@tabler/core/dist").is_dir() else []),
]

# --- Accounts --------------------------------------------------------------------------------------------------------
AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator",
        "OPTIONS": {"user_attributes": ("name", "email")},
    },
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "openpact.hub.accounts.passwords.HardToGuessValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "home"
ACCOUNT_ADAPTER = "openpact.hub.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"
ACCOUNT_DEFAULT_HTTP_PROTOCOL = _address.scheme
ACCOUNT_LOGOUT_REDIRECT_URL = "account_login"
ACCOUNT_SESSION_REMEMBER = False
ACCOUNT_LOGIN_ON_PASSWORD_RESET = False
ACCOUNT_REAUTHENTICATION_REQUIRED = True
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
# Signing in is throttled by accounts.throttle, which cannot be used to lock others out. A whole school comes from one address.
ACCOUNT_RATE_LIMITS = {
    "login": None,
    "login_failed": None,
    "reset_password": "60/m/ip",
    "reset_password_from_key": "60/m/ip",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if BEHIND_PROXY else 0

# --- Second factors, and signing in elsewhere --------------------------------------------------------------------------
#: Who has to have a second factor: none, administrators or everybody. Operators always.
REQUIRE_SECOND_FACTOR = env.choice("OPENPACT_REQUIRE_SECOND_FACTOR", "none", ("none", "administrators", "everybody"))
MFA_ADAPTER = "openpact.hub.accounts.second_factor.SecondFactorAdapter"
MFA_SUPPORTED_TYPES = ["webauthn", "totp", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_RECOVERY_CODES_SHOW_ONCE = True
MFA_TOTP_ISSUER = "PaCT"
MFA_TOTP_TOLERANCE = 1
# Every account's address was proven by the invitation that was mailed to it.
MFA_ALLOW_UNVERIFIED_EMAIL = True
# A passkey cannot be guessed, and a whole school comes from one address.
MFA_RATE_LIMITS = {"webauthn_login": "600/m/ip"}
MFA_FORMS = {
    "authenticate": "openpact.hub.accounts.second_factor.AuthenticateForm",
    "reauthenticate": "openpact.hub.accounts.second_factor.ReauthenticateForm",
    "add_webauthn": "openpact.hub.accounts.second_factor.AddPasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "openpact.hub.accounts.sign_on.SignOnAdapter"
SOCIALACCOUNT_PROVIDERS = env.sign_on()
SIGN_ON_NAME = env.text("OPENPACT_OIDC_NAME")

# --- Mail --------------------------------------------------------------------------------------------------------------
DEFAULT_FROM_EMAIL = env.text("OPENPACT_MAIL_FROM", "PaCT <pact@localhost>")
_mail = urlsplit(env.text("OPENPACT_MAIL_URL"))
if DEMO:
    EMAIL_BACKEND = "openpact.hub.platform.mail.ShownMailBackend"
elif _mail.scheme in {"smtp", "smtps"}:
    EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    EMAIL_HOST, EMAIL_PORT = _mail.hostname or "localhost", _mail.port or 25
    EMAIL_HOST_USER, EMAIL_HOST_PASSWORD = unquote(_mail.username or ""), unquote(_mail.password or "")
    EMAIL_USE_SSL = _mail.scheme == "smtps"
    EMAIL_USE_TLS = not EMAIL_USE_SSL and EMAIL_PORT == 587
    EMAIL_TIMEOUT = 20
else:
    EMAIL_BACKEND = "openpact.hub.platform.mail.NoMailServerBackend"

# --- The link with SMSs --------------------------------------------------------------------------------------------------
MAX_IDE_BYTES = env.number("OPENPACT_MAX_IDE_BYTES", 64 * 1024 * 1024)
KEEP_IDE_FILES = timedelta(days=env.number("OPENPACT_KEEP_IDE_FILES_DAYS", 60))
API_REQUESTS_PER_MINUTE = env.number("OPENPACT_API_REQUESTS_PER_MINUTE", 120)
API_UPLOADS_PER_HOUR = env.number("OPENPACT_API_UPLOADS_PER_HOUR", 60)
#: Frameworks and calibrations beside those that come with PaCT (docs/how-to/calibrate.md).
SCALE_DIRECTORIES = tuple(Path(each) for each in env.text("OPENPACT_SCALE_DIRECTORIES").split(os.pathsep) if each)
INVITATION_LIFETIME = timedelta(days=14)
OAUTH2_PROVIDER_APPLICATION_MODEL = "oauth2_provider.Application"
OAUTH2_PROVIDER_ACCESS_TOKEN_MODEL = "oauth2_provider.AccessToken"  # noqa: S105 (a model's name)
OAUTH2_PROVIDER_REFRESH_TOKEN_MODEL = "oauth2_provider.RefreshToken"  # noqa: S105
OAUTH2_PROVIDER_ID_TOKEN_MODEL = "oauth2_provider.IDToken"  # noqa: S105
OAUTH2_PROVIDER_GRANT_MODEL = "oauth2_provider.Grant"
OAUTH2_PROVIDER_DEVICE_GRANT_MODEL = "oauth2_provider.DeviceGrant"
OAUTH2_PROVIDER = {
    "SCOPES": {str(scope): words for scope, words in SCOPES.items()},
    "DEFAULT_SCOPES": [str(scope) for scope in SCOPES],
    "ACCESS_TOKEN_EXPIRE_SECONDS": 15 * 60,
    "CLIENT_SECRET_HASHER": "random_key",
    "COMPLIANT_BCP_RFC9700_TOKEN_STORAGE": True,
    "COMPLIANT_BCP_RFC9700_ACCESS_TOKEN_TRANSPORT": True,
}
PASSWORD_HASHERS = [
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
    "openpact.hub.platform.hashers.RandomKeyHasher",
]

# --- The enrolment register --------------------------------------------------------------------------------------------------
#: Where the national register gives a school's file, with {school} for its number; empty: schools upload, or name an address.
REGISTER_URL = env.register_url()
REGISTER_TOKEN = env.text("OPENPACT_REGISTER_TOKEN").strip()
#: Names that may lead into the operator's own network.
REGISTER_PRIVATE_HOSTS = frozenset(env.text("OPENPACT_REGISTER_PRIVATE_HOSTS").lower().replace(",", " ").split())

# --- Watching it run -------------------------------------------------------------------------------------------------------
METRICS_TOKEN = env.text("OPENPACT_METRICS_TOKEN")
LOG_FORMAT = env.text("OPENPACT_LOG", "json")
LOGGING_CONFIG = "openpact.hub.platform.logs.configure"
LOGGING = {"format": LOG_FORMAT, "level": env.text("OPENPACT_LOG_LEVEL", "INFO")}
