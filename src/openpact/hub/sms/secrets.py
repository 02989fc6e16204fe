"""Secrets: made, replaced, revoked, and asked about when an SMS calls.

Each secret is an OAuth 2.0 client of its own, so that an old one and its successor can overlap. The key is stored only
as a hash. A secret belongs to one provider of one school, and holds until its `ends_at`. When it ends, its access tokens
end with it.

Functions that take a school are called inside that school's transaction; `find` is asked before a school is known.
"""

from dataclasses import dataclass
from datetime import timedelta
from typing import Any

from django.db import connection
from django.db.models import Q, QuerySet
from oauth2_provider.models import get_access_token_model, get_application_model

from openpact.hub.accounts.models import User
from openpact.hub.platform import clock
from openpact.hub.platform.tenancy import at_school
from openpact.hub.schools.models import School
from openpact.link.providers import PROVIDERS
from openpact.link.secret import Secret as SecretText
from openpact.link.secret import new_secret

from . import record
from .models import Connection, Secret

#: How long a replaced secret goes on when it is not cut off at once.
GRACE = timedelta(days=7)
#: `last_used_at` is written at most this often.
USE_NOTED_EVERY = timedelta(minutes=1)


class NoSecretNeeded(Exception):
    """This SMS is linked without a secret (or none is chosen)."""


@dataclass(frozen=True, slots=True)
class Found:
    """A secret that holds. `linked`: the school's settings use the SMS that it was made for."""

    school_id: int
    school_number: int
    provider: str
    linked: bool


def create_secret(
    school: School, user: User | None, *, grace: timedelta | None, provider: str | None = None
) -> SecretText:
    """A new secret for the school's SMS, or for `provider` when that is being chosen but not saved yet.

    Earlier secrets of that provider go on for `grace` (never longer than they would have), or with None end at once.
    The answer is the only place where the whole secret ever stands.
    """
    _lock(school)
    if provider is None:
        provider = Connection.objects.filter(school=school).values_list("provider", flat=True).first() or ""
    if provider not in PROVIDERS or not PROVIDERS[provider].uses_secret:
        raise NoSecretNeeded(f"{provider or 'No SMS'} is linked without a secret.")
    earlier = live_secrets(school, provider)
    replaces = earlier.exists()
    if grace is None:
        _end(earlier)
    else:
        ends = clock.now() + grace
        earlier.filter(Q(ends_at__isnull=True) | Q(ends_at__gt=ends)).update(ends_at=ends)
    text, application = new_client(f"School {school.number}")
    secret = Secret.objects.create(
        school=school, application=application, provider=provider, hint=str(text)[-4:],
        created_at=clock.now(), created_by=user,
    )  # fmt: skip
    record.secret_made(school, user, secret, replaces=replaces, ends_them=grace is None)
    return text


def new_client(name: str) -> tuple[SecretText, Any]:
    """A new OAuth 2.0 client for client credentials, and the secret that names it; the key is stored as a hash."""
    text = new_secret()
    Application = get_application_model()
    application = Application.objects.create(
        client_id=text.client, client_secret=text.key, client_type=Application.CLIENT_CONFIDENTIAL,
        authorization_grant_type=Application.GRANT_CLIENT_CREDENTIALS, name=name,
    )  # fmt: skip
    return text, application


def live_secrets(school: School, provider: str | None = None) -> QuerySet[Secret]:
    """Those that hold now, the newest first; of one provider, or of all."""
    holds = Secret.objects.filter(_holds(), school=school).select_related("created_by")
    return holds if provider is None else holds.filter(provider=provider)


def ended_secrets(school: School, within: timedelta = timedelta(days=90)) -> QuerySet[Secret]:
    """Those that ended lately, the newest first: a person who wonders why the SMS is refused finds them."""
    now = clock.now()
    return Secret.objects.filter(school=school, ends_at__lte=now, ends_at__gt=now - within).select_related("created_by")


def newest_id(school: School) -> int:
    """The id of the school's latest secret, or 0. A page that asks for a secret says which it knew of, so that pressing
    twice or loading it again makes no second one."""
    return Secret.objects.filter(school=school).order_by("-id").values_list("id", flat=True).first() or 0


def revoke(school: School, secret_id: int, user: User | None = None) -> bool:
    """End one secret at once; False when it had already ended or is not this school's."""
    secret = live_secrets(school).filter(id=secret_id).first()
    if secret is None or not _end(live_secrets(school).filter(id=secret_id)):
        return False
    record.secret_revoked(school, user, secret)
    return True


def end_of_other_providers(school: School, provider: str) -> int:
    """End at once every secret that was made for another provider; answers how many."""
    return _end(live_secrets(school).exclude(provider=provider))


def find(application_id: int) -> Found | None:
    """Whose secret is this OAuth 2.0 client, if it holds? Notes that it was used."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT sms_school_of_application(%s)", [application_id])
        (school_id,) = cursor.fetchone()
    if school_id is None:
        return None
    with at_school(school_id):
        secret = Secret.objects.select_related("school").filter(_holds(), application_id=application_id).first()
        if secret is None:
            return None
        settings = Connection.objects.filter(school_id=school_id).first()
        now = clock.now()
        if secret.last_used_at is None or secret.last_used_at <= now - USE_NOTED_EVERY:
            Secret.objects.filter(id=secret.id).update(last_used_at=now)
        linked = settings is not None and settings.use_sms and settings.provider == secret.provider
        if linked and settings.linked_at is None:
            Connection.objects.filter(school_id=school_id, linked_at=None).update(linked_at=now)
        return Found(school_id, secret.school.number, secret.provider, linked)


def holds(application_id: int) -> bool:
    """Whether the secret that is this OAuth 2.0 client holds. Inside its school's transaction; nobody ends it before that
    has ended."""
    rows = Secret.objects.select_for_update(no_key=True).filter(_holds(), application_id=application_id)
    return rows.first() is not None


def clear_ended_tokens() -> int:
    """Delete access tokens that have run out; answers how many. For the worker's rounds."""
    return get_access_token_model().objects.filter(expires__lt=clock.now()).delete()[0]


def _holds() -> Q:
    return Q(ends_at__isnull=True) | Q(ends_at__gt=clock.now())


def _end(secrets: QuerySet[Secret]) -> int:
    ending = list(secrets.values_list("id", "application_id"))
    Secret.objects.filter(id__in=[key for key, _ in ending]).update(ends_at=clock.now())
    get_access_token_model().objects.filter(application_id__in=[application for _, application in ending]).delete()
    return len(ending)


def _lock(school: School) -> None:
    """One at a time: two secrets made at the same moment would each believe to be the successor."""
    School.objects.select_for_update(no_key=True).get(id=school.id)
